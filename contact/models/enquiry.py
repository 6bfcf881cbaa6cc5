from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.return_code import OpenedByCode, opened_by, sealed_for_code
from practice import sealing
from practice.models import SealingKey
from practice.models.sealing_key import KeyRing

KEPT_AFTER_ANSWER = timedelta(days=180)
KEPT_AT_MOST = timedelta(days=365)


class Status(models.TextChoices):
    """Where an enquiry stands.

    new → answered (and back if it was marked by mistake) | waiting | booked; each of them → closed.
    held (it looks like spam) → new.
    """

    NEW = "new", _("New")
    HELD = "held", _("Held back")
    ANSWERED = "answered", _("Answered")
    BOOKED = "booked", _("Booked")
    WAITING = "waiting", _("On the waiting list")
    CLOSED = "closed", _("Closed")


class ClosedBecause(models.TextChoices):
    """By whom and why it was closed."""

    DECLINED = "declined", _("I had no room")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person who wrote")
    DONE = "done", _("Done")
    EXPIRED = "expired", _("Its time ran out")


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

    def by_code(self, typed: str) -> "tuple[Enquiry, OpenedByCode] | None":
        """Return the enquiry of this return code, and what opens it; None for every other code.

        An unknown and a wrong code take the same work.
        """
        return opened_by(typed, lambda lookup: self.filter(code_lookup=lookup).first())


class Enquiry(models.Model):
    """What somebody wrote to the therapist, sealed twice; nothing else names her.

    `sealed` opens with the therapist's key, `sealed_for_code` with the enquirer's return code.
    `submission` comes with the form: the same form sent twice is the same enquiry.
    """

    Status = Status
    ClosedBecause = ClosedBecause

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    submission = models.UUIDField(editable=False)
    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, editable=False)
    sealed = models.BinaryField(editable=False)
    sealed_for_code = models.BinaryField(editable=False)
    code_public = models.BinaryField(editable=False)  # of a key pair of this enquiry's own,
    code_private = models.BinaryField(editable=False)  # wrapped by the return code
    code_lookup = models.BinaryField(editable=False)  # finds the row,
    code_proof = models.BinaryField(editable=False)  # and is compared in constant time
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.NEW, editable=False
    )
    closed_because = models.CharField(
        _("closed because"),
        max_length=10,
        choices=ClosedBecause.choices,
        blank=True,
        editable=False,
    )
    received_at = models.DateTimeField(_("received"), editable=False)
    reply_due_on = models.DateField(_("answer due"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["reply_due_on", "received_at"]
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.UniqueConstraint(fields=["submission"], name="one_enquiry_per_submission"),
            models.UniqueConstraint(fields=["code_lookup"], name="one_enquiry_per_code"),
            models.CheckConstraint(
                condition=~Q(status=Status.ANSWERED) | Q(answered_at__isnull=False),
                name="answered_enquiries_have_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.NEW, Status.HELD]) | Q(answered_at=None),
                name="new_enquiries_are_not_answered",
            ),
            models.CheckConstraint(
                condition=(Q(status=Status.CLOSED, closed_at__isnull=False) & ~Q(closed_because=""))
                | (~Q(status=Status.CLOSED) & Q(closed_at=None, closed_because="")),
                name="closed_enquiries_say_when_and_why",
            ),
        ]
        indexes = [models.Index(fields=["status", "reply_due_on"], name="enquiries_by_due_date")]

    def __str__(self) -> str:
        day = date_format(timezone.localtime(self.received_at), "j F Y, H:i")
        return gettext("Enquiry of %(day)s") % {"day": day}

    @property
    def thing(self) -> str:
        """What stands for this row in seals, mails' causes and audit lines."""
        return f"enquiry:{self.pk}"

    def seal(self, contents: dict[str, str]) -> None:
        """Put `contents` under both seals. Wants `key` and `code_public`; saves nothing.

        Raises sealing.TooLongError.
        """
        self.sealed = sealing.seal(contents, to=bytes(self.key.public), row=self.thing)
        self.sealed_for_code = sealed_for_code(contents, self.code_public, row=self.thing)

    def unseal(self, ring: KeyRing) -> dict[str, str]:
        """Raises sealing.SealError where it is damaged, or not this row's."""
        return ring.unseal(self.sealed, key_id=self.key_id, row=self.thing)

    def unseal_by_code(self, opened: OpenedByCode) -> dict[str, str]:
        """Raises sealing.SealError where it is damaged, or not this row's."""
        return opened.unseal(self.sealed_for_code, row=self.thing)
