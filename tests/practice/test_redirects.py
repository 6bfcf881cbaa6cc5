"""Redirects: chains collapse, circles cannot be, a page that is there always wins."""

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from practice.models import Redirect
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import make_article, make_pages
from tests.pages import page_at, values


def lead(old: str, new: str) -> Redirect:
    return Redirect.objects.create(old_path=old, new_path=new)


def all_of_them() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def followed(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.get("Location", "")


pytestmark = pytest.mark.usefixtures("profile")


def test_an_old_address_leads_to_the_new_one_for_good(client: Client) -> None:
    lead("/old/", "/articles/")
    response = client.get("/old/")

    assert (response.status_code, response["Location"]) == (301, "/articles/")
    assert response["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("query", ["", "?", "?p=12", "?utm_source=x&y=%00", "?q=" + "x" * 5_000])
def test_it_matches_whatever_the_query_string_is(client: Client, query: str) -> None:
    lead("/old/", "/articles/")

    assert followed(client, f"/old/{query}") == (301, "/articles/")


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/2019/03/what-is-trauma/", "/2019/03/what-is-trauma/"),
        ("/index.php", "/index.php"),
        ("/café/", "/caf%C3%A9/"),
        ("/my page/", "/my%20page/"),
        ("/articles/old/", "/articles/old"),
    ],
)
def test_it_is_found_however_the_address_is_spelt(client: Client, old: str, asked: str) -> None:
    lead(old, "/articles/")

    assert followed(client, asked) == (301, "/articles/")


def test_the_new_address_is_sent_as_browsers_want_it(client: Client) -> None:
    lead("/old/", "/neu/ü 100%/")

    assert followed(client, "/old/") == (301, "/neu/%C3%BC%20100%25/")


def test_another_address_is_not_matched(client: Client) -> None:
    lead("/old/", "/articles/")

    for address in ("/older/", "/old/er/", "/OLD/", "/x/old/", "/old"):
        assert followed(client, address) == (404, "")


def test_a_page_that_is_there_wins(client: Client) -> None:
    make_pages()
    make_article("living")
    for address in ("/articles/living/", "/about/", "/articles/"):
        lead(address, "/fees/")
        assert followed(client, address) == (200, "")

    assert set(Redirect.objects.values_list("hits", flat=True)) == {0}


def test_it_answers_in_place_of_gone_too(client: Client) -> None:
    make_article("old", status="unpublished")
    lead("/articles/old/", "/articles/")

    assert followed(client, "/articles/old/") == (301, "/articles/")


def test_it_may_lead_to_what_is_gone(client: Client) -> None:
    lead("/old/", "/articles/nothing/")

    assert followed(client, "/old/") == (301, "/articles/nothing/")


def test_only_reading_is_led_on(client: Client) -> None:
    lead("/old/", "/articles/")

    assert client.head("/old/").status_code == 301
    assert client.post("/old/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/admin/x/", "/contact/x/", "/preview/x/", "/static/x", "/admin"]
)
def test_what_the_site_needs_for_itself_is_never_led_on(client: Client, address: str) -> None:
    lead(address, "/articles/")

    assert followed(client, address)[1] != "/articles/"
    assert Redirect.objects.get().hits == 0


@pytest.mark.parametrize("path", ["/%00/", "/%01%7f/", f"/{'x' * 5_000}/"])
def test_garbage_is_not_even_looked_up(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 404


def test_each_follower_is_counted(client: Client) -> None:
    lead("/old/", "/articles/")
    for _ in range(3):
        client.get("/old/?x")

    assert Redirect.objects.get().hits == 3


@pytest.mark.django_db(transaction=True)
def test_a_visitor_is_led_on_even_when_she_cannot_be_counted(client: Client) -> None:
    lead("/old/", "/articles/")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    done: list[bool] = []

    def hold() -> None:
        with transaction.atomic():
            Redirect.objects.select_for_update().get()
            done.append(True)
            while done != [True, True]:
                connection.cursor().execute("SELECT pg_sleep(0.05)")

    holding = meanwhile(hold)
    while not done:
        connection.cursor().execute("SELECT pg_sleep(0.05)")
    answer = followed(client, "/old/")
    done.append(True)
    holding.result()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")

    assert answer == (301, "/articles/")
    assert Redirect.objects.get().hits == 0


def test_chains_collapse(client: Client) -> None:
    lead("/a/", "/b/")
    lead("/b/", "/c/")
    lead("/c/", "/d/")

    assert all_of_them() == {"/a/": "/d/", "/b/": "/d/", "/c/": "/d/"}


def test_a_redirect_to_an_old_address_leads_straight_to_the_end() -> None:
    lead("/b/", "/c/")
    lead("/a/", "/b/")

    assert all_of_them() == {"/a/": "/c/", "/b/": "/c/"}


def test_changing_where_one_leads_takes_along_what_leads_to_it() -> None:
    lead("/a/", "/b/")
    second = lead("/b/", "/c/")
    second.new_path = "/d/"
    second.save()

    assert all_of_them() == {"/a/": "/c/", "/b/": "/d/"}


@pytest.mark.parametrize("chain", [["/a/"], ["/a/", "/b/"], ["/a/", "/b/", "/c/"]])
def test_a_circle_is_refused_by_postgres(chain: list[str]) -> None:
    for old, new in pairwise(chain):
        lead(old, new)

    with pytest.raises(IntegrityError, match="redirects_lead_elsewhere"):
        lead(chain[-1], chain[0])


def test_a_page_that_moves_back_has_one_redirect_the_other_way() -> None:
    Redirect.objects.page_moved("/a/", to="/b/")
    Redirect.objects.page_moved("/b/", to="/a/")

    assert all_of_them() == {"/b/": "/a/"}


def test_a_page_that_moves_often_leaves_no_chain_and_no_circle() -> None:
    places = ["/a/", "/b/", "/c/", "/a/", "/d/", "/b/"]
    for old, new in pairwise(places):
        Redirect.objects.page_moved(old, to=new)

    assert all_of_them() == {"/a/": "/b/", "/c/": "/b/", "/d/": "/b/"}


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_make_no_circle() -> None:
    with transaction.atomic():
        lead("/a/", "/b/")
        second = meanwhile(lambda: lead("/b/", "/a/"))
        wait_until_it_waits()

    with pytest.raises(IntegrityError, match="redirects_lead_elsewhere"):
        second.result()
    assert all_of_them() == {"/a/": "/b/"}


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_leave_no_chain() -> None:
    with transaction.atomic():
        lead("/a/", "/b/")
        second = meanwhile(lambda: lead("/b/", "/c/"))
        wait_until_it_waits()
    second.result()

    assert all_of_them() == {"/a/": "/c/", "/b/": "/c/"}


def test_hits_stay_when_it_leads_elsewhere(client: Client) -> None:
    lead("/a/", "/b/")
    client.get("/a/")
    lead("/b/", "/c/")

    assert Redirect.objects.get(old_path="/a/").hits == 1


def test_a_missing_page_stays_a_page_of_ours(client: Client) -> None:
    assert values(page_at(client, "/nothing/", status=404), "//h1/text()") == [
        "There is no page here"
    ]


@pytest.mark.parametrize("path", ["/a/", "/b/"])
def test_full_clean_says_no_before_postgres_does(path: str) -> None:
    lead("/a/", "/b/")

    with pytest.raises(ValidationError):
        Redirect(old_path="/b/", new_path=path).full_clean()
