import hashlib
import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BYTES = 32  # of chance


class FeedTokenManager(models.Manager["FeedToken"]):
    def renew(self, now: datetime) -> str:
        """Make a new token, in place of the one that may be there; return it. Kept nowhere."""
        token = secrets.token_urlsafe(BYTES)
        self.update_or_create(
            pk=FeedToken.ONLY, defaults={"digest": _digest(token), "made_at": now}
        )
        return token

    def knows(self, token: str) -> bool:
        return self.filter(digest=_digest(token)).exists()


class FeedToken(models.Model):
    """Opens the therapist's own calendar of appointments. One row, or none; only a digest is kept.

    A token is 256 bits of chance, so a plain digest cannot be turned round.
    """

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    digest = models.BinaryField(editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)

    objects = FeedTokenManager()

    class Meta:
        verbose_name = _("address of your calendar of appointments")
        verbose_name_plural = _("addresses of your calendar of appointments")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_feed_token")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
