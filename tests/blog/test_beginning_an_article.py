"""A new article begins with its title: from then on what is typed is kept."""

import pytest
from django.db import transaction
from django.test import Client

from blog.models import Article
from tests.at_once import meanwhile, wait_until_it_waits
from tests.blog.test_autosave import ADD, change, saved
from tests.factories import make_article
from tests.pages import page_at


def test_a_new_article_is_begun_with_its_title_and_kept_from_then_on(
    desk: Client, db: None
) -> None:
    (form,) = [it for it in page_at(desk, ADD).forms if it.get("id") == "article_form"]
    asked = {name: value for name, value in form.form_values() if value}
    assert form.xpath(".//textarea") == []
    opened = desk.post(ADD, asked | {"title": " A walk "})

    draft = Article.objects.get()
    assert (draft.title, draft.slug, draft.status) == ("A walk", "a-walk", "draft")
    assert opened["Location"] == change(draft)
    assert page_at(desk, change(draft)).get_element_by_id("autosave").get("data-address")


def test_a_title_that_is_missing_is_asked_for_again(desk: Client, db: None) -> None:
    answer = desk.post(ADD, {"title": " ", "status": "draft"})

    assert "This field is required." in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_it_begins_one_article(desk: Client) -> None:
    begun = {"title": "A walk", "status": "draft"}
    with transaction.atomic():
        first = desk.post(ADD, begun)
        second = meanwhile(lambda: desk.post(ADD, begun))
        wait_until_it_waits()
    third = desk.post(ADD, begun)

    assert {first["Location"], second.result()["Location"], third["Location"]} == {
        change(Article.objects.get())
    }


def test_a_text_is_never_taken_for_one_that_is_only_begun(desk: Client, db: None) -> None:
    make_article("a-walk", title="A walk", body="<p>Words.</p>", status="draft")
    desk.post(ADD, {"title": "A walk", "status": "draft"})

    assert set(Article.objects.values_list("slug", flat=True)) == {"a-walk", "a-walk-2"}


def test_until_it_is_public_its_address_goes_with_its_title(desk: Client, db: None) -> None:
    desk.post(ADD, {"title": "A walk", "status": "draft"})
    draft = Article.objects.get()
    for title, slug, made in (("A run", "a-walk", "a-run"), ("A swim", "by-hand", "by-hand")):
        desk.post(change(draft), saved(draft, title=title, slug=slug))
        draft.refresh_from_db()
        assert (draft.title, draft.slug) == (title, made)
    desk.post(change(draft), saved(draft, title="A rest"))

    draft.refresh_from_db()
    assert draft.slug == "by-hand"
