from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practice import sealing

KEPT_AFTER_ANSWER = timedelta(days=180)
KEPT_AT_MOST = timedelta(days=365)


class Status(models.TextChoices):
    """Where an enquiry stands: new → answered, and back if it was marked by mistake."""

    NEW = "new", _("New")
    ANSWERED = "answered", _("Answered")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def unanswered(self) -> "EnquiryQuerySet":
        return self.filter(status=Status.NEW)

    def due_for_erasure(self, now: datetime) -> "EnquiryQuerySet":
        """Six months after the answer, and at the latest a year after it came."""
        return self.filter(
            Q(answered_at__lte=now - KEPT_AFTER_ANSWER) | Q(received_at__lte=now - KEPT_AT_MOST)
        )

    def mark_answered(self, now: datetime) -> int:
        return self.unanswered().update(status=Status.ANSWERED, answered_at=now)

    def mark_new(self) -> int:
        return self.filter(status=Status.ANSWERED).update(status=Status.NEW, answered_at=None)


class Enquiry(models.Model):
    """What somebody wrote to the therapist. All of it is inside `sealed`; nothing else names her.

    `submission` comes with the form: the same form sent twice is the same enquiry.
    """

    Status = Status

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    submission = models.UUIDField(editable=False)
    sealed = models.BinaryField(editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW, editable=False
    )
    received_at = models.DateTimeField(_("received"), editable=False)
    reply_due_on = models.DateField(_("answer due"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["reply_due_on", "received_at"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.UniqueConstraint(fields=["submission"], name="one_enquiry_per_submission"),
            models.CheckConstraint(
                condition=Q(status=Status.ANSWERED, answered_at__isnull=False)
                | (~Q(status=Status.ANSWERED) & Q(answered_at=None)),
                name="answered_enquiries_have_a_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "reply_due_on"], name="enquiries_by_due_date")]

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.received_at), "j F Y, H:i")
        return gettext("Enquiry of %(day)s") % {"day": day}

    def seal(self, contents: dict[str, str]) -> bytes:
        """Return `contents` under seal, bound to this row. Raises sealing.TooLongError."""
        return sealing.seal(contents, row=self._row)

    def unseal(self) -> dict[str, str]:
        """Raises sealing.SealError where it is damaged, or not this row's."""
        return sealing.unseal(bytes(self.sealed), row=self._row)

    @property
    def _row(self) -> str:
        return f"enquiry:{self.pk}"
