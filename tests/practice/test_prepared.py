"""A prepared question gives what its queryset gives, and refuses what it could not ask again."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article
from practice.prepared import NotAParameterError, Prepared, Row
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db

Rows = QuerySet[Article, Row]


def test_each_call_asks_with_its_own_values() -> None:
    make_article("first")
    make_article("second")
    asked = []

    @Prepared
    def titles(now: datetime, slug: str) -> Rows:
        asked.append(slug)
        return Article.objects.published(now).filter(slug=slug).values_list("title")

    now = timezone.now()
    assert [titles(now, slug) for slug in ("first", "second", "third")] == [
        [("First",)],
        [("Second",)],
        [],
    ]
    assert titles(now - timedelta(days=1), "first") == []
    assert len(asked) == 1


def test_a_value_is_never_read_as_sql() -> None:
    hostile = "a%s'; --"
    Article.objects.filter(pk=make_article().pk).update(title=hostile)

    @Prepared
    def slugs(title: str) -> Rows:
        return Article.objects.filter(title=title).exclude(slug="100%s %").values_list("slug")

    assert slugs(hostile) == [("an-article",)]
    assert slugs("' OR 1=1 --") == []


def test_columns_come_as_django_gives_them() -> None:
    article = make_article(body="<h2>One</h2><p>Two</p>")

    @Prepared
    def contents(pk: int) -> Rows:
        return Article.objects.filter(pk=pk).values_list("contents", "publish_at")

    assert contents(article.pk) == list(Article.objects.values_list("contents", "publish_at"))


def test_another_number_of_values_is_another_question() -> None:
    topics = [make_topic("Closeness"), make_topic("Rest")]
    for slug, topic in zip(("first", "second"), topics, strict=True):
        make_article(slug).topics.add(topic)

    @Prepared
    def on(*topics: int) -> Rows:
        return Article.objects.filter(topics__in=topics).order_by("slug").values_list("slug")

    assert on(topics[1].pk) == [("second",)]
    assert on(topics[0].pk, topics[1].pk) == [("first",), ("second",)]


def test_nothing_is_not_mixed_up_with_something() -> None:
    article = make_article()

    @Prepared
    def others(article: int | None) -> Rows:
        found = Article.objects.all() if article is None else Article.objects.exclude(pk=article)
        return found.values_list("slug")

    assert others(article.pk) == []
    assert others(None) == [("an-article",)]


def test_each_is_one_query() -> None:
    @Prepared
    def everything() -> Rows:
        return Article.objects.values_list("slug")

    with CaptureQueriesContext(connection) as captured:
        everything()
        everything()

    assert len(captured) == 2


def test_a_value_that_would_be_frozen_is_refused() -> None:
    @Prepared
    def named_like(words: str) -> Rows:
        return Article.objects.filter(title__icontains=words).values_list("slug")

    with pytest.raises(NotAParameterError):
        named_like("first")


def test_a_kind_of_value_that_cannot_stand_for_another_is_refused() -> None:
    @Prepared
    def sensitive(wanted: bool) -> Rows:  # noqa: FBT001 - it is what is refused
        return Article.objects.filter(is_sensitive=wanted).values_list("slug")

    with pytest.raises(NotAParameterError):
        sensitive(True)  # noqa: FBT003
