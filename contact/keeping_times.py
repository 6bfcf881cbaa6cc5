"""How rows of appointments are made and changed: what contact/booking.py is built of.

Whoever calls these is inside a transaction. Rows are always locked in one order, so that nobody
waits in a circle: the enquiry, Availability, appointments.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, Subquery, Value, When
from django.db.models.functions import Coalesce

from contact import time_mail
from contact.models import Appointment, Availability, Enquiry
from contact.models.appointment import AppointmentQuerySet, Status, WaitsFor
from contact.models.enquiry import EnquiryQuerySet
from contact.safe_contact import SafeContact
from contact.time_mail import Outcome
from contact.timetable import Timetable
from practice import audit, outbox
from practice.models.audit_line import Verb
from practice.models.sealing_key import KeyRing
from practice.sealing import SealError

CLOSED = Enquiry.Status.CLOSED

DECIDED_BEFORE = timedelta(hours=2)

# Told apart from other broken constraints by its name.
OVERLAP = "one_conversation_at_a_time"


class NotFreeError(Exception):
    """Somebody else has that time, or it was never offered."""


class LockedError(Exception):
    """The desk is locked, so nobody can see how the other one may be told."""


@dataclass(frozen=True)
class Wanted:
    """A time that somebody chose. `start` in UTC, `modality` as in contact.choices.MEETINGS."""

    start: datetime
    modality: str

    def is_of(self, appointment: Appointment) -> bool:
        return (appointment.starts_at, appointment.modality) == (self.start, self.modality)


def take_turns(enquiry: UUID | None, now: datetime) -> None:
    """Make whoever wants a time at this moment wait; free what ran out, so that it can be had."""
    lock_enquiry(enquiry)
    Availability.objects.select_for_update().filter(pk=Availability.ONLY).first()
    expire(now)


def lock_enquiry(pk: UUID | None) -> None:
    if pk is not None:
        Enquiry.objects.select_for_update().filter(pk=pk).only("pk").first()


def locked(appointment: Appointment) -> Appointment:
    """Return it as it is now; it stays so until the transaction ends. Raises DoesNotExist."""
    lock_enquiry(appointment.enquiry_id)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("enquiry")
    return rows.get(pk=appointment.pk)


@transaction.atomic
def expire(now: datetime) -> list[Appointment]:
    """Free what was held and not confirmed in time, and tell both. Returns what ran out.

    Enquiries are left alone, since that would be the wrong order: see contact/lapsing.py.
    """
    run_out = Appointment.objects.run_out(now).select_for_update(skip_locked=True)
    found = list(run_out.order_by("pk"))
    for appointment in found:
        change(appointment, Status.EXPIRED, Verb.TIME_EXPIRED, who=audit.WORKER, now=now)
        time_mail.told(appointment, "expired", now=now)
        tell_therapist("time_run_out", appointment, now)
    return found


def made(
    wanted: Wanted, availability: Availability, *, status: Status, now: datetime
) -> Appointment:
    """Return a new one that is not saved yet: `insert` does that."""
    start = wanted.start
    end = start + timedelta(minutes=availability.length)
    begin_free = start - timedelta(minutes=availability.before)
    end_free = end + timedelta(minutes=availability.after)
    return Appointment(
        starts_at=start,
        ends_at=end,
        during=(begin_free, end_free),
        modality=wanted.modality,
        status=status,
        made_at=now,
        changed_at=now,
    )


def kept_until(start: datetime, until: datetime, now: datetime) -> datetime:
    """Return until when a held time is kept: so long before it begins that people can set out.

    Two hours, or half of the way there where it is nearer than four.
    """
    return min(until, max(start - DECIDED_BEFORE, now + (start - now) / 2))


def insert(new: Appointment, now: datetime) -> None:
    """Raise NotFreeError where Postgres has another at that time."""
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        if OVERLAP in str(error):
            raise NotFreeError from None
        raise
    if new.status == Status.CONFIRMED:
        _enquiry_of(new).update(status=Enquiry.Status.BOOKED)


def change(
    appointment: Appointment, status: Status, verb: Verb, *, who: str, now: datetime
) -> None:
    put(appointment, status, now)
    audit.record(who, verb, appointment.thing, now=now)


def put(appointment: Appointment, status: Status, now: datetime) -> None:
    """Without a line in the audit, which would say for good when it was."""
    appointment.status, appointment.changed_at = status, now
    appointment.sequence += 1
    appointment.save(update_fields=["status", "changed_at", "sequence"])


def tell_other(appointment: Appointment, outcome: Outcome, *, who: str, now: datetime) -> None:
    """Whoever decided knows; the other is told."""
    if who == audit.ENQUIRER:
        outcome = "accepted" if outcome == "agreed" else "gone"
        tell_therapist("time_changed", appointment, now)
    time_mail.told(appointment, outcome, now=now)


def tell_therapist(template: str, appointment: Appointment, now: datetime) -> None:
    """Once for each change of it."""
    cause = f"{appointment.cause} {appointment.sequence}"
    outbox.queue(template, cause=cause, now=now)


def booked(appointment: Appointment, now: datetime) -> None:
    """A time to which somebody said yes is an answer, and takes in what looked like spam."""
    answered_at = Coalesce("answered_at", now)
    _enquiry_of(appointment).update(status=Enquiry.Status.BOOKED, answered_at=answered_at)


def met(appointment: Appointment, now: datetime) -> None:
    """Whoever met has been answered: what waits for an answer no longer does."""
    enquiry = _enquiry_of(appointment).unanswered().filter(status=Enquiry.Status.BOOKED)
    enquiry.update(answered_at=now)


def _enquiry_of(appointment: Appointment) -> EnquiryQuerySet:
    return Enquiry.objects.filter(appointments=appointment).exclude(status=CLOSED)


def not_booked(enquiry: UUID | None) -> None:
    """Put it back to where it stood: on the waiting list, answered, or new where it never was."""
    Enquiry.objects.filter(pk__in=[enquiry], status=Enquiry.Status.BOOKED).update(
        status=Case(
            When(Exists(_offered_first(enquiry)), then=Value(Enquiry.Status.WAITING)),
            When(answered_at=None, then=Value(Enquiry.Status.NEW)),
            default=Value(Enquiry.Status.ANSWERED),
        )
    )


def _offered_first(enquiry: UUID | None) -> AppointmentQuerySet:
    """The last time that it had, if that was an offer in the beginning, before any move."""
    times = Appointment.objects.filter(enquiry=enquiry)
    chain = times.order_by("-made_at", "-sequence").values("calendar_id")[:1]
    first = times.filter(calendar_id=Subquery(chain)).order_by("sequence").values("pk")[:1]
    return times.filter(pk=Subquery(first), waits_for=WaitsFor.ENQUIRER)


def free(
    wanted: Wanted, timetable: Timetable, enquiry: Enquiry | None, now: datetime
) -> Appointment:
    """Return a new one at a time that is offered. Raises NotFreeError.

    Where times agree to themselves, that of what looks like spam waits for the therapist even so.
    """
    if not timetable.is_free(wanted.start, wanted.modality):
        raise NotFreeError
    availability = timetable.availability
    is_suspect = enquiry is not None and enquiry.status == Enquiry.Status.HELD
    agrees = availability.confirms_itself and not is_suspect
    status = Status.CONFIRMED if agrees else Status.HELD
    new = made(wanted, availability, status=status, now=now)
    new.held_until = kept_until(wanted.start, now + availability.hold_for, now)
    return new


def keep_as_offer(new: Appointment, until: datetime) -> None:
    """Let it wait for the yes of the other one; `kept_until` says how long at most."""
    new.waits_for = WaitsFor.ENQUIRER
    new.held_until = kept_until(new.starts_at, until, new.made_at)


def to_move(appointment: Appointment, wanted: Wanted, now: datetime) -> Appointment:
    """Lock it and return it; or what took its place, where that is what is wanted."""
    take_turns(appointment.enquiry_id, now)
    one = locked(appointment)
    if one.is_standing(now):
        return one
    same = Appointment.objects.filter(calendar_id=one.calendar_id)
    follower = same.standing(now).first()
    if follower is None or not wanted.is_of(follower):
        raise NotFreeError
    return follower


def put_in_place_of(one: Appointment, new: Appointment, *, who: str, now: datetime) -> None:
    """Raises NotFreeError."""
    left = Status.MOVED if one.status == Status.CONFIRMED else Status.WITHDRAWN
    change(one, left, Verb.MOVED, who=who, now=now)
    time_mail.told(one, "gone", now=now)
    new.enquiry, new.initials = one.enquiry, one.initials
    new.calendar_id, new.sequence = one.calendar_id, one.sequence + 1
    insert(new, now)


def given_back(one: Appointment, *, who: str, now: datetime) -> bool:
    """Free its time, whatever it is; what has begun is not given back any more."""
    was_asked = one.waits_for == WaitsFor.THERAPIST and who != audit.ENQUIRER
    if one.status == Status.HELD and was_asked:
        change(one, Status.DECLINED, Verb.TIME_DECLINED, who=who, now=now)
    elif one.status == Status.HELD:
        change(one, Status.WITHDRAWN, Verb.TIME_WITHDRAWN, who=who, now=now)
    elif one.status == Status.CONFIRMED and one.starts_at > now:
        change(one, Status.CANCELLED, Verb.CANCELLED, who=who, now=now)
    else:
        return False
    not_booked(one.enquiry_id)
    return True


def card_of(one: Appointment, ring: KeyRing | None) -> SafeContact | None:
    """Return how she may be told; None where nobody wrote, or where it cannot be read any more."""
    if one.enquiry is None:
        return None
    if ring is None:
        raise LockedError
    try:
        return SafeContact.of(one.enquiry.unseal(ring))
    except SealError:
        return None
