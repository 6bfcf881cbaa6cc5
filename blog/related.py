"""What else to read: the articles that are named at the end of another."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from blog.models import Article
from blog.parts import Mention
from practice.prepared import Prepared, Row

MOST = 3
# Only the newest that share a topic are ranked: ten thousand articles then cost what sixty cost.
RANKED = 60


def related_to(article: Article, now: datetime) -> list[Mention]:
    """Return the few that share the most topics with `article`, newest first.

    A part of the same series is never among them: the page names those anyway.
    """
    topics = [topic.pk for topic in article.shown_topics]
    rows = _related(now, article.pk, article.series_id, *topics) if topics else []
    return [Mention(*row) for row in rows]


@Prepared
def _related(
    now: datetime, article: int, series: int | None, *topics: int
) -> QuerySet[Article, Row]:
    shared = Article.topics.through.objects.filter(topic__in=topics, article=OuterRef("pk"))
    others = Article.objects.published(now).filter(Exists(shared)).exclude(pk=article)
    if series is not None:
        others = others.exclude(series=series)
    newest = others.newest_first().values("pk")[:RANKED]
    # Counted row by row: joined instead, Postgres reads through all topics of all articles.
    number = Subquery(shared.values("article").values(number=Count("pk")))
    ranked = Article.objects.filter(pk__in=newest).alias(topics_shared=number)
    return ranked.order_by("-topics_shared", "-publish_at", "-pk").values_list(
        "pk", "slug", "title", "summary"
    )[:MOST]
