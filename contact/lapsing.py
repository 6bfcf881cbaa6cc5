"""What the clock does to appointments and their enquiries. The worker calls `lapse`."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from contact import booking, keeping_times
from contact.models import Appointment, Enquiry
from contact.models.time_status import MET, STANDING, Status
from practice import audit

A_ROUND = 100  # each with its line; mail is sent in between


def lapse(now: datetime) -> None:
    """Do all of it; each part is safe to repeat."""
    booking.expire(now)
    let_go_of_closed(now)
    note_what_happened(now)
    no_longer_booked()


def let_go_of_closed(now: datetime) -> None:
    """An enquiry that an answer closed keeps its time until that cannot be taken back any more."""
    to_come = Q(status=Status.HELD) | Q(status=Status.CONFIRMED, starts_at__gt=now)
    closed = Enquiry.objects.filter(status=Enquiry.Status.CLOSED, closed_at__lte=now)
    keeping = closed.filter(Exists(Appointment.objects.filter(to_come, enquiry=OuterRef("pk"))))
    for pk in list(keeping.values_list("pk", flat=True)[:A_ROUND]):
        with transaction.atomic():
            # Asked again: it may have been opened again meanwhile.
            enquiry = closed.filter(pk=pk).select_for_update().first()
            if enquiry:
                booking.let_go(enquiry, who=audit.WORKER, now=now)


def note_what_happened(now: datetime) -> None:
    """What was agreed took place, unless the therapist has said otherwise by the next day."""
    over = Appointment.objects.over(now).order_by("ends_at")
    for appointment in over[:A_ROUND]:
        # Asked again: she may have said meanwhile that nobody came, or it may be erased.
        with suppress(Appointment.DoesNotExist), transaction.atomic():
            if keeping_times.locked(appointment).status == Status.CONFIRMED:
                booking.settle(appointment, Status.HAPPENED, who=audit.WORKER, now=now)


@transaction.atomic
def no_longer_booked() -> None:
    """Enquiries whose time ran out, after it was agreed and moved."""
    kept = Appointment.objects.filter(enquiry=OuterRef("pk"), status__in=[*STANDING, *MET])
    rows = Enquiry.objects.filter(~Exists(kept), status=Enquiry.Status.BOOKED)
    for pk in list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)):
        keeping_times.not_booked(pk)
