"""Times for first conversations: asked for, agreed, moved, given back.

Each function is one transaction, or part of its caller's, and safe to repeat: what is not in the
state that a move starts from stays as it is. Postgres lets no two that stand overlap
(`one_conversation_at_a_time`); the lock on the one row of Availability makes those who come at
once wait for each other, so that "most a day" holds as well. Rows are always locked in one order,
so that nobody waits in a circle: the enquiry, Availability, appointments.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce

from contact.models import Appointment, Availability, Enquiry
from contact.models.appointment import Status, WaitsFor
from contact.timetable import Timetable
from practice import audit
from practice.models import PracticeProfile
from practice.models.audit_line import Verb

CLOSED = Enquiry.Status.CLOSED

# Told apart from other broken constraints by its name.
OVERLAP = "one_conversation_at_a_time"


class NotFreeError(Exception):
    """Somebody else has that time, or it was never offered."""


class TooLateError(Exception):
    """It can no longer be changed here: the therapist wants to be rung."""


@dataclass(frozen=True)
class Wanted:
    """A time that somebody chose. `start` in UTC, `modality` as in contact.choices.MEETINGS."""

    start: datetime
    modality: str


@transaction.atomic
def hold(
    enquiry: Enquiry, wanted: Wanted, *, profile: PracticeProfile, now: datetime
) -> Appointment:
    """Give this enquiry that time, for the therapist to confirm; agreed at once where she said so.

    An enquiry that has this time already keeps it. Raises NotFreeError.
    """
    _take_turns(enquiry.pk, now)
    standing = standing_of(enquiry, now)
    if standing and Wanted(standing.starts_at, standing.modality) == wanted:
        return standing
    if standing:
        raise NotFreeError  # a second time is had by moving the first
    return _made(enquiry, wanted, Timetable.read(profile, now), now=now)


def standing_of(enquiry: Enquiry, now: datetime) -> Appointment | None:
    """Return the time that this enquiry has, or waits for."""
    return Appointment.objects.filter(enquiry=enquiry).standing(now).first()


@transaction.atomic
def confirm(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Agree to a held time. Returns whether it is agreed (by now, or before)."""
    locked = _locked(appointment)
    if locked.status == Status.HELD and locked.is_standing(now):
        _change(locked, Status.CONFIRMED, Verb.CONFIRMED, who=who, now=now)
        _booked(locked, now)
    return locked.status == Status.CONFIRMED


@transaction.atomic
def decline(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Say no to a held time. Returns whether that was still to be said."""
    locked = _locked(appointment)
    return _leave(locked, Status.HELD, Status.DECLINED, Verb.TIME_DECLINED, who=who, now=now)


@transaction.atomic
def give_back(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Take a held one back, or cancel an agreed one. Returns whether there was one to give back."""
    locked = _locked(appointment)
    if locked.status == Status.HELD:
        verb = Verb.TIME_WITHDRAWN
        return _leave(locked, Status.HELD, Status.WITHDRAWN, verb, who=who, now=now)
    verb = Verb.CANCELLED
    return _leave(locked, Status.CONFIRMED, Status.CANCELLED, verb, who=who, now=now)


@transaction.atomic
def move(
    appointment: Appointment,
    wanted: Wanted,
    *,
    profile: PracticeProfile,
    who: str,
    now: datetime,
) -> Appointment:
    """Give up a time for another, both or neither. The same again gives what is there already.

    Raises NotFreeError; then the old time stands as it did.
    """
    _take_turns(appointment.enquiry_id, now)
    locked = _locked(appointment)
    if not locked.is_standing(now):
        follower = _follower(locked, now)
        if follower and Wanted(follower.starts_at, follower.modality) == wanted:
            return follower
        raise NotFreeError
    if Wanted(locked.starts_at, locked.modality) == wanted:
        return locked
    timetable = Timetable.read(profile, now, but_for=locked)
    left = Status.MOVED if locked.status == Status.CONFIRMED else Status.WITHDRAWN
    _change(locked, left, Verb.MOVED, who=who, now=now)
    return _made(locked.enquiry, wanted, timetable, now=now, after=locked)


@transaction.atomic
def offer(
    enquiry: Enquiry, wanted: Wanted, *, until: datetime, who: str, now: datetime
) -> Appointment:
    """Keep a time for somebody on the waiting list until she says yes, or `until` is over.

    The therapist may offer any time at which there is no other. Raises NotFreeError, also where
    this enquiry has a time already.
    """
    _take_turns(enquiry.pk, now)
    standing = standing_of(enquiry, now)
    if standing and Wanted(standing.starts_at, standing.modality) == wanted:
        return standing
    if standing or wanted.start <= now:
        raise NotFreeError
    new = _by_hand(wanted, now=now)
    new.enquiry, new.waits_for = enquiry, WaitsFor.ENQUIRER
    new.status, new.held_until = Status.HELD, min(until, wanted.start)
    _insert(new)
    audit.record(who, Verb.OFFERED, new.thing, now=now)
    return new


@transaction.atomic
def add(initials: str, wanted: Wanted, *, pk: UUID, who: str, now: datetime) -> Appointment:
    """Note an appointment of somebody who rang. The same `pk` again is the same one.

    Any time will do at which there is no other, past ones too. Raises NotFreeError.
    """
    _take_turns(None, now)
    known = Appointment.objects.filter(pk=pk).first()
    if known:
        return known
    new = _by_hand(wanted, now=now)
    new.pk, new.initials = pk, initials
    _insert(new)
    audit.record(who, Verb.CONFIRMED, new.thing, now=now)
    return new


def can_be_changed(appointment: Appointment, availability: Availability, now: datetime) -> bool:
    """Whether the enquirer may still move or cancel it herself."""
    return now <= appointment.starts_at - availability.change_until


@transaction.atomic
def expire(now: datetime) -> list[Appointment]:
    """Free what was held and not confirmed in time. Returns what ran out."""
    run_out = Appointment.objects.run_out(now).select_for_update(skip_locked=True)
    found = list(run_out.order_by("pk"))
    for appointment in found:
        _change(appointment, Status.EXPIRED, Verb.TIME_EXPIRED, who=audit.WORKER, now=now)
    return found


@transaction.atomic
def settle(appointment: Appointment, status: Status, *, who: str, now: datetime) -> bool:
    """Note that an agreed one took place, or that nobody came; either can be corrected.

    Returns False for one that has not begun, or was never agreed.
    """
    locked = _locked(appointment)
    open_to_it = locked.status in (Status.CONFIRMED, Status.HAPPENED, Status.MISSED)
    if status not in (Status.HAPPENED, Status.MISSED) or not open_to_it or locked.starts_at > now:
        return False
    if locked.status != status:
        verb = Verb.HAPPENED if status == Status.HAPPENED else Verb.MISSED
        _change(locked, status, verb, who=who, now=now)
    return True


def _take_turns(enquiry: UUID | None, now: datetime) -> None:
    """Make whoever wants a time at this moment wait; free what ran out, so that it can be had."""
    _lock_enquiry(enquiry)
    Availability.objects.select_for_update().filter(pk=Availability.ONLY).first()
    expire(now)


def _lock_enquiry(pk: UUID | None) -> None:
    if pk is not None:
        Enquiry.objects.select_for_update().filter(pk=pk).only("pk").first()


def _locked(appointment: Appointment) -> Appointment:
    """Return it as it is now; it stays so until the transaction ends. Raises DoesNotExist."""
    _lock_enquiry(appointment.enquiry_id)
    return Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)


def _follower(appointment: Appointment, now: datetime) -> Appointment | None:
    same = Appointment.objects.filter(calendar_id=appointment.calendar_id)
    return same.standing(now).first()


def _made(
    enquiry: Enquiry | None,
    wanted: Wanted,
    timetable: Timetable,
    *,
    now: datetime,
    after: Appointment | None = None,
) -> Appointment:
    if not timetable.is_free(wanted.start, wanted.modality):
        raise NotFreeError
    availability = timetable.availability
    new = Appointment(
        enquiry=enquiry,
        **_times(availability, wanted.start),
        modality=wanted.modality,
        status=Status.CONFIRMED if availability.confirms_itself else Status.HELD,
        held_until=min(now + availability.hold_for, wanted.start),
        made_at=now,
        changed_at=now,
    )
    if after is not None:
        new.initials = after.initials
        new.calendar_id, new.sequence = after.calendar_id, after.sequence + 1
    _insert(new)
    if new.status == Status.CONFIRMED:
        _booked(new, now)
    return new


def _by_hand(wanted: Wanted, *, now: datetime) -> Appointment:
    return Appointment(
        **_times(Availability.objects.current(), wanted.start),
        modality=wanted.modality,
        status=Status.CONFIRMED,
        made_at=now,
        changed_at=now,
    )


def _times(availability: Availability, start: datetime) -> dict[str, Any]:
    """Return the fields of an appointment that say when it is."""
    end = start + timedelta(minutes=availability.length)
    begin_free = start - timedelta(minutes=availability.before)
    end_free = end + timedelta(minutes=availability.after)
    return {"starts_at": start, "ends_at": end, "during": (begin_free, end_free)}


def _insert(new: Appointment) -> None:
    """Raise NotFreeError where Postgres has another at that time."""
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        if OVERLAP in str(error):
            raise NotFreeError from None
        raise


def _leave(
    appointment: Appointment,
    begin: Status,
    end: Status,
    verb: Verb,
    *,
    who: str,
    now: datetime,
) -> bool:
    if appointment.status != begin:
        return False
    _change(appointment, end, verb, who=who, now=now)
    _not_booked(appointment)
    return True


def _change(
    appointment: Appointment, status: Status, verb: Verb, *, who: str, now: datetime
) -> None:
    appointment.status, appointment.changed_at = status, now
    appointment.sequence += 1
    appointment.save(update_fields=["status", "changed_at", "sequence"])
    audit.record(who, verb, appointment.thing, now=now)


def _booked(appointment: Appointment, now: datetime) -> None:
    """An agreed time is an answer."""
    if appointment.enquiry_id is None:
        return
    enquiry = Enquiry.objects.filter(pk=appointment.enquiry_id).exclude(status=CLOSED)
    answered_at = Coalesce("answered_at", now)
    enquiry.update(status=Enquiry.Status.BOOKED, answered_at=answered_at)


def _not_booked(appointment: Appointment) -> None:
    if appointment.enquiry_id is None:
        return
    enquiry = Enquiry.objects.filter(pk=appointment.enquiry_id, status=Enquiry.Status.BOOKED)
    enquiry.update(status=Enquiry.Status.ANSWERED)
