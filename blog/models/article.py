from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.models.series import Series
from blog.models.topic import Topic
from blog.rendering import SECTION_LEVEL, Heading, render, sanitised


class Status(models.TextChoices):
    """Where an article stands.

    draft → scheduled → published, and back to draft. Who may read it is decided by `publish_at`
    alone: a scheduled article is public from its second on, whether or not the worker has yet
    noted it as published.
    """

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")


PUBLIC_FROM_ITS_TIME = [Status.SCHEDULED, Status.PUBLISHED]


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime) -> "ArticleQuerySet":
        """What visitors may read: the only public door to articles."""
        return self.filter(status__in=PUBLIC_FROM_ITS_TIME, publish_at__lte=now)

    def published_or_announced(self, now: datetime) -> "ArticleQuerySet":
        """For lists of parts, which name a planned part but never show its text."""
        return self.published(now) | self.filter(announced=True)

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-publish_at", "-pk")

    def for_lists(self) -> "ArticleQuerySet":
        """Leave the text in the database: lists show titles and summaries."""
        return self.defer("body", "body_html", "contents")

    def with_part_numbers(self, now: datetime) -> "ArticleQuerySet":
        series = Series.objects.with_parts(now)
        return self.prefetch_related(models.Prefetch("series", series))

    def mark_published(self, now: datetime) -> int:
        """Note scheduled articles whose time has come. Visitors see no difference."""
        return self.filter(status=Status.SCHEDULED, publish_at__lte=now).update(
            status=Status.PUBLISHED
        )


class Article(models.Model):
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
    announced = models.BooleanField(
        _("announce before it is there"),
        default=False,
        help_text=_("The series then names this part before it can be read."),
    )
    expected = models.CharField(
        _("when it is expected"),
        max_length=60,
        blank=True,
        help_text=_("Only for a part that is announced: “in spring”, for example."),
    )

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    publish_at = models.DateTimeField(_("published from"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    # Made from `body` whenever it is saved.
    body_html = models.TextField(editable=False, blank=True)
    contents = models.JSONField(editable=False, default=list)
    minutes = models.PositiveSmallIntegerField(editable=False, default=1)

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
                condition=Q(status=Status.DRAFT) | Q(publish_at__isnull=False),
                name="public_articles_have_a_time",
                violation_error_message=_("Say from when it is to be published."),
            ),
            models.CheckConstraint(
                condition=Q(announced=False) | Q(series__isnull=False),
                name="only_parts_are_announced",
                violation_error_message=_("Only a part of a series can be announced."),
            ),
        ]
        indexes = [models.Index(fields=["-publish_at", "-id"], name="newest_articles_first")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body = sanitised(self.body)
        rendered = render(self.body)
        self.body_html, self.minutes = rendered.html, rendered.minutes
        self.contents = [heading._asdict() for heading in rendered.contents]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    def is_published(self, now: datetime) -> bool:
        """The rule of `ArticleQuerySet.published`, for a row that is already here."""
        public = self.status in PUBLIC_FROM_ITS_TIME
        return public and self.publish_at is not None and self.publish_at <= now

    @property
    def safe_html(self) -> SafeString:
        """The text as visitors see it: sanitised when it was saved."""
        return SafeString(self.body_html)

    @property
    def sections(self) -> list[Heading]:
        """What its contents list names."""
        headings = [Heading(**heading) for heading in self.contents]
        return [heading for heading in headings if heading.level == SECTION_LEVEL]
