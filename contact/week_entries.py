"""What stands in a therapist's week: free times, appointments, times at which she is busy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.models import Appointment, BusySpan
from contact.models.appointment import WaitsFor
from contact.slots import Rules, Slot, Span
from contact.time_in_words import way_of
from contact.timetable import as_typed

Status = Appointment.Status


class Kind(StrEnum):
    """What an entry is. HELD waits for the therapist, OFFERED for somebody on the waiting list."""

    FREE = "free"
    HELD = "held"
    OFFERED = "offered"
    AGREED = "agreed"
    HAPPENED = "happened"
    MISSED = "missed"
    BUSY = "busy"
    BLOCKED = "blocked"


# Those that keep their time, or did: what came to nothing is not in the week.
SHOWN = {
    Status.HELD: Kind.HELD,
    Status.CONFIRMED: Kind.AGREED,
    Status.HAPPENED: Kind.HAPPENED,
    Status.MISSED: Kind.MISSED,
}
WORDS: dict[Kind, str | Promise] = {
    Kind.HELD: gettext_lazy("waits for your yes"),
    Kind.OFFERED: gettext_lazy("offered, waits for an answer"),
    Kind.AGREED: gettext_lazy("agreed"),
    Kind.HAPPENED: gettext_lazy("took place"),
    Kind.MISSED: gettext_lazy("nobody came"),
    Kind.BUSY: gettext_lazy("busy, as one of your calendars says"),
    Kind.BLOCKED: gettext_lazy("blocked by you"),
}


class Button(NamedTuple):
    """What can be done with an appointment: `to` is what its form sends."""

    to: str
    words: str | Promise
    is_next: bool = False


HAPPENED = Button("happened", gettext_lazy("Took place"))
MISSED = Button("missed", gettext_lazy("Nobody came"))
BUTTONS = {
    Kind.OFFERED: [Button("agree", gettext_lazy("They said yes"))],
    Kind.HELD: [
        Button("agree", gettext_lazy("Agree"), is_next=True),
        Button("decline", gettext_lazy("Decline")),
    ],
    Kind.HAPPENED: [MISSED],
    Kind.MISSED: [HAPPENED],
}


@dataclass(frozen=True)
class Entry:
    """Something of one day, from `begin` to `end` on the clock of the practice.

    A free one is a run of times at which a conversation could begin: `starts`. A blocked one has
    the pk of its BusySpan as `span`.
    """

    begin: datetime
    end: datetime
    kind: Kind
    words: str
    reference: str = ""
    appointment: Appointment | None = None
    starts: tuple[Slot, ...] = ()
    span: int | None = None
    has_begun: bool = False
    is_all_day: bool = False

    @property
    def buttons(self) -> list[Button]:
        if self.kind == Kind.AGREED:
            return [HAPPENED, MISSED] if self.has_begun else []
        return BUTTONS.get(self.kind, [])

    @property
    def can_be_moved(self) -> bool:
        return self.kind in (Kind.HELD, Kind.AGREED) and not self.has_begun

    @property
    def can_be_called_off(self) -> bool:
        return self.kind in (Kind.AGREED, Kind.OFFERED) and not self.has_begun

    @property
    def can_be_changed(self) -> bool:
        return self.can_be_moved or self.can_be_called_off

    @property
    def typed(self) -> str:
        return typed_span(Span(self.begin, self.end))

    @property
    def singles(self) -> list["Entry"]:
        """The single times of a free run, each as long as one conversation."""
        if len(self.starts) < 2:
            return []
        length = self.end - self.starts[-1].start
        here = self.begin.tzinfo
        spans = [(slot.start.astimezone(here), slot.start + length) for slot in self.starts]
        return [
            replace(self, begin=begin, end=end.astimezone(here), starts=()) for begin, end in spans
        ]

    def within(self, day: Span) -> "Entry | None":
        """Return what of it is in that day: busy times may last for many days."""
        if self.kind not in (Kind.BUSY, Kind.BLOCKED):
            return self if day.begin <= self.begin < day.end else None
        begin, end = max(self.begin, day.begin), min(self.end, day.end)
        if begin >= end:
            return None
        return replace(self, begin=begin, end=end, is_all_day=Span(begin, end) == day)


def typed_span(span: Span) -> str:
    """Return it as forms carry it: "2027-03-02T14:00Z 2027-03-02T14:50Z"."""
    return f"{as_typed(span.begin)} {as_typed(span.end)}"


def free(rules: Rules, slots: Iterable[Slot], now: datetime) -> Iterator[Entry]:
    """Gather free times that follow one another into runs."""
    run: list[Slot] = []
    for slot in slots:
        if run and not _follows(rules, run[-1], slot):
            yield _run(rules, run, now)
            run = []
        run.append(slot)
    if run:
        yield _run(rules, run, now)


def _follows(rules: Rules, before: Slot, slot: Slot) -> bool:
    return slot.start - before.start == rules.step and slot.modalities == before.modalities


def _run(rules: Rules, run: list[Slot], now: datetime) -> Entry:
    return Entry(
        run[0].start.astimezone(rules.zone),
        (run[-1].start + rules.length).astimezone(rules.zone),
        Kind.FREE,
        _free_words(rules, run, now),
        starts=tuple(run),
    )


def _free_words(rules: Rules, run: list[Slot], now: datetime) -> str:
    """Say how one could meet then, and whether that can be chosen by now."""
    ways = {"how": get_text_list([way_of(way) for way in run[0].modalities], _("or"))}
    if run[-1].start < now + rules.notice:
        return _("free, but too soon to be chosen: %(how)s") % ways
    if run[0].start > now + rules.horizon:
        return _("free, but not offered yet: %(how)s") % ways
    return _("free: %(how)s") % ways


def kept(rules: Rules, appointments: Iterable[Appointment], now: datetime) -> Iterator[Entry]:
    """Take up appointments that stand, or took place, or should have."""
    for one in appointments:
        entry = entry_of(one, rules.zone, now)
        if entry is not None:
            yield entry


def entry_of(one: Appointment, zone: ZoneInfo, now: datetime) -> Entry | None:
    """Return None for one that came to nothing."""
    kind = _kind_of(one, now)
    if kind is None:
        return None
    return Entry(
        one.starts_at.astimezone(zone),
        one.ends_at.astimezone(zone),
        kind,
        _words_of(kind, one, zone),
        reference=one.reference,
        appointment=one,
        has_begun=one.starts_at <= now,
    )


def _kind_of(one: Appointment, now: datetime) -> Kind | None:
    if one.status == Status.HELD and not one.is_standing(now):
        return None
    kind = SHOWN.get(Status(one.status))
    return Kind.OFFERED if kind == Kind.HELD and one.waits_for == WaitsFor.ENQUIRER else kind


def _words_of(kind: Kind, one: Appointment, zone: ZoneInfo) -> str:
    said = {"how": way_of(one.modality), "what": WORDS[kind]}
    if kind not in (Kind.HELD, Kind.OFFERED) or one.held_until is None:
        return _("%(how)s, %(what)s") % said
    until = date_format(one.held_until.astimezone(zone), "l j F, H:i")
    return _("%(how)s, %(what)s until %(until)s") % (said | {"until": until})


def busy(rules: Rules, spans: Iterable[BusySpan]) -> Iterator[Entry]:
    """Take up busy times. Those of calendars become one where they touch: they say nothing more."""
    by_calendar: list[Span] = []
    for one in sorted(spans, key=lambda span: span.during.lower):
        begin, end = (at.astimezone(rules.zone) for at in (one.during.lower, one.during.upper))
        if one.calendar_id is None:
            yield Entry(begin, end, Kind.BLOCKED, str(WORDS[Kind.BLOCKED]), span=one.pk)
        elif by_calendar and begin <= by_calendar[-1].end:
            by_calendar[-1] = Span(by_calendar[-1].begin, max(by_calendar[-1].end, end))
        else:
            by_calendar.append(Span(begin, end))
    for span in by_calendar:
        yield Entry(span.begin, span.end, Kind.BUSY, str(WORDS[Kind.BUSY]))
