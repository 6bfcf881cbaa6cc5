"""What else to read: the articles that are named at the end of another."""

from datetime import datetime
from heapq import nlargest
from operator import itemgetter

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from blog.models import Article
from blog.parts import Mention
from practice.prepared import Prepared, Row

MOST = 3
# Only the newest that share a topic are ranked: ten thousand articles then cost what twenty cost.
RANKED = 20


def related_to(article: Article, now: datetime) -> list[Mention]:
    """Return the few that share the most topics with `article`, newest first.

    A part of the same series is never among them: the page names those anyway.
    """
    topics = [topic.pk for topic in article.shown_topics]
    if not topics:
        return []
    newest = _newest(now, article.pk, article.series_id, *topics)
    # Ranked here: for that alone, Postgres would look up and plan the same articles once more.
    best = nlargest(MOST, newest, key=itemgetter(0))
    return [Mention(*mentioned) for _shared, *mentioned in best]


@Prepared
def _newest(
    now: datetime, article: int, series: int | None, *topics: int
) -> QuerySet[Article, Row]:
    """How many topics each other article shares, and what is named of it; newest first."""
    shared = Article.topics.through.objects.filter(topic__in=topics, article=OuterRef("pk"))
    others = Article.objects.published(now).filter(Exists(shared)).exclude(pk=article)
    if series is not None:
        others = others.exclude(series=series)
    # Counted row by row: joined instead, Postgres reads through all topics of all articles.
    number = Subquery(shared.values("article").values(number=Count("pk")))
    return others.newest_first().values_list(number, *Mention._fields)[:RANKED]
