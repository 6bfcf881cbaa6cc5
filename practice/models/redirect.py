from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from practice.paths import can_be_redirected, canonical

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LOCK = 7301  # any number that no other advisory lock of this site has


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def lock(self) -> None:
        """Let nobody else change redirects until the end of the transaction. Counting goes on."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def end_of(self, path: str) -> str:
        """Where `path` leads now; `path` itself where no redirect begins there."""
        ends = self.filter(old_path=path).values_list("new_path", flat=True)
        return ends.first() or path

    @transaction.atomic
    def page_moved(self, old: str, *, to: str) -> None:
        """Note that the page at `old` is at `to` now; whatever began at `to` is over."""
        self.lock()
        self.filter(old_path=to).delete()
        redirect = self.filter(old_path=old).first() or Redirect(old_path=old)
        redirect.new_path = to
        redirect.save()

    def count_hit(self, path: str) -> None:
        self.filter(old_path=path).update(hits=F("hits") + 1)


class Redirect(models.Model):
    """An address that has moved for good. It matches whatever the query string is.

    No redirect leads to where another begins: each is kept at its end. What would be a loop thereby
    becomes a redirect to itself, and Postgres refuses that by `redirects_lead_elsewhere`.
    """

    old_path = models.CharField(_("old address"), max_length=300, unique=True)
    new_path = models.CharField(_("new address"), max_length=300)
    hits = models.PositiveBigIntegerField(_("followed"), default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=F("new_path")), name="redirects_lead_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, leading straight to the end; whatever led here leads there too, from now on."""
        with transaction.atomic():
            Redirect.objects.lock()
            self.new_path = self._others().end_of(self.new_path)
            super().save(*args, **kwargs)
            self._others().filter(new_path=self.old_path).update(new_path=self.new_path)

    def clean(self) -> None:
        """Bring both addresses into the spelling that is kept, and say what does not fit."""
        wrong: dict[str, ValidationError] = {}
        for name in ("old_path", "new_path"):
            try:
                setattr(self, name, canonical(getattr(self, name)))
            except ValidationError as error:
                wrong[name] = error
        Redirect.objects.lock()  # in the desk's transaction: nobody else makes a circle meanwhile
        if not wrong and (reason := self._unfit()):
            wrong["old_path"] = ValidationError(reason)
        if wrong:
            raise ValidationError(wrong)

    def _unfit(self) -> "StrOrPromise | None":
        if not can_be_redirected(self.old_path):
            return _("The site needs this address for itself.")
        if self.old_path == self.new_path:
            return _("The old and the new address are the same.")
        if self._others().end_of(self.new_path) == self.old_path:
            return _("That would be a circle: the new address already leads to the old one.")
        return None

    def _others(self) -> RedirectQuerySet:
        return Redirect.objects.exclude(pk=self.pk)
