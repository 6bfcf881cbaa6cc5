"""A week as the therapist sees it. Nothing is asked here: rules, rows and `now` are passed in.

Days are those of the practice's zone, from midnight to midnight on its clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from operator import attrgetter

from contact import week_entries
from contact.models import Appointment, BusySpan
from contact.slots import DAY, Hours, Rules, Slot, Span
from contact.week_entries import Entry, Kind, typed_span

DAYS_OF_A_WEEK = 7
AGREED = (Kind.AGREED, Kind.HAPPENED, Kind.MISSED)
STANDING = (Kind.HELD, Kind.OFFERED, Kind.AGREED)
AWAY = (Kind.BUSY, Kind.BLOCKED)


@dataclass(frozen=True)
class Day:
    """A day and what is in it, in order of time; `hours` are what she offers then, in words.

    It is too soon where all of it is over before the notice is; full where as many stand as she
    wants on one day.
    """

    date: date
    whole: Span
    entries: tuple[Entry, ...]
    hours: tuple[str, ...]
    is_today: bool
    is_past: bool
    is_closed: bool
    is_too_soon: bool
    is_full: bool

    @property
    def anchor(self) -> str:
        return f"day-{self.date.isoformat()}"

    @property
    def held(self) -> list[Entry]:
        return self._of_kind(Kind.HELD)

    @property
    def agreed(self) -> list[Entry]:
        """Those that were agreed, whatever became of them since."""
        return self._of_kind(*AGREED)

    @property
    def free(self) -> list[Entry]:
        return self._of_kind(Kind.FREE)

    @property
    def typed(self) -> str:
        return typed_span(self.whole)

    @property
    def is_blocked(self) -> bool:
        """Whether all of it was blocked by hand."""
        return any(entry.is_all_day for entry in self._of_kind(Kind.BLOCKED))

    def _of_kind(self, *kinds: Kind) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind in kinds]


@dataclass(frozen=True)
class Week:
    """Seven days."""

    days: tuple[Day, ...]

    @property
    def first(self) -> date:
        return self.days[0].date

    @property
    def last(self) -> date:
        return self.days[-1].date

    @property
    def before(self) -> date:
        return self.first - DAY * DAYS_OF_A_WEEK

    @property
    def after(self) -> date:
        return self.first + DAY * DAYS_OF_A_WEEK

    def has_to_come(self, now: datetime) -> bool:
        """Whether an appointment, or a free time, ends after `now`."""
        entries = (entry for day in self.days for entry in day.entries)
        return any(entry.end > now and entry.kind not in AWAY for entry in entries)


def monday_of(day: date) -> date:
    return day - DAY * day.weekday()


def span_of(first: date, *, days: int, rules: Rules) -> Span:
    """Return when so many days begin and end."""
    begin, end = (datetime.combine(day, time(), rules.zone) for day in (first, first + DAY * days))
    return Span(begin, end)


def week_of(
    first: date,
    *,
    rules: Rules,
    slots: Iterable[Slot],
    appointments: Iterable[Appointment],
    busy: Iterable[BusySpan],
    now: datetime,
) -> Week:
    """Return the seven days from `first` on; what lies outside them is left out.

    `slots` are free times in order, as contact.slots.free_slots gives them. A busy span without a
    calendar was blocked by hand.
    """
    entries = [
        *week_entries.free(rules, slots, now),
        *week_entries.kept(rules, appointments, now),
        *week_entries.busy(rules, busy),
    ]
    days = (first + DAY * ahead for ahead in range(DAYS_OF_A_WEEK))
    return Week(tuple(_day(day, rules, entries, now) for day in days))


def _day(day: date, rules: Rules, entries: Iterable[Entry], now: datetime) -> Day:
    today, whole = now.astimezone(rules.zone).date(), span_of(day, days=1, rules=rules)
    here = list(filter(None, (entry.within(whole) for entry in entries)))
    return Day(
        date=day,
        whole=whole,
        entries=tuple(sorted(here, key=attrgetter("begin", "end"))),
        hours=_in_words(rules.hours_of(day)),
        is_today=day == today,
        is_past=day < today,
        is_closed=day in rules.closed,
        is_too_soon=whole.end <= now + rules.notice,
        is_full=sum(entry.kind in STANDING for entry in here) >= rules.most_a_day,
    )


def _in_words(offered: Iterable[Hours]) -> tuple[str, ...]:
    """Say each once, however many ways to meet there are in it."""
    once = dict.fromkeys((hours.begin, hours.end) for hours in offered)
    return tuple(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in sorted(once))
