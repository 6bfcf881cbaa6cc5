"""At the end of an article: others on the same topics, at most three, by one query or two."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article, Topic
from blog.related import RANKED
from tests.factories import make_article, make_draft, make_series, make_topic
from tests.pages import page_at, values

OF_RELATED = 'SELECT (SELECT COUNT(U0."id")'

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def topics() -> list[Topic]:
    return [make_topic(name) for name in ("Closeness", "Rest", "Trust")]


def on(topics: list[Topic], slug: str, *, days_ago: int = 1, **changed: object) -> Article:
    """An article on these topics, published so many days ago."""
    moment = timezone.now() - timedelta(days=days_ago)
    article = make_article(slug, **{"publish_at": moment, **changed})
    article.topics.set(topics)
    return article


def named(client: Client, slug: str = "read") -> list[str]:
    return values(page_at(client, f"/articles/{slug}/"), "//nav[@class='related']//a/@href")


def test_those_that_share_most_come_first_and_then_the_newest(
    client: Client, topics: list[Topic]
) -> None:
    on(topics, "read")
    on(topics[:1], "newest-of-one", days_ago=1)
    on(topics[:2], "older-of-two", days_ago=9)
    on(topics[1:], "newer-of-two", days_ago=8)

    assert named(client) == [
        "/articles/newer-of-two/",
        "/articles/older-of-two/",
        "/articles/newest-of-one/",
    ]


def test_there_are_three_at_most(client: Client, topics: list[Topic]) -> None:
    on(topics, "read")
    for number in range(5):
        on(topics, f"other-{number}", days_ago=number + 1)

    assert named(client) == [f"/articles/other-{number}/" for number in range(3)]


def test_nothing_is_named_that_cannot_be_read(client: Client, topics: list[Topic]) -> None:
    on(topics, "read")
    make_draft("draft").topics.set(topics)
    on(topics, "later", days_ago=-1, status="scheduled")
    on(topics, "taken-back", status="unpublished")

    assert named(client) == []


def test_parts_of_the_same_series_are_named_elsewhere(client: Client, topics: list[Topic]) -> None:
    series = make_series()
    on(topics, "read", series=series, position=1)
    on(topics, "next-part", series=series, position=2)
    on(topics, "of-another", series=make_series("another"), position=1)
    on(topics, "of-none")

    assert sorted(named(client)) == ["/articles/of-another/", "/articles/of-none/"]


def test_an_article_without_topics_names_none_and_asks_nothing(client: Client) -> None:
    make_article("read")
    make_article("other").topics.add(make_topic())
    with CaptureQueriesContext(connection) as captured:
        assert named(client) == []

    assert not [query for query in captured if OF_RELATED in query["sql"]]


def test_another_topic_is_no_relation(client: Client, topics: list[Topic]) -> None:
    on(topics[:1], "read")
    on(topics[1:], "other")

    assert named(client) == []


def test_the_query_looks_at_the_newest_only(client: Client, topics: list[Topic]) -> None:
    on(topics, "read")
    on(topics, "just-in", days_ago=RANKED)
    on(topics, "too-old", days_ago=RANKED + 1)
    for number in range(1, RANKED):
        on(topics[:1], f"newer-{number}", days_ago=number)

    assert named(client) == ["/articles/just-in/", "/articles/newer-1/", "/articles/newer-2/"]


def times_asked(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        named(client)
    return len([query for query in captured if OF_RELATED in query["sql"]])


def test_it_takes_one_query_however_many_there_are(client: Client, topics: list[Topic]) -> None:
    on(topics, "read")
    for number in range(RANKED + 5):
        on(topics[: 1 + number % 3], f"other-{number}", days_ago=number + 1)

    assert times_asked(client) == 1


def test_the_text_of_the_others_stays_in_the_database(client: Client, topics: list[Topic]) -> None:
    on(topics, "read")
    on(topics, "other")
    with CaptureQueriesContext(connection) as captured:
        named(client)
    (query,) = [query["sql"] for query in captured if OF_RELATED in query["sql"]]

    assert '"blog_article"."body' not in query
    assert "folded_text" not in query
