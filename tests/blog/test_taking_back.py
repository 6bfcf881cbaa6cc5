"""Draft, scheduled, published, taken back: what leads from one to the other, and what answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from blog.models import Article
from blog.publishing import NeverAgainError
from practice.duties import do_what_is_due
from tests.factories import A_MONDAY, make_article, make_draft, make_series
from tests.pages import links_in, page_at, text_of, values

A_SECOND = timedelta(seconds=1)
DRAFT, SCHEDULED, PUBLISHED, UNPUBLISHED = Article.Status


def stored() -> Article:
    return Article.objects.get()


@pytest.mark.django_db
def test_publishing_a_draft_makes_it_public_from_now_on() -> None:
    make_draft().publish(A_MONDAY)

    assert (stored().status, stored().publish_at) == (PUBLISHED, A_MONDAY)
    assert stored().is_published(A_MONDAY)
    assert not stored().is_published(A_MONDAY - A_SECOND)


@pytest.mark.django_db
def test_an_earlier_day_that_was_given_stays() -> None:
    years_ago = A_MONDAY - timedelta(days=2000)
    make_draft(publish_at=years_ago).publish(A_MONDAY)

    assert stored().publish_at == years_ago


@pytest.mark.django_db
def test_publishing_what_was_scheduled_does_not_wait() -> None:
    make_article(status=SCHEDULED, publish_at=A_MONDAY + timedelta(days=3)).publish(A_MONDAY)

    assert (stored().status, stored().publish_at) == (PUBLISHED, A_MONDAY)


@pytest.mark.django_db
def test_a_draft_is_scheduled_and_moved_to_another_time() -> None:
    draft = make_draft()
    draft.schedule(A_MONDAY)
    draft.schedule(A_MONDAY + timedelta(days=1))

    assert (stored().status, stored().publish_at) == (SCHEDULED, A_MONDAY + timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize("status", [PUBLISHED, UNPUBLISHED])
def test_what_was_public_is_not_scheduled_as_if_it_were_new(status: str) -> None:
    with pytest.raises(NeverAgainError):
        make_article(status=status).schedule(timezone.now() + timedelta(days=1))
    assert stored().status == status


@pytest.mark.django_db
def test_what_nobody_has_read_yet_becomes_a_draft_again() -> None:
    scheduled = make_article(status=SCHEDULED, publish_at=A_MONDAY)
    scheduled.unpublish(A_MONDAY - A_SECOND)

    assert stored().status == DRAFT
    assert not stored().was_public(A_MONDAY)


@pytest.mark.django_db
def test_what_is_public_by_its_time_counts_as_public_before_the_worker_has_noted_it() -> None:
    make_article(status=SCHEDULED, publish_at=A_MONDAY).unpublish(A_MONDAY)

    assert stored().status == UNPUBLISHED
    assert stored().was_public(A_MONDAY)


@pytest.mark.django_db
def test_it_comes_back_with_its_own_day() -> None:
    article = make_article(publish_at=A_MONDAY)
    article.unpublish(A_MONDAY + A_SECOND)
    article.publish(A_MONDAY + timedelta(days=30))

    assert (stored().status, stored().publish_at) == (PUBLISHED, A_MONDAY)


@pytest.mark.usefixtures("profile")
def test_the_address_of_what_was_taken_back_says_that_it_is_gone(client: Client) -> None:
    make_article("an-article", title="A title").unpublish(timezone.now())
    page = page_at(client, "/articles/an-article/", status=410)

    assert values(page, "//h1/text()") == ["This text is not here any more"]
    assert "A title" not in text_of(page)
    assert "/articles/" in links_in(page)
    assert client.get("/articles/an-article/")["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("profile")
def test_what_was_never_public_is_just_not_there(client: Client) -> None:
    make_draft("a-draft")
    later = timezone.now() + timedelta(days=1)
    make_article("later", status=SCHEDULED, publish_at=later)

    for slug in ("a-draft", "later", "never-written"):
        assert client.get(f"/articles/{slug}/").status_code == 404


@pytest.mark.usefixtures("profile")
def test_what_was_taken_back_is_on_no_list(client: Client) -> None:
    series = make_series()
    make_article("one", series=series, position=1)
    make_article("two", series=series, position=2).unpublish(timezone.now())

    for address in ("/", "/articles/", "/series/a-series/", "/articles/one/"):
        assert b"Two" not in client.get(address).content


@pytest.mark.usefixtures("profile")
def test_the_worker_never_brings_back_what_was_taken_back(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_article("an-article", status=SCHEDULED, publish_at=A_MONDAY).unpublish(A_MONDAY)
    do_what_is_due(A_MONDAY + A_SECOND)

    assert stored().status == UNPUBLISHED
    assert client.get("/articles/an-article/").status_code == 410


@pytest.mark.django_db
def test_noting_a_publication_is_no_change_of_the_text() -> None:
    article = make_article(status=SCHEDULED, publish_at=A_MONDAY)
    do_what_is_due(A_MONDAY)

    assert stored().status == PUBLISHED
    assert stored().updated_at == article.updated_at
    assert stored().revisions.count() == 1
