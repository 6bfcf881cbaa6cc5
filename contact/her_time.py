"""Where the time of somebody stands who came back with her number, in her eyes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contact import booking, returning
from contact.models import Appointment, Availability, Enquiry
from contact.time_in_words import in_words
from contact.timetable import rules_of
from practice import audit
from practice.models import AuditLine, PracticeProfile
from practice.models.audit_line import Verb

Status, WaitsFor = Appointment.Status, Appointment.WaitsFor


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
    CALLED_OFF = "called_off"  # by the therapist


CHANGEABLE = {State.WAITS, State.AGREED}
GONE = {
    State.DECLINED,
    State.EXPIRED,
    State.REFUSED,
    State.OFFER_OVER,
    State.CANCELLED,
    State.CALLED_OFF,
}
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
    availability: Availability
    moved_from: Appointment | None  # by the therapist, who did not ask her

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
        availability=availability,
        moved_from=_moved_from(appointment) if appointment and state == State.AGREED else None,
    )


def _moved_from(appointment: Appointment) -> Appointment | None:
    """Return the time before, where the therapist put this one in its place."""
    if not appointment.sequence:
        return None
    same = Appointment.objects.filter(calendar_id=appointment.calendar_id, status=Status.MOVED)
    before = same.order_by("made_at").last()
    return before if before and not _is_her_doing(before, Verb.MOVED) else None


def _is_her_doing(appointment: Appointment, verb: Verb) -> bool:
    lines = AuditLine.objects.filter(thing=appointment.thing, verb=verb)
    return lines.filter(who=audit.ENQUIRER).exists()


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
        if appointment.status in _ENDED:
            return _ENDED[Status(appointment.status)][was_offered]
        hers = appointment.status != Status.CANCELLED or _is_her_doing(appointment, Verb.CANCELLED)
        return State.CANCELLED if hers else State.CALLED_OFF
    if appointment.status == Status.HELD:
        return State.OFFERED if was_offered else State.WAITS
    return State.AGREED if appointment.starts_at > now else State.OVER


def times_kept(enquiry: Enquiry, zone: ZoneInfo, now: datetime) -> list[str]:
    """Return each time that she had or was offered, in words, with what became of it."""
    rows = Appointment.objects.filter(enquiry=enquiry).order_by("made_at", "sequence")
    return [
        _("%(when)s: %(what)s")
        % {"when": in_words(one.starts_at, one.modality, zone), "what": _became(one, now)}
        for one in rows
    ]


def _became(one: Appointment, now: datetime) -> str:
    ran_out = one.status == Status.HELD and not one.is_standing(now)
    label = str((Status.EXPIRED if ran_out else Status(one.status)).label)
    return label[:1].lower() + label[1:]
