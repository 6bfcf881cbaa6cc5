"""What becomes of the time of somebody who came back with her number.

Whatever changes something is called inside a transaction that has locked the enquiry, and is safe
to repeat. Buttons say which time they are about: one on a page from before changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from contact import booking, returning, time_mail
from contact.booking import TooLateError, Wanted
from contact.choices import ReplyBy
from contact.models import Appointment, Availability, Enquiry
from contact.return_code import OpenedByCode
from contact.safe_contact import SafeContact
from contact.timetable import rules_of
from practice import audit
from practice.models import PracticeProfile
from practice.sealing import SealError

Status, WaitsFor = Appointment.Status, Appointment.WaitsFor

MOST_CHOSEN = 6  # within a day: each keeps a time from others, and tells the therapist


class ChangedMeanwhileError(Exception):
    """What asks for it is a page from before: her time stands differently now."""


class TooManyChosenError(Exception):
    """She may ring instead."""


class State(StrEnum):
    """Where her time stands, as she sees it."""

    NONE = "none"
    WAITS = "waits"  # for the therapist's yes
    OFFERED = "offered"  # and waits for hers
    AGREED = "agreed"
    OVER = "over"  # its hour has come
    DECLINED = "declined"
    EXPIRED = "expired"
    REFUSED = "refused"  # she said no to an offer
    OFFER_OVER = "offer_over"
    CANCELLED = "cancelled"


CHANGEABLE = {State.WAITS, State.AGREED}
GONE = {State.DECLINED, State.EXPIRED, State.REFUSED, State.OFFER_OVER, State.CANCELLED}
NEVER_HERS = {State.REFUSED, State.OFFER_OVER}

# What no longer stands: asked for by her; offered by the therapist.
_ENDED = {
    Status.HELD: (State.EXPIRED, State.OFFER_OVER),  # and nobody has noted it yet
    Status.EXPIRED: (State.EXPIRED, State.OFFER_OVER),
    Status.DECLINED: (State.DECLINED, State.REFUSED),
    Status.HAPPENED: (State.OVER, State.OVER),
    Status.MISSED: (State.OVER, State.OVER),
}


@dataclass(frozen=True)
class HerTime:
    """The time that she has, or had last, and whether she can change it or choose one."""

    appointment: Appointment | None
    state: State
    change_until: datetime | None
    can_change: bool
    can_choose: bool
    is_to_come: bool

    @property
    def is_changeable(self) -> bool:
        """Whether it is of a kind that can be changed, be it too late for that or not."""
        return self.state in CHANGEABLE

    @property
    def to_change(self) -> Appointment | None:
        """The one that moving or cancelling is about."""
        return self.appointment if self.is_changeable else None

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def is_for_a_calendar(self) -> bool:
        """Whether there is something to enter, or to take out again."""
        was_hers = self.is_changeable or self.state in GONE - NEVER_HERS
        return self.is_to_come and was_hers


def her_time(enquiry: Enquiry, profile: PracticeProfile, now: datetime) -> HerTime:
    """Return how it stands, by two questions to Postgres."""
    availability, rules = rules_of(profile, now)
    appointment = _last(enquiry, now)
    state = _state(appointment, now)
    offered = profile.opening_now().offers_conversations and any([*rules.weekly, *rules.extra])
    is_free_to = state in GONE | {State.NONE} and not returning.is_closed(enquiry, now)
    begins = appointment.starts_at if appointment else None
    return HerTime(
        appointment,
        state,
        change_until=begins and begins - availability.change_until,
        can_change=state in CHANGEABLE and _is_in_time(appointment, availability, now),
        can_choose=offered and is_free_to,
        is_to_come=begins is not None and begins > now,
    )


def _is_in_time(appointment: Appointment | None, availability: Availability, now: datetime) -> bool:
    return appointment is not None and booking.can_be_changed(appointment, availability, now)


def _last(enquiry: Enquiry, now: datetime) -> Appointment | None:
    """Return the one that stands, or else the one before."""
    rows = list(Appointment.objects.filter(enquiry=enquiry).order_by("made_at", "sequence"))
    return next((one for one in rows if one.is_standing(now)), rows[-1] if rows else None)


def _state(appointment: Appointment | None, now: datetime) -> State:
    if appointment is None:
        return State.NONE
    was_offered = appointment.waits_for == WaitsFor.ENQUIRER
    if not appointment.is_standing(now):
        cancelled = State.CANCELLED, State.CANCELLED
        return _ENDED.get(Status(appointment.status), cancelled)[was_offered]
    if appointment.status == Status.HELD:
        return State.OFFERED if was_offered else State.WAITS
    return State.AGREED if appointment.starts_at > now else State.OVER


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
    now: datetime,
) -> Appointment:
    """Give her that time, and plan what she is told of it. The one before is then free again.

    Raises NotFreeError, after which she has what she had; TooLateError, TooManyChosenError and
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
        new = booking.hold(enquiry, choice.wanted, profile=profile, now=now)
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
