from datetime import datetime
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.article import Article


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open_at(self, now: datetime) -> "PreviewLinkQuerySet":
        """Those that still open: not expired, not revoked."""
        return self.filter(expires_at__gt=now, revoked_at=None)


class PreviewLink(models.Model):
    """Lets somebody without an account read one unpublished article, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="preview_links"
    )
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.expires_at:%Y-%m-%d}"

    def revoke(self, now: datetime) -> None:
        """Let it open nothing any more."""
        self.revoked_at = now
        self.save(update_fields=["revoked_at"])
