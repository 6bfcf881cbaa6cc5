"""What search engines may find, and when each page last changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone

from blog.models import Article, Series, Topic
from practice.models import Page

CHANGED = Greatest("updated_at", "publish_at")  # a scheduled article was changed before its time
LISTS = ["practice:home", "blog:articles", "blog:all_series"]


class Place(NamedTuple):
    path: str
    changed: datetime | None

    def get_absolute_url(self) -> str:
        return self.path


class PublicPages(Sitemap[Place]):
    """Every page that visitors can read, on SITE_URL, whatever Host says."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> list[Place]:
        now = timezone.now()
        articles = list(_articles(now))
        newest = max((place.changed for place in articles if place.changed), default=None)
        lists = [Place(reverse(name), newest) for name in LISTS]
        contact = Place(reverse("contact:contact"), None)
        return [*lists, *_pages(), contact, *_series(now), *_topics(now), *articles]

    def lastmod(self, item: Place) -> datetime | None:
        return item.changed


def _pages() -> Iterator[Place]:
    for page in Page.objects.only("slug", "updated_at"):
        yield Place(page.get_absolute_url(), page.updated_at)


def _articles(now: datetime) -> Iterator[Place]:
    public = Article.objects.published(now).newest_first()
    for slug, changed in public.values_list("slug", CHANGED):
        yield Place(reverse("blog:article", args=[slug]), changed)


def _series(now: datetime) -> Iterator[Place]:
    parts = Article.objects.published(now).filter(series=OuterRef("pk")).values("series")
    public = Series.objects.with_published_parts(now)
    for slug, changed in public.values_list("slug", _newest(parts)):
        yield Place(reverse("blog:series", args=[slug]), changed)


def _topics(now: datetime) -> Iterator[Place]:
    on_it = Article.objects.published(now).filter(topics=OuterRef("pk")).values("topics")
    public = Topic.objects.with_published_articles(now)
    for slug, changed in public.values_list("slug", _newest(on_it)):
        yield Place(reverse("blog:topic", args=[slug]), changed)


def _newest(articles: "QuerySet[Article, Any]") -> Subquery:
    """When the one among `articles` (grouped by what they belong to) that changed last did so."""
    return Subquery(articles.order_by().annotate(newest=Max(CHANGED)).values("newest"))
