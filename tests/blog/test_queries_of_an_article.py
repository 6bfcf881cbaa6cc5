"""An article's page asks Postgres three times: profile, article with its parts, related ones."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Article
from blog.related import RANKED
from tests.factories import make_article, make_profile, make_series, make_topic

SEARCHED_ONLY = ["folded_title", "folded_summary", "folded_text", '"search"']


@pytest.fixture
def captured(db: None, client: Client) -> list[str]:
    """What the page of a part with topics and related articles asks."""
    make_profile()
    series, topics = make_series(), [make_topic("Closeness"), make_topic("Rest")]
    for position, slug in enumerate(["first", "second", "third"], start=1):
        make_article(slug, series=series, position=position).topics.set(topics)
    make_article("near").topics.set(topics)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/articles/second/")
    assert b"More on these topics" in page.content
    return [query["sql"] for query in queries]


def test_there_are_three_and_each_has_its_own_purpose(captured: list[str]) -> None:
    profile, article, related = sorted(captured, key=purpose)

    assert purpose(profile) == 0
    assert 'FROM "blog_topic"' in article
    assert '"position" ASC' in article
    assert '"blog_article"."body_html"' in article
    assert '"blog_article"."body' not in related


def purpose(sql: str) -> int:
    """Which of the three it is: profile, article, related articles."""
    marks = ['FROM "practice_practiceprofile"', "TO_JSONB", f"LIMIT {RANKED}"]
    (number,) = (number for number, mark in enumerate(marks) if mark in sql)
    return number


def test_none_fetches_what_only_search_looks_through(captured: list[str]) -> None:
    for sql in captured:
        fetched = sql.partition(" FROM ")[0]
        assert [name for name in SEARCHED_ONLY if name in fetched] == []


def test_topics_come_in_order_with_the_article_itself(db: None) -> None:
    article = make_article("an-article")
    article.topics.set([make_topic("Trust"), make_topic("Closeness")])
    with CaptureQueriesContext(connection) as queries:
        (found,) = Article.objects.with_topics()
        topics = found.shown_topics

    assert len(queries) == 1
    assert [topic.name for topic in topics] == ["Closeness", "Trust"]
    assert topics[0].get_absolute_url() == "/topics/closeness/"
    assert set(topics) == set(article.topics.all())


def test_an_article_fetched_otherwise_knows_its_topics_too(db: None) -> None:
    make_article("an-article").topics.add(make_topic())

    assert [topic.name for topic in Article.objects.get().shown_topics] == ["Closeness"]
