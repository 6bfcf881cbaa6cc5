from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from blog.models.carded import Carded
from blog.models.readable import Readable, ReadableQuerySet
from blog.models.revised import Revised
from blog.models.series import Series, shown_parts
from blog.models.topic import Topic
from blog.publishing import (
    PUBLIC_FROM_ITS_TIME,
    Publishable,
    Status,
    public_at,
    public_or_announced_at,
)
from blog.rendering.opening_words import opening_words
from practice.addresses import address
from practice.models.addressed import Addressed

# What lists leave in the database: the text, what is made of it, and what search looks through.
TEXT = ["body", "body_html", "contents"]
FOR_SEARCH = ["folded_title", "folded_summary", "folded_text", "search"]


class ArticleQuerySet(ReadableQuerySet, models.QuerySet["Article"]):
    def published(self, now: datetime) -> "ArticleQuerySet":
        """What visitors may read: the only public door to articles."""
        return self.filter(public_at(now))

    def published_or_announced(self, now: datetime) -> "ArticleQuerySet":
        """For lists of parts, which name a planned part but never show its text."""
        return self.filter(public_or_announced_at(now))

    def taken_back(self) -> "ArticleQuerySet":
        """What visitors could read once, and cannot any more."""
        return self.filter(status=Status.UNPUBLISHED)

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-publish_at", "-pk")

    def for_lists(self) -> "ArticleQuerySet":
        """Leave the text in the database: lists show titles and summaries."""
        return self.defer(*TEXT, *FOR_SEARCH)

    def for_reading(self) -> "ArticleQuerySet":
        """Fetch what its page shows, series and topics included, in one query."""
        return self.defer("body", *FOR_SEARCH).select_related("series").with_topics()

    def with_topics(self) -> "ArticleQuerySet":
        """Fetch the topics along, in the same query: `article.shown_topics` then asks nothing."""
        its_own = Topic.objects.filter(articles=OuterRef("pk")).order_by("name")
        named = JSONObject(id="id", name="name", slug="slug")
        return self.annotate(fetched_topics=ArraySubquery(its_own.values_list(named)))

    def with_part_numbers(self, now: datetime) -> "ArticleQuerySet":
        """Fetch series and their parts along, in one query more."""
        return self.select_related("series").prefetch_related(shown_parts(now, of="series__"))

    def mark_published(self, now: datetime) -> int:
        """Note scheduled articles whose time has come. Visitors see no difference."""
        return self.filter(status=Status.SCHEDULED, publish_at__lte=now).update(
            status=Status.PUBLISHED
        )


class Article(Readable, Carded, Revised, Publishable, Addressed):
    """One article, alone or as a part of a series. `body` is what she wrote, sanitised."""

    Status = Status

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=160, unique=True)
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences, for lists and search engines."),
    )
    body = models.TextField(_("text"), blank=True)
    author = models.CharField(
        _("author"), max_length=100, blank=True, help_text=_("Leave empty for yourself.")
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="articles"
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Opens with one quiet line that says what it is about."),
    )

    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    position = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)

    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "position"],
                name="one_part_per_position",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This series already has a part with that number."),
            ),
            models.CheckConstraint(
                # NULL >= 1 is neither true nor false, and a check refuses only what is false.
                condition=Q(series=None, position=None)
                | Q(series__isnull=False, position__isnull=False, position__gte=1),
                name="series_and_part_go_together",
                violation_error_message=_("Give both a series and a part number, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.UNPUBLISHED])
                | Q(publish_at__isnull=False),
                name="public_articles_have_a_time",
                violation_error_message=_("Say from when it is to be published."),
            ),
            models.CheckConstraint(
                condition=Q(announced=False) | Q(series__isnull=False),
                name="only_parts_are_announced",
                violation_error_message=_("Only a part of a series can be announced."),
            ),
        ]
        indexes = [
            # Only of what can be public: the number of pages of a list is counted in it alone.
            models.Index(
                fields=["-publish_at", "-id"],
                name="newest_articles_first",
                condition=Q(status__in=PUBLIC_FROM_ITS_TIME),
            ),
            GinIndex(fields=["search"], name="articles_by_their_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("blog:article", self.slug)

    @property
    def about_line(self) -> str:
        """The one quiet line with which a sensitive article opens, or ""."""
        if not self.is_sensitive:
            return ""
        topics = ", ".join(topic.name for topic in self.shown_topics)
        about = _("This article is about: %(topics)s.") % {"topics": topics}
        return about if topics else self.summary

    @property
    def description(self) -> str:
        """What search engines and shared links say of it: its first words if she says nothing.

        Of a sensitive one only what its page opens with, or "".
        """
        return self.summary or (
            self.about_line if self.is_sensitive else opening_words(self.body_html)
        )

    @cached_property
    def shown_topics(self) -> list[Topic]:
        """Its topics in the order of their names, as fetched by `with_topics` or else now."""
        fetched: list[dict[str, Any]] | None = self.__dict__.get("fetched_topics")
        if fetched is None:
            return list(self.topics.all())
        return [Topic(**topic) for topic in fetched]
