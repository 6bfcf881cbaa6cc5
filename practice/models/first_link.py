from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from practice.sealing import environment

OPENS_FOR = timedelta(hours=48)


class FirstLinkManager(models.Manager["FirstLink"]):
    def renew(self, code: str, now: datetime) -> None:
        """Let `code` open the site from now on, and none before it."""
        kept = {"digest": _digest_of(code), "made_at": now}
        self.update_or_create(pk=FirstLink.ONLY, defaults=kept)

    def locked(self, code: str, now: datetime) -> "FirstLink | None":
        """Return the link of this code, for this transaction alone; None where it opens nothing."""
        link = self.select_for_update().filter(made_at__gt=now - OPENS_FOR).first()
        return link if link is not None and link.is_of(code) else None


class FirstLink(models.Model):
    """The link by which the therapist comes in for the first time: one, and only its digest."""

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    digest = models.BinaryField(editable=False)
    made_at = models.DateTimeField(editable=False)

    objects = FirstLinkManager()

    class Meta:
        verbose_name = _("first link")
        verbose_name_plural = _("first link")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_first_link")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def is_of(self, code: str) -> bool:
        return constant_time_compare(bytes(self.digest), _digest_of(code))


def _digest_of(code: str) -> bytes:
    """Capitals and spaces around it do not matter: it may be read aloud."""
    return environment.mac(code.strip().lower().encode(), purpose="first link")
