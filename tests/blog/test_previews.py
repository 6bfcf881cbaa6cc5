"""A preview link opens one text to whoever has it, for a time, and is found by nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from blog.models import Article, PreviewLink
from blog.previews import address_of, new_link
from practice.models import Redirect, User
from tests.factories import A_MONDAY, make_article, make_draft, make_series, make_topic
from tests.pages import Element, links_in, page_at, text_in, text_of, values

A_SECOND = timedelta(seconds=1)
A_WEEK = timedelta(days=7)

pytestmark = pytest.mark.usefixtures("profile")


def path_of(link: PreviewLink) -> str:
    return address_of(link).removeprefix("http://127.0.0.1:8000")


def preview_of(article: Article) -> str:
    return path_of(new_link(article, timezone.now()))


def change(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def section(desk: Client, article: Article) -> Element:
    return page_at(desk, change(article)).get_element_by_id("previews")


@pytest.mark.parametrize("status", ["draft", "scheduled", "unpublished"])
def test_it_shows_the_saved_text_of_what_is_not_public(client: Client, status: str) -> None:
    later = timezone.now() + timedelta(days=3)
    article = make_article("hushed", status=status, publish_at=later, body="<p>Whispered.</p>")
    page = page_at(client, preview_of(article))

    assert values(page, "//h1/text()") == ["Hushed"]
    assert "Whispered." in text_in(page, "prose")


def test_it_says_quietly_what_it_is_and_until_when(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    page = page_at(client, preview_of(make_draft()))

    assert text_in(page, "preview-line") == (
        "This is a preview, open until 8 March 2027, 09:00. The text is not public."
    )
    assert "1 March 2027" in text_in(page, "meta")


def test_it_shows_a_part_in_its_series_as_it_would_be(client: Client) -> None:
    series = make_series()
    make_article("one", series=series, position=1)
    two = make_draft("two", series=series, position=2)
    make_article("three", series=series, position=3)
    make_draft("hidden", series=series, position=4)
    two.topics.add(make_topic())
    page = page_at(client, preview_of(two))

    assert text_in(page, "article__series").endswith("Part 2 of 3")
    assert [text_of(part) for part in page.xpath("//*[@class='all-parts']//li")] == [
        "One",
        "Two you are here",
        "Three",
    ]
    assert "Part 1 of 2" in text_of(page_at(client, "/articles/one/"))


def test_the_first_part_of_a_series_that_is_not_there_yet_links_to_no_missing_page(
    client: Client,
) -> None:
    first = make_draft("first", series=make_series(), position=1)

    assert "/series/a-series/" not in links_in(page_at(client, preview_of(first)))


def test_it_is_neither_cached_nor_indexed_and_its_address_goes_nowhere(client: Client) -> None:
    response = client.get(preview_of(make_draft()))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_what_search_engines_are_told_of_articles_is_not_said_of_a_preview(client: Client) -> None:
    article = make_draft(summary="A summary.")
    page = page_at(client, preview_of(article))

    assert page.xpath("//link[@rel='canonical'] | //script | //meta[@property]") == []


def test_it_opens_until_its_last_second(client: Client, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    path = preview_of(make_draft())

    time_machine.move_to(A_MONDAY + A_WEEK - A_SECOND, tick=False)
    assert client.get(path).status_code == 200
    time_machine.move_to(A_MONDAY + A_WEEK, tick=False)
    assert client.get(path).status_code == 404


def test_a_revoked_one_opens_nothing_at_once(client: Client) -> None:
    link = new_link(make_draft(), timezone.now())
    other = new_link(link.article, timezone.now())
    link.revoke(timezone.now())

    assert client.get(path_of(link)).status_code == 404
    assert client.get(path_of(other)).status_code == 200


def test_forged_expired_and_revoked_ones_are_answered_alike(client: Client) -> None:
    article, now = make_draft(), timezone.now()
    good = new_link(article, now)
    revoked = new_link(article, now)
    revoked.revoke(now)
    number = good.pk.hex
    tokens = [
        path_of(revoked).split("/")[2],
        path_of(new_link(article, now - A_WEEK)).split("/")[2],
        number,
        f"{number}.",
        path_of(good).split("/")[2][:-1],
        signing.Signer(salt="another", sep=".").sign(number),
        signing.Signer(salt="blog.previews", sep=".").sign(uuid4().hex),
        signing.Signer(salt="blog.previews", sep=".").sign("no number"),
        "x" * 5_000,
        "%00",
    ]
    answers = [client.get(f"/preview/{token}/") for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}


def test_what_is_public_by_now_is_read_at_its_own_address(client: Client) -> None:
    article = make_draft("a-draft")
    path = preview_of(article)
    article.publish(timezone.now())
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, "/articles/a-draft/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_a_link_opens_its_own_article_only(client: Client) -> None:
    path = preview_of(make_draft("one", title="One"))
    make_draft("two", title="Two")

    assert b"Two" not in client.get(path).content
    assert client.get("/articles/one/").status_code == 404


def test_no_redirect_leads_from_or_over_a_preview(client: Client) -> None:
    Redirect.objects.create(old_path="/preview/x/", new_path="/articles/")

    assert client.get("/preview/x/").status_code == 404


def test_at_the_desk_a_link_is_made_to_copy(
    desk: Client, client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    desk.force_login(User.objects.get())
    article = make_draft()
    (make,) = values(section(desk, article), ".//form/@action")
    assert desk.post(make)["Location"] == f"{change(article)}#previews"

    (address,) = values(section(desk, article), ".//input[@readonly]/@value")
    client.logout()
    assert address.startswith("http://127.0.0.1:8000/preview/")
    assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert PreviewLink.objects.get().expires_at == A_MONDAY + A_WEEK


def test_at_the_desk_it_is_revoked(desk: Client) -> None:
    article = make_draft()
    path = preview_of(article)
    (revoke,) = [a for a in values(section(desk, article), ".//form/@action") if "revoke" in a]
    desk.post(revoke)

    assert desk.get(path).status_code == 404
    assert values(section(desk, article), ".//input[@readonly]/@value") == []


def test_the_desk_lists_only_what_still_opens(desk: Client) -> None:
    article, now = make_draft(), timezone.now()
    new_link(article, now - A_WEEK)
    new_link(article, now).revoke(now)
    still = new_link(article, now)

    assert values(section(desk, article), ".//input[@readonly]/@value") == [address_of(still)]


def test_what_is_public_needs_none(desk: Client) -> None:
    shown = section(desk, make_article())

    assert "so it needs no preview link" in text_of(shown)
    assert shown.xpath(".//form") == []


def test_nobody_else_makes_or_revokes_one(client: Client) -> None:
    article = make_draft()
    link = new_link(article, timezone.now())
    base = f"/admin/blog/article/{article.pk}/previews/"
    for target in (base, f"{base}{link.pk}/revoke/"):
        assert client.post(target)["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("clerk", password="a long word"))
    for target in (base, f"{base}{link.pk}/revoke/"):
        assert client.post(target)["Location"].startswith("/admin/login/")

    assert PreviewLink.objects.get().revoked_at is None


def test_the_link_of_another_article_is_not_revoked_here(desk: Client) -> None:
    one, other = make_draft("one"), make_draft("other")
    link = new_link(other, timezone.now())
    response = desk.post(f"/admin/blog/article/{one.pk}/previews/{link.pk}/revoke/")

    assert response.status_code == 404
