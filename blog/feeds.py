"""Feeds for those who follow: the newest articles in full, as Atom and as JSON Feed 1.1.

Ids never come from a slug, so that a renamed article is not announced a second time.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from blog.feed_text import full_text
from blog.models import Article, Series
from blog.models.article import ArticleQuerySet
from blog.rendering.sanitising import UNREADABLE
from practice.addresses import absolute, host
from practice.models import PracticeProfile

NEWEST = 20
JSON_FEED = "https://jsonfeed.org/version/1.1"
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)  # "updated" of a feed without an article


@dataclass(frozen=True)
class Channel:
    """What a feed is of: everything, or one series."""

    practice: PracticeProfile
    series: Series | None = None

    @property
    def title(self) -> str:
        name = self.practice.name
        return readable(f"{self.series.title} – {name}" if self.series else name)

    @property
    def description(self) -> str:
        return readable(self.series.summary if self.series else self.practice.tagline)

    @property
    def page(self) -> str:
        return absolute(self.series.get_absolute_url() if self.series else "/")

    @property
    def id(self) -> str:
        named = absolute(f"/series/{self.series.pk}" if self.series else "/")
        return uuid5(NAMESPACE_URL, named).urn

    def newest(self, now: datetime) -> ArticleQuerySet:
        public = Article.objects.published(now)
        ours = public.filter(series=self.series) if self.series else public
        return ours.newest_first().for_reading()[:NEWEST]

    def author_of(self, article: Article) -> str:
        return readable(article.author or self.practice.name)


class Atom(Atom1Feed):
    """Django's Atom with the full text, and with a date that stays while there is no article."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def as_atom(channel: Channel, articles: list[Article], address: str) -> str:
    """Return the feed as XML; `address` is its own."""
    feed = Atom(
        channel.title,
        channel.page,
        description="",
        subtitle=channel.description or None,
        language=settings.LANGUAGE_CODE,
        author_name=readable(channel.practice.name),
        feed_url=address,
        feed_guid=channel.id,
    )
    for article in articles:
        _add_to(feed, article, channel)
    return feed.writeString("utf-8")


def _add_to(feed: Atom, article: Article, channel: Channel) -> None:
    feed.add_item(
        readable(article.title),
        absolute(article.get_absolute_url()),
        escape(readable(article.summary)),  # the generator says that it is HTML
        unique_id=id_of(article),
        pubdate=article.publish_at,
        updateddate=changed_at(article),
        author_name=channel.author_of(article),
        categories=[readable(topic.name) for topic in article.shown_topics],
        content=full_text(article),
    )


def as_json(channel: Channel, articles: list[Article], address: str) -> str:
    """Return the feed as JSON; `address` is its own."""
    feed = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": address,
        "description": channel.description,
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": readable(channel.practice.name), "url": absolute("/about/")}],
        "items": [_json_item(article, channel) for article in articles],
    }
    return json.dumps(_without_empty(feed), ensure_ascii=False)


def _json_item(article: Article, channel: Channel) -> dict[str, Any]:
    item = {
        "id": id_of(article),
        "url": absolute(article.get_absolute_url()),
        "title": readable(article.title),
        "summary": readable(article.summary),
        "content_html": full_text(article),
        "date_published": _first_public(article).isoformat(),
        "date_modified": changed_at(article).isoformat(),
        "authors": [{"name": channel.author_of(article)}],
        "tags": [readable(topic.name) for topic in article.shown_topics],
    }
    return _without_empty(item)


def _without_empty(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value != ""}


def id_of(article: Article) -> str:
    """A tag URI (RFC 4151): it stays whatever becomes of title, address and series."""
    day = article.created_at.astimezone(UTC).date()
    return f"tag:{host()},{day}:article/{article.pk}"


def changed_at(article: Article) -> datetime:
    """When readers could first see it as it is: a scheduled article was changed before its time."""
    return max(article.updated_at, _first_public(article))


def _first_public(article: Article) -> datetime:
    if article.publish_at is None:
        message = "only published articles are in a feed"
        raise ValueError(message)
    return article.publish_at


def readable(text: str) -> str:
    """Return `text` without signs that XML cannot hold: one of them would take the feed away."""
    return UNREADABLE.sub("", text)
