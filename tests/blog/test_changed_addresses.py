"""Whoever kept the old address of something public is led to the new one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from blog import autosave
from blog.models import Article, Series, Topic
from blog.models.revised import Text
from practice.models import Redirect, User
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import make_article, make_draft, make_series, make_topic

pytestmark = pytest.mark.usefixtures("profile")


def rename(row: Article | Series | Topic, slug: str) -> None:
    row.slug = slug
    row.save()


def redirects() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def test_a_public_article_is_found_at_its_old_address(client: Client) -> None:
    rename(make_article("old"), "new")
    response = client.get("/articles/old/?from=elsewhere")

    assert (response.status_code, response["Location"]) == (301, "/articles/new/")
    assert client.get("/articles/new/").status_code == 200


def test_so_is_a_series_with_something_to_read(client: Client) -> None:
    series = make_series("old")
    make_article("part", series=series, position=1)
    rename(series, "new")

    for kept in ("", "feed.atom", "feed.json"):
        assert client.get(f"/series/old/{kept}")["Location"] == f"/series/new/{kept}"
        assert client.get(f"/series/new/{kept}").status_code == 200


def test_so_is_a_topic_on_which_there_is_something_to_read(client: Client) -> None:
    topic = make_topic("Closeness")
    make_article("one").topics.add(topic)
    rename(topic, "nearness")

    assert client.get("/topics/closeness/")["Location"] == "/topics/nearness/"
    assert client.get("/topics/nearness/").status_code == 200


def test_what_nobody_could_read_leaves_no_trace() -> None:
    topic = make_topic("Unread")
    make_draft("about-it").topics.add(topic)
    rename(topic, "unread-2")
    later = timezone.now() + timedelta(days=1)
    rename(make_draft("draft"), "draft-2")
    rename(make_article("later", status="scheduled", publish_at=later), "later-2")
    series = make_series("empty")
    make_draft("part", series=series, position=1, announced=True)
    rename(series, "empty-2")

    assert redirects() == {}


def test_what_was_taken_back_leaves_its_address_too() -> None:
    article = make_article("old")
    article.unpublish(timezone.now())
    rename(article, "new")

    assert redirects() == {"/articles/old/": "/articles/new/"}


def test_publishing_and_renaming_in_one_go_leaves_none() -> None:
    draft = make_draft("working-title")
    draft.slug = "title"
    draft.publish(timezone.now())

    assert redirects() == {}


def test_renamed_often_every_old_address_leads_to_the_last() -> None:
    article = make_article("a")
    for slug in ("b", "c", "a", "d"):
        rename(article, slug)

    assert redirects() == {f"/articles/{old}/": "/articles/d/" for old in "abc"}


def test_back_to_the_old_address_it_is_there_again(client: Client) -> None:
    article = make_article("a")
    rename(article, "b")
    rename(article, "a")

    assert client.get("/articles/a/").status_code == 200
    assert redirects() == {"/articles/b/": "/articles/a/"}


def test_another_article_at_an_old_address_is_what_visitors_read(client: Client) -> None:
    rename(make_article("a"), "b")
    make_article("a", title="The other")

    assert b"The other" in client.get("/articles/a/").content


def test_a_save_that_leaves_the_address_alone_makes_no_redirect() -> None:
    article = make_article("a")
    article.slug, article.expected = "b", "soon"
    article.save(update_fields=["expected"])

    assert redirects() == {}


def test_a_save_that_fails_leaves_none(client: Client) -> None:
    make_article("taken")
    article = make_article("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(article, "taken")

    assert redirects() == {}
    assert client.get("/articles/a/").status_code == 200


def test_what_is_only_kept_by_itself_makes_none(therapist: User) -> None:
    article = make_article("a")
    text = Text("Another title altogether", "", "<p>x</p>")
    autosave.keep(
        article, text, based_on=autosave.base_of(article), now=timezone.now(), by=therapist
    )

    assert redirects() == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Article, Series])
def test_of_two_changes_at_once_no_address_is_lost(kind: type[Article | Series]) -> None:
    make_article("a", series=make_series("a"), position=1)
    first, second = kind.objects.get(), kind.objects.get()
    with transaction.atomic():
        rename(first, "b")
        other = meanwhile(lambda: rename(second, "c"))
        wait_until_it_waits()
    other.result()

    ends = kind.objects.get().addresses()
    assert all("/c/" in end for end in ends)
    assert redirects() == {end.replace("/c/", f"/{old}/"): end for old in "ab" for end in ends}


def test_renaming_at_the_desk_does_it_too(desk: Client) -> None:
    article = make_article("old")
    typed = {"title": "Old", "slug": "new", "status": "published"}
    desk.post(f"/admin/blog/article/{article.pk}/change/", typed)

    assert redirects() == {"/articles/old/": "/articles/new/"}
