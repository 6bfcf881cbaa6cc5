"""What else to read: the articles that are named at the end of another."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Subquery

from blog.models import Article
from blog.models.article import ArticleQuerySet

MOST = 3
# Only the newest that share a topic are ranked: ten thousand articles then cost what sixty cost.
RANKED = 60


def related_to(article: Article, now: datetime) -> ArticleQuerySet:
    """Return the few that share the most topics with `article`, newest first.

    A part of the same series is never among them: the page names those anyway.
    """
    topics = [topic.pk for topic in article.shown_topics]
    if not topics:
        return Article.objects.none()
    shared = Article.topics.through.objects.filter(topic__in=topics, article=OuterRef("pk"))
    others = Article.objects.published(now).filter(Exists(shared)).exclude(pk=article.pk)
    if article.series_id:
        others = others.exclude(series=article.series_id)
    newest = others.newest_first().values("pk")[:RANKED]
    # Counted row by row: joined instead, Postgres reads through all topics of all articles.
    number = Subquery(shared.values("article").values(number=Count("pk")))
    named = Article.objects.only("slug", "title", "summary").filter(pk__in=newest)
    ranked = named.annotate(topics_shared=number)
    return ranked.order_by("-topics_shared", "-publish_at", "-pk")[:MOST]
