from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contact.choices import MEETINGS
from contact.models.enquiry import Enquiry
from contact.models.time_status import HAPPENED_AFTER, STANDING, Status

__all__ = ["STANDING", "Appointment", "AppointmentQuerySet", "Status", "WaitsFor", "reference_of"]

KEPT_WITHOUT_ENQUIRY = timedelta(days=180)  # after it ended; the others go with their enquiry


class WaitsFor(models.TextChoices):
    """Whose yes a held one waits for: a time from the waiting list is offered to somebody."""

    THERAPIST = "therapist", _("you")
    ENQUIRER = "enquirer", _("the other one")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self, now: datetime) -> "AppointmentQuerySet":
        """Those that keep their time free: agreed, or held and not run out."""
        has_run_out = Q(status=Status.HELD, held_until__lte=now)
        return self.filter(status__in=STANDING).exclude(has_run_out)

    def wait_for_therapist(self, now: datetime) -> "AppointmentQuerySet":
        held = self.standing(now).filter(status=Status.HELD)
        return held.filter(waits_for=WaitsFor.THERAPIST)

    def run_out(self, now: datetime) -> "AppointmentQuerySet":
        return self.filter(status=Status.HELD, held_until__lte=now)

    def overlapping(self, begin: datetime, end: datetime) -> "AppointmentQuerySet":
        return self.filter(during__overlap=(begin, end))

    def over(self, now: datetime) -> "AppointmentQuerySet":
        """Those that were agreed and took place, as nobody has said otherwise."""
        return self.filter(status=Status.CONFIRMED, ends_at__lte=now - HAPPENED_AFTER)

    def due_for_erasure(self, now: datetime) -> "AppointmentQuerySet":
        return self.filter(enquiry=None, ends_at__lte=now - KEPT_WITHOUT_ENQUIRY)

    def to_come(self, now: datetime) -> "AppointmentQuerySet":
        return self.standing(now).filter(ends_at__gt=now)


class Appointment(models.Model):
    """A time for a first conversation that somebody asked for, or has.

    `during` is `starts_at` to `ends_at` with the buffers that held when it was made: Postgres lets
    no two that stand overlap. Without `enquiry` it was added by hand, for somebody who rang;
    `initials` are then all that says who. `calendar_id` and `sequence` name it in calendar files,
    across moves.
    """

    Status = Status
    WaitsFor = WaitsFor

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(
        Enquiry, null=True, on_delete=models.CASCADE, related_name="appointments", editable=False
    )
    initials = models.CharField(_("initials"), max_length=4, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.HELD, editable=False
    )
    waits_for = models.CharField(
        max_length=10, choices=WaitsFor.choices, default=WaitsFor.THERAPIST, editable=False
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), editable=False)
    during = DateTimeRangeField(_("keeps free"), editable=False)
    modality = models.CharField(_("how you meet"), max_length=10, choices=MEETINGS)
    held_until = models.DateTimeField(_("kept until"), null=True, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)
    calendar_id = models.UUIDField(default=uuid4, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "made_at"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            ExclusionConstraint(
                name="one_conversation_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                condition=Q(status__in=STANDING),
                violation_error_message=_("There is another appointment at that time."),
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=Q(status__in=STANDING),
                name="one_time_for_one_enquiry",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointments_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(
                    during__startswith__lte=F("starts_at"),
                    during__endswith__gte=F("ends_at"),
                    during__lower_inc=True,
                    during__upper_inc=False,
                ),
                name="appointments_keep_themselves_free",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.HELD) | Q(held_until__isnull=False),
                name="held_ones_run_out",
            ),
            models.CheckConstraint(
                condition=Q(enquiry__isnull=True) | Q(initials=""),
                name="initials_are_for_those_who_rang",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="appointments_by_end")]

    def __str__(self) -> str:
        return date_format(timezone.localtime(self.starts_at), "l j F Y, H:i")

    @property
    def thing(self) -> str:
        return f"appointment:{self.pk}"

    @property
    def cause(self) -> str:
        """What its mails tell of. They go when the enquiry is erased."""
        whose = Enquiry(pk=self.enquiry_id).thing if self.enquiry_id else ""
        return f"{whose} {self.thing}".strip()

    @property
    def reference(self) -> str:
        """What stands for the person on screens and in calendars: never a name."""
        return self.initials or reference_of(self.enquiry_id or self.pk)

    def is_standing(self, now: datetime) -> bool:
        if self.status == Status.HELD:
            return self.held_until is not None and self.held_until > now
        return self.status == Status.CONFIRMED


def reference_of(pk: UUID) -> str:
    """Return six signs that look like any reference number."""
    return pk.hex[:6].upper()
