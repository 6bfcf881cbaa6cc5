"""What becomes of the time of somebody who came back with her number.

Whatever changes something is called inside a transaction that has locked the enquiry, and is safe
to repeat. Buttons say which time they are about: one on a page from before changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from contact import booking, time_mail
from contact.booking import TooLateError, Wanted
from contact.choices import ReplyBy
from contact.her_time import HerTime, State, her_time
from contact.models import Appointment, Enquiry
from contact.return_code import OpenedByCode
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import PracticeProfile
from practice.sealing import SealError

WaitsFor = Appointment.WaitsFor

MOST_CHOSEN = 6  # within a day: each keeps a time from others, and tells the therapist


class ChangedMeanwhileError(Exception):
    """What asks for it is a page from before: her time stands differently now."""


class TooManyChosenError(Exception):
    """She may ring instead."""


def card_of(enquiry: Enquiry, opened: OpenedByCode) -> SafeContact:
    """Return her card; an empty one where it is damaged: then no way is known to be safe."""
    try:
        return SafeContact.of(enquiry.unseal_by_code(opened))
    except SealError:
        return SafeContact.of({})


def can_be_reminded(card: SafeContact, starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder is safe, and would come before."""
    in_time = starts_at - time_mail.REMINDED_BEFORE > now
    return in_time and card.reply_by == ReplyBy.EMAIL and card.may_be_reached


@dataclass(frozen=True)
class Choice:
    """A time that she chose; in place of the one that the page of her button showed, if any."""

    wanted: Wanted
    instead_of: UUID | None
    remind: bool


def take(
    enquiry: Enquiry,
    opened: OpenedByCode,
    choice: Choice,
    *,
    profile: PracticeProfile,
    on_hold: Callable[[], object],
    now: datetime,
) -> Appointment:
    """Give her that time, and plan what she is told of it. The one before is then free again.

    `on_hold` is called once a time is kept where she had none. Raises what `on_hold` raises and
    NotFreeError, after which she has what she had; TooLateError, TooManyChosenError and
    ChangedMeanwhileError.
    """
    hers = her_time(enquiry, profile, now)
    had = hers.to_change
    if had and choice.wanted.is_of(had):
        return had
    may_take(enquiry, hers, choice.instead_of, now)
    if had:
        who = audit.ENQUIRER
        new = booking.move(had, choice.wanted, profile=profile, who=who, now=now)
    else:
        with transaction.atomic():  # the caller's goes on where `on_hold` raises
            new = booking.hold(enquiry, choice.wanted, profile=profile, now=now)
            on_hold()
    card = card_of(enquiry, opened)
    time_mail.expect(enquiry, card, new, remind=choice.remind, now=now)
    _read_anew(enquiry)
    return new


def may_take(enquiry: Enquiry, hers: HerTime, instead_of: UUID | None, now: datetime) -> None:
    """Raise what speaks against another time, as `take` does; `instead_of` as in Choice."""
    has = hers.to_change.pk if hers.to_change else None
    may_have_one = hers.is_changeable or hers.can_choose
    if enquiry.closed_at or instead_of != has or not may_have_one:
        raise ChangedMeanwhileError
    if hers.is_changeable and not hers.can_change:
        raise TooLateError
    lately = Appointment.objects.filter(enquiry=enquiry, made_at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_CHOSEN:
        raise TooManyChosenError


def cancel(
    enquiry: Enquiry, which: UUID | None, *, profile: PracticeProfile, now: datetime
) -> None:
    """Give her time back; no reason is asked. Raises TooLateError and ChangedMeanwhileError."""
    appointment, hers = _about(enquiry, which, profile, now)
    if hers.state == State.CANCELLED:
        return
    if not hers.is_changeable:
        raise ChangedMeanwhileError
    if not hers.can_change:
        raise TooLateError
    booking.give_back(appointment, who=audit.ENQUIRER, now=now)
    _read_anew(enquiry)


def accept(
    enquiry: Enquiry,
    opened: OpenedByCode,
    which: UUID | None,
    *,
    remind: bool,
    profile: PracticeProfile,
    now: datetime,
) -> None:
    """Say yes to the time that was offered to her. Raises ChangedMeanwhileError."""
    appointment, hers = _about(enquiry, which, profile, now)
    was_offered = appointment.waits_for == WaitsFor.ENQUIRER
    if hers.state == State.AGREED and was_offered:
        return
    if hers.state != State.OFFERED or not booking.confirm(appointment, who=audit.ENQUIRER, now=now):
        raise ChangedMeanwhileError
    appointment.refresh_from_db()
    card = card_of(enquiry, opened)
    time_mail.expect(enquiry, card, appointment, remind=remind, now=now)
    _read_anew(enquiry)


def refuse(
    enquiry: Enquiry, which: UUID | None, *, profile: PracticeProfile, now: datetime
) -> None:
    """Say no to the time that was offered to her. Raises ChangedMeanwhileError."""
    appointment, hers = _about(enquiry, which, profile, now)
    if hers.state == State.REFUSED:
        return
    if hers.state != State.OFFERED:
        raise ChangedMeanwhileError
    booking.decline(appointment, who=audit.ENQUIRER, now=now)


def _about(
    enquiry: Enquiry, which: UUID | None, profile: PracticeProfile, now: datetime
) -> tuple[Appointment, HerTime]:
    """Return the time that her button was about, if that is still the one."""
    hers = her_time(enquiry, profile, now)
    if hers.appointment is None or hers.appointment.pk != which:
        raise ChangedMeanwhileError
    return hers.appointment, hers


def _read_anew(enquiry: Enquiry) -> None:
    """Its status goes with its time."""
    enquiry.refresh_from_db(fields=["status", "answered_at"])
