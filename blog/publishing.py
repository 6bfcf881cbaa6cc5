"""How an article becomes public, and how it is taken back."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an article stands.

    draft ⇄ scheduled → published ⇄ unpublished. What was public once never becomes a draft again:
    its address answers that it was taken back, and a change of address leaves a redirect. Who may
    read it is decided by `publish_at` alone: a scheduled article is public from its second on,
    whether or not the worker has yet noted it as published.
    """

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    UNPUBLISHED = "unpublished", _("Unpublished")


PUBLIC_FROM_ITS_TIME = [Status.SCHEDULED, Status.PUBLISHED]


def public_at(now: datetime, *, of: str = "") -> Q:
    """What visitors may read, as a condition on articles. Written here and nowhere else.

    `of` leads to the articles from another model: "articles__".
    """
    return Q((f"{of}status__in", PUBLIC_FROM_ITS_TIME), (f"{of}publish_at__lte", now))


def was_public_at(now: datetime) -> Q:
    """What visitors can read or could read once, as a condition on articles."""
    return Q(status=Status.UNPUBLISHED) | public_at(now)


def public_or_announced_at(now: datetime) -> Q:
    """What lists of parts name, as a condition on articles."""
    return public_at(now) | Q(announced=True)


class NeverAgainError(Exception):
    """What was public once cannot be scheduled as if it had never been there."""


class Publishable(models.Model):
    """The status of an article, and what changes it."""

    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT
    )
    publish_at = models.DateTimeField(_("published from"), null=True, blank=True)
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

    class Meta:
        abstract = True

    def is_published(self, now: datetime) -> bool:
        """The rule of `public_at`, for a row that is already here."""
        public = self.status in PUBLIC_FROM_ITS_TIME
        return public and self.publish_at is not None and self.publish_at <= now

    def was_public(self, now: datetime) -> bool:
        """The rule of `was_public_at`, for a row that is already here."""
        return self.status == Status.UNPUBLISHED or self.is_published(now)

    def publish(self, now: datetime) -> None:
        """Let everybody read it. An earlier day that was given stays: it was written then."""
        if self.publish_at is None or self.publish_at > now:
            self.publish_at = now
        self.status = Status.PUBLISHED
        self.save()

    def schedule(self, at: datetime) -> None:
        """Let it appear by itself at `at`. Raises NeverAgainError where it was public once."""
        if self.status in (Status.PUBLISHED, Status.UNPUBLISHED):
            raise NeverAgainError
        self.status, self.publish_at = Status.SCHEDULED, at
        self.save()

    def unpublish(self, now: datetime) -> None:
        """Take it back: a draft again where nobody has read it yet.

        What was announced before it was public is not announced any more.
        """
        if self.is_published(now):
            self.status, self.announced, self.expected = Status.UNPUBLISHED, False, ""
        elif self.status == Status.SCHEDULED:
            self.status = Status.DRAFT
        self.save()

    def announce(self, expected: str) -> None:
        """Let the series name it before it is there; `expected` is her word on when."""
        self.announced, self.expected = True, expected
        self.save(update_fields=["announced", "expected"])

    def hide(self) -> None:
        """Let no visitor know of it before it is there."""
        self.announced, self.expected = False, ""
        self.save(update_fields=["announced", "expected"])
