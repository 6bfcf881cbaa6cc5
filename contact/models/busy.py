from datetime import datetime
from urllib.parse import urlsplit

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.sealing import SealError, environment

PURPOSE = "address of a calendar"  # of what is encrypted


class BusyCalendar(models.Model):
    """Another calendar of the therapist's, read from a secret address: only when she is busy.

    `address` is encrypted under ENCRYPTION_KEY: whoever has it can read that whole calendar. Its
    mark is the same for the same address.
    `read_at` is when the copy in BusySpan was made; `tried_at` and `failed_because` say how the
    last try went ("" where it went well), `failures` how many failed in a row. contact/busy reads
    it when it is due.
    """

    name = models.CharField(_("name"), max_length=60)
    address = models.BinaryField(editable=False)
    address_mark = models.BinaryField(editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    failed_because = models.CharField(_("trouble"), max_length=40, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0, editable=False)
    due_at = models.DateTimeField(_("next read"), editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("calendar that says when you are busy")
        verbose_name_plural = _("calendars that say when you are busy")
        constraints = [
            models.UniqueConstraint(fields=["address_mark"], name="each_calendar_is_read_once")
        ]

    def __str__(self) -> str:
        return self.name

    def keep_address(self, address: str, *, now: datetime) -> None:
        """Set what hangs on its address. Raises TooLongError above 16 KiB."""
        self.address = environment.encrypt(address, purpose=PURPOSE, hides_length=True)
        self.address_mark = environment.mac(address.encode(), purpose=PURPOSE)
        self.due_at = now

    def opened_address(self) -> str:
        """Raises SealError under another ENCRYPTION_KEY."""
        return environment.decrypt(bytes(self.address), purpose=PURPOSE)

    @property
    def host(self) -> str:
        """As much of the address as may be shown; "" where it does not open."""
        try:
            return urlsplit(self.opened_address()).hostname or ""
        except SealError:
            return ""


class BusySpan(models.Model):
    """A time at which the therapist is busy: from one of her calendars, or blocked at the desk.

    It says nothing of what she does then. Without `calendar` it was blocked by hand.
    """

    calendar = models.ForeignKey(
        BusyCalendar, null=True, on_delete=models.CASCADE, related_name="spans", editable=False
    )
    during = DateTimeRangeField(_("during"))

    class Meta:
        ordering = ["during"]
        verbose_name = _("busy time")
        verbose_name_plural = _("busy times")
        indexes = [GistIndex(fields=["during"], name="busy_spans_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False,
                    during__lower_inf=False,
                    during__upper_inf=False,
                    during__lower_inc=True,
                    during__upper_inc=False,
                ),
                name="busy_spans_begin_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"busy {self.pk}"
