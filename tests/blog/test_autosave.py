"""What is typed is kept by itself, beside the article, until it is saved or discarded."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from time_machine import TimeMachineFixture

from blog import autosave
from blog.models import Article, Revision
from practice.models import Redirect, User
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import A_MONDAY, make_article, make_draft
from tests.pages import page_at, text_in, text_of, values

ADD = "/admin/blog/article/add/"


@pytest.fixture
def article(profile: object) -> Article:
    return make_article("an-article", title="Title", body="<p>Public.</p>")


def change(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def typed(article: Article, **changed: Any) -> dict[str, Any]:
    """What the page sends by itself."""
    text = {"title": "Title", "summary": "", "body": "<p>Half a sent</p>"}
    return text | {"based_on": autosave.base_of(article)} | changed


def keep(desk: Client, article: Article, **changed: Any) -> tuple[int, str]:
    response = desk.post(f"/admin/blog/article/{article.pk}/autosave/", typed(article, **changed))
    return response.status_code, response.json()["message"]


def kept() -> list[str]:
    return [revision.body for revision in Revision.objects.filter(autosaved=True)]


def saved(article: Article, **changed: Any) -> dict[str, Any]:
    """What the form posts when Save is pressed."""
    fields = {"title": "Title", "slug": article.slug, "body": "<p>Whole.</p>"}
    return fields | {"status": article.status} | changed


def test_it_is_kept_and_says_when(
    desk: Client, article: Article, time_machine: TimeMachineFixture
) -> None:
    desk.cookies.clear()
    time_machine.move_to(A_MONDAY.replace(month=7, hour=13, minute=2), tick=False)
    desk.force_login(User.objects.get())

    assert keep(desk, article) == (200, "Kept at 14:02")
    assert kept() == ["<p>Half a sent</p>"]
    assert Revision.objects.get(autosaved=True).saved_by == User.objects.get()


def test_there_is_one_at_most_the_latest(desk: Client, article: Article) -> None:
    for body in ("<p>One</p>", "<p>Two</p>", "<p>Three</p>"):
        keep(desk, article, body=body)

    assert kept() == ["<p>Three</p>"]


def test_nothing_that_visitors_see_changes(desk: Client, client: Client, article: Article) -> None:
    addresses = ["/", "/articles/", "/articles/an-article/"]
    before = [client.get(address).content for address in addresses]
    row = Article.objects.values().get()
    keep(desk, article, title="Another title", summary="Another", body="<p>Secret</p>")

    assert Article.objects.values().get() == row
    assert [client.get(address).content for address in addresses] == before
    assert not Redirect.objects.exists()


def test_what_is_half_finished_is_kept_too(desk: Client, article: Article) -> None:
    assert keep(desk, article, title="", body="  <p>unclosed <b\r\n ")[0] == 200
    assert kept() == ["  <p>unclosed <b\n "]


def test_what_is_the_same_as_saved_is_not_kept(desk: Client, article: Article) -> None:
    keep(desk, article)
    status, _ = keep(desk, article, body="<p>Public.</p>")

    assert status == 200
    assert kept() == []


def test_a_save_removes_it(desk: Client, article: Article) -> None:
    keep(desk, article)
    desk.post(change(article), saved(article))

    assert kept() == []
    assert Article.objects.get().body == "<p>Whole.</p>"


def test_a_save_that_is_refused_keeps_it(desk: Client, article: Article) -> None:
    keep(desk, article)
    response = desk.post(change(article), saved(article, title=""))

    assert response.status_code == 200
    assert kept() == ["<p>Half a sent</p>"]


def test_one_that_was_on_its_way_while_she_saved_does_not_come_back(
    desk: Client, article: Article
) -> None:
    late = typed(article)
    desk.post(change(article), saved(article))
    response = desk.post(f"/admin/blog/article/{article.pk}/autosave/", late)

    assert response.status_code == 409
    assert response.json()["message"] == "Not kept: it was saved meanwhile, perhaps in another tab."
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_one_that_arrives_in_the_middle_of_a_save_waits_and_is_then_too_late(
    desk: Client, article: Article
) -> None:
    late = typed(article)
    with transaction.atomic():
        article.body = "<p>Whole.</p>"
        article.save()
        second = meanwhile(lambda: desk.post(f"/admin/blog/article/{article.pk}/autosave/", late))
        wait_until_it_waits()
    assert second.result().status_code == 409
    assert kept() == []


def test_a_page_that_opens_offers_what_was_not_saved(
    desk: Client, article: Article, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    desk.force_login(User.objects.get())
    keep(desk, article)
    page = page_at(desk, change(article))
    (offer,) = page.find_class("offered")

    assert "Continue with what was kept at 09:00 on 1 March" in text_of(offer)
    assert "<p>Public.</p>" in page.get_element_by_id("id_body").text


def test_until_she_chooses_nothing_is_kept_over_it(desk: Client, article: Article) -> None:
    keep(desk, article)
    page = page_at(desk, change(article))

    assert values(page, "//*[@id='autosave']") == []
    assert "not kept by itself until you have chosen" in text_in(page, "autosave")


def test_she_continues_with_it(desk: Client, article: Article) -> None:
    keep(desk, article, title="New title", summary="New")
    (link,) = values(page_at(desk, change(article)), "//*[@class='offered__choice']/a/@href")
    page = page_at(desk, change(article) + link)

    assert page.get_element_by_id("id_body").text.strip() == "<p>Half a sent</p>"
    assert page.get_element_by_id("id_title").get("value") == "New title"
    assert page.find_class("offered") == []
    assert page.get_element_by_id("autosave").get("data-address")
    assert kept() == ["<p>Half a sent</p>"]
    assert Article.objects.get().title == "Title"


def test_or_discards_it(desk: Client, article: Article) -> None:
    keep(desk, article)
    (action,) = values(page_at(desk, change(article)), "//*[@class='offered__choice']/form/@action")
    response = desk.post(action)

    assert response["Location"] == change(article)
    assert kept() == []
    assert page_at(desk, change(article)).find_class("offered") == []


def test_a_save_of_other_fields_elsewhere_does_not_lose_it(desk: Client, article: Article) -> None:
    keep(desk, article)
    article.announced = False
    article.save()
    article.unpublish(article.updated_at)

    assert len(page_at(desk, change(article)).find_class("offered")) == 1


def test_what_is_older_than_what_was_saved_is_not_offered(desk: Client, article: Article) -> None:
    keep(desk, article)
    article.body = "<p>Imported meanwhile.</p>"
    article.save()

    assert page_at(desk, change(article)).find_class("offered") == []


def test_a_draft_works_the_same(desk: Client, db: None) -> None:
    draft = make_draft()

    assert keep(desk, draft)[0] == 200
    assert kept() == ["<p>Half a sent</p>"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 161},
        {"summary": "x" * 301},
        {"body": "a\x00b"},
        {"based_on": ""},
        {"based_on": "-1"},
        {"based_on": "x"},
    ],
)
def test_what_cannot_be_kept_is_said(desk: Client, article: Article, wrong: dict[str, str]) -> None:
    assert keep(desk, article, **wrong) == (
        422,
        "Could not be kept. Please copy your text before you leave.",
    )
    assert kept() == []


def test_an_article_that_is_not_there_is_said_too(desk: Client, article: Article) -> None:
    data = typed(article)
    article.delete()

    assert desk.post("/admin/blog/article/1/autosave/", data).status_code == 422


def test_nobody_else_keeps_anything(client: Client, article: Article) -> None:
    signed_out = (403, "Not kept: you are signed out. Sign in again in another tab.")
    assert keep(client, article) == signed_out

    client.force_login(User.objects.create_user("reader", password="a long word"))
    assert keep(client, article) == signed_out
    discarded = client.post(f"/admin/blog/article/{article.pk}/autosave/discard/")
    assert discarded["Location"].startswith("/admin/login/")
    assert kept() == []


def test_a_forged_request_keeps_nothing(therapist: User, article: Article) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(therapist)
    response = browser.post(f"/admin/blog/article/{article.pk}/autosave/", typed(article))

    assert response.status_code == 403
    assert kept() == []


def test_it_is_posted_only_and_never_cached(desk: Client, article: Article) -> None:
    target = f"/admin/blog/article/{article.pk}/autosave/"

    assert desk.get(target).status_code == 405
    assert "no-store" in desk.post(target, typed(article))["Cache-Control"]
