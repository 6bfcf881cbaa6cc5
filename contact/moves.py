"""What becomes of an enquiry by a press of a button at the desk. All of it is safe to repeat."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from contact import booking
from contact.models import Appointment, Enquiry
from contact.models.appointment import AppointmentQuerySet
from contact.models.enquiry import OPEN, UNANSWERED, EnquiryQuerySet
from practice import audit
from practice.models.audit_line import Verb

Status, ClosedBecause = Enquiry.Status, Enquiry.ClosedBecause

CAN_BE_REOPENED = Q(status=Status.WAITING) | Q(
    closed_because__in=[ClosedBecause.DONE, ClosedBecause.DECLINED]
)


@transaction.atomic
def _moved(rows: EnquiryQuerySet, verb: Verb, who: str, now: datetime, **fields: object) -> int:
    """Change those rows, each with its line; what is closed keeps no time. Returns how many."""
    locked = list(rows.select_for_update())
    Enquiry.objects.filter(pk__in=[enquiry.pk for enquiry in locked]).update(**fields)
    for enquiry in locked:
        audit.record(who, verb, enquiry.thing, now=now)
        if fields["status"] == Status.CLOSED:
            booking.let_go(enquiry, who=who, now=now)
    return len(locked)


def answered(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """She has spoken to them, or written otherwise. Returns how many were unanswered until now."""
    rows = Enquiry.objects.filter(pk__in=keys).unanswered()
    status = Case(When(status=Status.NEW, then=Value(Status.ANSWERED)), default="status")
    return _moved(rows, Verb.ANSWERED, who, now, status=status, answered_at=now)


def declined(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """She has told them herself that she has no room."""
    fields = {"status": Status.CLOSED, "closed_because": ClosedBecause.DECLINED, "closed_at": now}
    rows = Enquiry.objects.filter(pk__in=keys, status__in=OPEN)
    spoken_at = Coalesce("answered_at", now)
    return _moved(rows, Verb.DECLINED, who, now, **fields, answered_at=spoken_at)


def new_again(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    rows = Enquiry.objects.filter(pk__in=keys, status=Status.ANSWERED)
    return _moved(rows, Verb.NEW_AGAIN, who, now, status=Status.NEW, answered_at=None)


def taken_in(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """It is no spam. No mail tells of it: whoever presses this has seen it."""
    rows = Enquiry.objects.filter(pk__in=keys, status=Status.HELD)
    return _moved(rows, Verb.TAKEN_IN, who, now, status=Status.NEW)


def waiting(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """Whoever was not answered yet still is promised an answer."""
    rows = Enquiry.objects.filter(pk__in=keys, status__in=[Status.NEW, Status.ANSWERED])
    return _moved(rows, Verb.WAITING, who, now, status=Status.WAITING)


def has_agreed_time(enquiry: Enquiry, now: datetime) -> bool:
    """Whether somebody is to come; then it cannot be closed as done."""
    return _agreed_to_come(now).filter(enquiry=enquiry).exists()


def _agreed_to_come(now: datetime) -> AppointmentQuerySet:
    return Appointment.objects.filter(status=Appointment.Status.CONFIRMED, starts_at__gt=now)


def closed(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """Nothing is left to do: what was promised comes first.

    An agreed time is cancelled before, since somebody would come in vain.
    """
    fields = {"status": Status.CLOSED, "closed_because": ClosedBecause.DONE, "closed_at": now}
    meets = Exists(_agreed_to_come(now).filter(enquiry=OuterRef("pk")))
    rows = Enquiry.objects.filter(~meets, ~UNANSWERED, pk__in=keys, status__in=OPEN)
    return _moved(rows, Verb.CLOSED, who, now, **fields)


def reopened(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """It was closed by mistake, or she takes somebody off the waiting list."""
    status = Case(When(answered_at=None, then=Value(Status.NEW)), default=Value(Status.ANSWERED))
    fields = {"status": status, "closed_because": "", "closed_at": None}
    rows = Enquiry.objects.filter(CAN_BE_REOPENED, pk__in=keys)
    return _moved(rows, Verb.REOPENED, who, now, **fields)


@transaction.atomic
def follow_up(enquiry: Enquiry, day: date | None, *, who: str, now: datetime) -> bool:
    """Note the day on which she wants to come back to it; None: no more. Whether that is new."""
    rows = Enquiry.objects.select_for_update().filter(pk=enquiry.pk, status__in=OPEN)
    changed = bool(rows.exclude(follow_up_on=day).update(follow_up_on=day))
    if changed:
        audit.record(who, Verb.FOLLOW_UP, enquiry.thing, now=now)
    return changed


MOVES: dict[str, Callable[..., int]] = {
    "answered": answered,
    "declined": declined,
    "new": new_again,
    "taken_in": taken_in,
    "waiting": waiting,
    "closed": closed,
    "reopened": reopened,
}
