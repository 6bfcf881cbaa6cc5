"""What an article's page shows: the article with all that is around it, in one row of Postgres.

An article that no cache holds must be as quick as a page that does much less, so the question is
`Prepared`, and what is only named comes as a `Mention` instead of a model.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import JSONArray

from blog.models import Article, Series, Topic
from blog.models.article import ArticleQuerySet
from blog.parts import Mention, Parts, expected
from blog.publishing import Status, public_at, public_or_announced_at
from practice.prepared import Prepared, Row

SHOWN = {
    *("id", "slug", "title", "summary", "author", "body_html", "contents", "minutes", "card"),
    *("is_sensitive", "status", "publish_at", "updated_at", "series_id"),
}
# In the order of the model, as `from_db` wants them.
OF_ARTICLE = [it.attname for it in Article._meta.concrete_fields if it.attname in SHOWN]
OF_SERIES = ["id", "title", "slug"]


@dataclass(frozen=True)
class Reading:
    """An article to read, and the parts of its series that a visitor may know of."""

    article: Article
    parts: Parts


def published_at(slug: str, now: datetime) -> Reading | None:
    """Return the published article of that address."""
    return next(map(_reading, _published(now, slug)), None)


def as_if_published(article: int, now: datetime) -> Reading:
    """Return the article of that number as its page will be, for a preview."""
    [row] = _any(now, article)
    return _reading(row)


@Prepared
def _published(now: datetime, slug: str) -> QuerySet[Article, Row]:
    return _with_all(Article.objects.published(now).filter(slug=slug), now)


@Prepared
def _any(now: datetime, pk: int) -> QuerySet[Article, Row]:
    return _with_all(Article.objects.filter(pk=pk), now)


def _with_all(articles: ArticleQuerySet, now: datetime) -> QuerySet[Article, Row]:
    known = public_or_announced_at(now) | Q(pk=OuterRef("pk"))
    parts = Article.objects.filter(known, series=OuterRef("series")).order_by("position")
    is_public = ExpressionWrapper(public_at(now), BooleanField())
    to_come = Case(When(status=Status.SCHEDULED, publish_at__gt=now, then="publish_at"))
    topics = Topic.objects.filter(articles=OuterRef("pk")).order_by("name")
    return articles.order_by().values_list(
        *OF_ARTICLE,
        *(f"series__{name}" for name in OF_SERIES),
        _as_list(topics, "id", "name", "slug"),
        _as_list(parts, "id", "slug", "title", is_public, "expected", to_come),
    )


def _as_list(rows: QuerySet[Any], *columns: Any) -> Func:
    """Rows of a subquery as one JSON value."""
    array = ArraySubquery(rows.values_list(JSONArray(*columns)))
    return Func(array, function="TO_JSONB", output_field=JSONField())


def _reading(row: Row) -> Reading:
    *columns, topics, parts = row
    article = Article.from_db(DEFAULT_DB_ALIAS, OF_ARTICLE, columns[: len(OF_ARTICLE)])
    if article.series_id:
        article.series = Series.from_db(DEFAULT_DB_ALIAS, OF_SERIES, columns[len(OF_ARTICLE) :])
    article.shown_topics = [Topic(*topic) for topic in topics]
    return Reading(article, Parts([_known(part) for part in parts]))


def _known(part: list[Any]) -> tuple[Mention, bool, str]:
    pk, slug, title, is_public, words, to_come = part
    scheduled_for = datetime.fromisoformat(to_come) if to_come else None
    return Mention(pk, slug, title), is_public, expected(words, scheduled_for)
