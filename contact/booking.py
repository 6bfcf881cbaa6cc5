"""Times for first conversations: asked for, offered, agreed, moved, given back.

Each function is one transaction, or part of its caller's, and safe to repeat: what is not in the
state that a move starts from stays as it is. Postgres lets no two that stand overlap
(`one_conversation_at_a_time`); the lock on the one row of Availability makes those who come at
once wait for each other, so that "most a day" holds as well. `who` is audit.ENQUIRER where she
decides herself; the other one is told, as far as that is safe.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from contact import time_mail
from contact.keeping_times import (
    LockedError,
    NotFreeError,
    Wanted,
    booked,
    card_of,
    change,
    expire,
    free,
    given_back,
    insert,
    keep_as_offer,
    locked,
    made,
    met,
    not_booked,
    put,
    put_in_place_of,
    take_turns,
    tell_other,
    tell_therapist,
    to_move,
)
from contact.models import Appointment, Availability, Enquiry
from contact.models.appointment import STANDING, Status, WaitsFor
from contact.timetable import Timetable
from practice import audit
from practice.models import PracticeProfile
from practice.models.audit_line import Verb
from practice.models.sealing_key import KeyRing

__all__ = ["LockedError", "NotFreeError", "Wanted", "expire"]


class TooLateError(Exception):
    """It can no longer be changed here: the therapist wants to be rung."""


@transaction.atomic
def hold(
    enquiry: Enquiry, wanted: Wanted, *, profile: PracticeProfile, now: datetime
) -> Appointment:
    """Give this enquiry that time, for the therapist to confirm; agreed at once where she said so.

    An enquiry that has this time already keeps it. Raises NotFreeError.
    """
    if _is_gone(wanted, enquiry, now):
        raise NotFreeError  # whoever comes late need not wait for her turn to hear it
    take_turns(enquiry.pk, now)
    standing = standing_of(enquiry, now)
    if standing and wanted.is_of(standing):
        return standing
    if standing:
        raise NotFreeError  # a second time is had by moving the first
    enquiry.refresh_from_db(fields=["status"])
    new = free(wanted, Timetable.read(profile, now), enquiry, now)
    new.enquiry = enquiry
    insert(new, now)
    if enquiry.received_at < now:  # else the mail that tells of the enquiry has been queued
        tell_therapist("time_changed", new, now)
    return new


def _is_gone(wanted: Wanted, enquiry: Enquiry, now: datetime) -> bool:
    others = Appointment.objects.standing(now).exclude(enquiry=enquiry)
    return others.filter(during__contains=wanted.start).exists()


def standing_of(enquiry: Enquiry, now: datetime) -> Appointment | None:
    """Return the time that this enquiry has, or waits for."""
    return Appointment.objects.filter(enquiry=enquiry).standing(now).first()


@transaction.atomic
def confirm(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Agree to a held time. Returns whether it is agreed (by now, or before).

    Nobody agrees for the therapist; she may do so for the other one, who rang her.
    """
    one = locked(appointment)
    may_agree = who != audit.ENQUIRER or one.waits_for == WaitsFor.ENQUIRER
    if one.status == Status.HELD and one.is_standing(now) and may_agree and not _is_closed(one):
        change(one, Status.CONFIRMED, Verb.CONFIRMED, who=who, now=now)
        booked(one, now)
        tell_other(one, "agreed", who=who, now=now)
    return one.status == Status.CONFIRMED


@transaction.atomic
def decline(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Say no to a held time. Returns whether that was still to be said."""
    one = locked(appointment)
    if one.status != Status.HELD:
        return False
    change(one, Status.DECLINED, Verb.TIME_DECLINED, who=who, now=now)
    not_booked(one.enquiry_id)
    tell_other(one, "declined", who=who, now=now)
    return True


@transaction.atomic
def give_back(appointment: Appointment, *, who: str, now: datetime) -> bool:
    """Take a held one back, or cancel an agreed one. Returns whether there was one.

    Only the enquirer cancels what is agreed: at the desk that is `cancel_for_therapist`, which
    tells the other one.
    """
    one = locked(appointment)
    if one.status == Status.CONFIRMED and who != audit.ENQUIRER:
        return False
    outcome: time_mail.Outcome = "declined" if one.status == Status.HELD else "gone"
    if not given_back(one, who=who, now=now):
        return False
    tell_other(one, outcome, who=who, now=now)
    return True


@transaction.atomic
def cancel_for_therapist(
    appointment: Appointment, *, ring: KeyRing | None, who: str, now: datetime
) -> bool:
    """Cancel what is agreed, or offered, and tell the other one, where that is safe by mail.

    Returns whether there was one to cancel. Raises LockedError where it is agreed with somebody who
    wrote and `ring` is None: what is only held has its mail queued already.
    """
    one = locked(appointment)
    was_held = one.status == Status.HELD
    card = card_of(one, ring) if one.status == Status.CONFIRMED else None
    if not given_back(one, who=who, now=now):
        return False
    time_mail.told(one, "declined" if was_held else "gone", now=now)
    if one.enquiry and card:
        time_mail.called_off(one.enquiry, card, one, now=now)
    return True


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
    one = to_move(appointment, wanted, now)
    if wanted.is_of(one):
        return one
    new = free(wanted, Timetable.read(profile, now, but_for=one), one.enquiry, now)
    put_in_place_of(one, new, who=who, now=now)
    if who == audit.ENQUIRER:
        tell_therapist("time_changed", new, now)
    return new


@transaction.atomic
def move_for_therapist(
    appointment: Appointment, wanted: Wanted, *, ring: KeyRing | None, who: str, now: datetime
) -> Appointment:
    """Put another time in its place at the desk, and tell the other one as far as safe.

    In place of an agreed one it is agreed; of one that was asked for it is an offer, since nobody
    has said yes to it. Any time to come will do at which there is no other. Raises NotFreeError,
    and LockedError where somebody wrote and `ring` is None; then the old time stands as it did.
    """
    one = to_move(appointment, wanted, now)
    if wanted.is_of(one):
        return one
    if wanted.start <= now:
        raise NotFreeError
    card, remind = card_of(one, ring), time_mail.reminds(one)
    availability, was_held = Availability.objects.current(), one.status == Status.HELD
    new = made(wanted, availability, status=Status(one.status), now=now)
    if was_held:
        keep_as_offer(new, now + availability.hold_for)
    put_in_place_of(one, new, who=who, now=now)
    if was_held:
        audit.record(who, Verb.OFFERED, new.thing, now=now)
    if new.enquiry and card and was_held:
        time_mail.offered(new.enquiry, card, new, now=now)
    elif new.enquiry and card:
        time_mail.moved(new.enquiry, card, new, remind=remind, now=now)
    return new


@transaction.atomic
def offer(
    enquiry: Enquiry, wanted: Wanted, *, until: datetime, who: str, now: datetime
) -> Appointment:
    """Keep a time for somebody on the waiting list until she says yes, or `until` is over.

    The therapist may offer any time at which there is no other. Raises NotFreeError, also where
    this enquiry has a time already. contact/waiting_list.py tells her.
    """
    take_turns(enquiry.pk, now)
    enquiry.refresh_from_db(fields=["status"])
    standing = standing_of(enquiry, now)
    if standing and wanted.is_of(standing):
        return standing
    if standing or wanted.start <= now or enquiry.status == Enquiry.Status.CLOSED:
        raise NotFreeError
    new = made(wanted, Availability.objects.current(), status=Status.HELD, now=now)
    new.enquiry = enquiry
    keep_as_offer(new, until)
    insert(new, now)
    audit.record(who, Verb.OFFERED, new.thing, now=now)
    return new


@transaction.atomic
def add(initials: str, wanted: Wanted, *, pk: UUID, who: str, now: datetime) -> Appointment:
    """Note an appointment of somebody who rang. The same `pk` again is the same one.

    Any time will do at which there is no other, past ones too. Raises NotFreeError.
    """
    take_turns(None, now)
    known = Appointment.objects.filter(pk=pk).first()
    if known:
        return known
    new = made(wanted, Availability.objects.current(), status=Status.CONFIRMED, now=now)
    new.pk, new.initials = pk, initials
    insert(new, now)
    audit.record(who, Verb.CONFIRMED, new.thing, now=now)
    return new


def can_be_changed(appointment: Appointment, availability: Availability, now: datetime) -> bool:
    """Whether the enquirer may still move or cancel it herself. What nobody agreed to she may."""
    if appointment.status == Status.HELD:
        return appointment.is_standing(now)
    return now <= appointment.starts_at - availability.change_until


@transaction.atomic
def let_go(enquiry: Enquiry, *, who: str, now: datetime) -> None:
    """Free the time of an enquiry that is closed, if it has one to come.

    Call it inside a transaction that has locked the enquiry. An answer says so that comes with the
    worker; for what is closed by a press, the news of a held time goes out.
    """
    standing = Appointment.objects.filter(enquiry=enquiry, status__in=STANDING)
    for one in standing.select_for_update(of=("self",)):
        is_news = one.status == Status.HELD and who not in (audit.ENQUIRER, audit.WORKER)
        if given_back(one, who=who, now=now):
            time_mail.told(one, "declined" if is_news else "gone", now=now)


@transaction.atomic
def settle(appointment: Appointment, status: Status, *, who: str, now: datetime) -> bool:
    """Note that an agreed one took place, or that nobody came; either can be corrected.

    Returns False for one that has not begun, or was never agreed.
    """
    one = locked(appointment)
    open_to_it = one.status in (Status.CONFIRMED, Status.HAPPENED, Status.MISSED)
    if status not in (Status.HAPPENED, Status.MISSED) or not open_to_it or one.starts_at > now:
        return False
    if one.status == status:
        return True
    if status == Status.HAPPENED:
        met(one, now)
    if who == audit.WORKER:
        put(one, status, now)
    else:
        change(one, status, Verb(status), who=who, now=now)
    return True


def _is_closed(one: Appointment) -> bool:
    return one.enquiry is not None and one.enquiry.status == Enquiry.Status.CLOSED
