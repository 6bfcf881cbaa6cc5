from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.models.article import Article
from blog.models.revised import Text


class RevisionQuerySet(models.QuerySet["Revision"]):
    def kept(self) -> "RevisionQuerySet":
        """What was saved, newest first."""
        return self.filter(autosaved=False)

    def autosaved(self) -> "RevisionQuerySet":
        """What the editor kept by itself and nobody has saved: one at most for an article."""
        return self.filter(autosaved=True)

    def newest_text(self) -> Text | None:
        newest = self.kept().first()
        return newest.text if newest else None


class Revision(models.Model):
    """What an article said at one time. Every save keeps one; none is ever changed.

    `autosaved` is what the editor kept by itself: at most one an article, it touches nothing that
    visitors see, and a save at the desk removes it.
    """

    KEPT: ClassVar = list(Text._fields)

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="revisions"
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    autosaved = models.BooleanField(_("kept by itself"), default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(autosaved=True), name="one_autosave_per_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def text(self) -> Text:
        return Text(self.title, self.summary, self.body)
