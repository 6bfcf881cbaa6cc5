"""An article can be read from its second on, and never a second before."""

from datetime import timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from blog import cards
from blog.models import Article
from practice.duties import do_what_is_due
from tests.factories import (
    A_MONDAY,
    READABLE,
    make_article,
    make_draft,
    make_readable_site,
    make_series,
)

A_SECOND = timedelta(seconds=1)
DRAFT, SCHEDULED, PUBLISHED = (
    Article.Status.DRAFT,
    Article.Status.SCHEDULED,
    Article.Status.PUBLISHED,
)

WHO_IS_PUBLIC = [
    pytest.param(DRAFT, None, False, id="a draft"),
    pytest.param(DRAFT, -A_SECOND, False, id="unpublished again"),
    pytest.param(SCHEDULED, A_SECOND, False, id="a second before it is due"),
    pytest.param(SCHEDULED, timedelta(0), True, id="at its second"),
    pytest.param(SCHEDULED, -A_SECOND, True, id="a second late, no worker yet"),
    pytest.param(PUBLISHED, A_SECOND, False, id="published, but from a second later"),
    pytest.param(PUBLISHED, timedelta(0), True, id="published this second"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "offset", "is_public"), WHO_IS_PUBLIC)
def test_the_public_door_opens_at_the_second(
    status: str, offset: timedelta | None, *, is_public: bool
) -> None:
    moment = None if offset is None else A_MONDAY + offset
    make_article(status=status, publish_at=moment)

    assert Article.objects.published(A_MONDAY).exists() is is_public


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "offset", "is_public"), WHO_IS_PUBLIC)
def test_a_row_and_a_list_of_parts_follow_the_same_rule(
    status: str, offset: timedelta | None, *, is_public: bool
) -> None:
    moment = None if offset is None else A_MONDAY + offset
    article = make_article(status=status, publish_at=moment, series=make_series(), position=1)

    assert article.is_published(A_MONDAY) is is_public
    assert Article.objects.published_or_announced(A_MONDAY).exists() is is_public


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(("status", "offset", "is_public"), WHO_IS_PUBLIC)
def test_its_address_answers_by_the_same_rule(
    client: Client,
    time_machine: TimeMachineFixture,
    status: str,
    offset: timedelta | None,
    *,
    is_public: bool,
) -> None:
    moment = None if offset is None else A_MONDAY + offset
    make_article("an-article", status=status, publish_at=moment)
    time_machine.move_to(A_MONDAY, tick=False)

    expected = 200 if is_public else 404
    assert client.get("/articles/an-article/").status_code == expected
    assert (b"An article" in client.get("/articles/").content) is is_public


@pytest.mark.django_db
def test_a_scheduled_article_appears_everywhere_without_the_worker(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY - A_SECOND, tick=False)
    series = make_readable_site()
    make_article("third-part", series=series, position=3, status=SCHEDULED, publish_at=A_MONDAY)
    shown_at = ["/", "/articles/", "/series/a-series/", "/articles/second-part/"]

    assert not any(b"Third part" in client.get(address).content for address in shown_at)
    time_machine.move_to(A_MONDAY, tick=False)
    assert all(b"Third part" in client.get(address).content for address in shown_at)


def what_is_seen(client: Client, address: str) -> bytes:
    """The page below its head, which may gain a card for shared links."""
    return client.get(address).content.partition(b"<body")[2]


@pytest.mark.django_db
def test_the_worker_notes_it_and_visitors_see_no_difference(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    series = make_readable_site()
    make_article("third-part", series=series, position=3, status=SCHEDULED, publish_at=A_MONDAY)
    cards.refresh_all(A_MONDAY)  # as each save does once it is committed
    addresses = [*READABLE, "/articles/third-part/"]
    before = [what_is_seen(client, address) for address in addresses]

    do_what_is_due(A_MONDAY)

    assert Article.objects.get(slug="third-part").status == PUBLISHED
    assert [what_is_seen(client, address) for address in addresses] == before


@pytest.mark.django_db
def test_only_what_is_due_is_noted_as_published() -> None:
    make_article("due", status=SCHEDULED, publish_at=A_MONDAY)
    make_article("not-yet", status=SCHEDULED, publish_at=A_MONDAY + A_SECOND)
    make_draft("a-draft", publish_at=A_MONDAY)

    assert Article.objects.mark_published(A_MONDAY) == 1
    assert Article.objects.mark_published(A_MONDAY) == 0
    assert Article.objects.get(status=PUBLISHED).slug == "due"


@pytest.mark.usefixtures("profile")
def test_an_article_that_is_taken_back_is_gone_at_once(client: Client) -> None:
    article = make_article("an-article")
    assert client.get("/articles/an-article/").status_code == 200

    article.status = DRAFT
    article.save()

    assert client.get("/articles/an-article/").status_code == 404
    assert b"An article" not in client.get("/articles/").content


@pytest.mark.usefixtures("profile")
def test_the_newest_article_comes_first(client: Client) -> None:
    make_article("older", publish_at=A_MONDAY - timedelta(days=400))
    make_article("newer", publish_at=A_MONDAY - timedelta(days=399))
    page = client.get("/articles/").content.decode()

    assert page.index("Newer") < page.index("Older")
