"""Free times for a first conversation, reckoned from rules. Nothing is stored, nothing asked.

All datetimes are aware; `now` is passed in. Hours are wall-clock times in the practice's zone, so
09:00 stays 09:00 when the clocks change. A time that the clocks skip is never offered, one that
they repeat is offered once, the first time.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From `begin` up to, and without, `end`."""

    begin: datetime
    end: datetime


class Taken(NamedTuple):
    """An appointment: when it starts, and the span it keeps free of others, its buffers inside."""

    starts_at: datetime
    begin: datetime
    end: datetime


class Hours(NamedTuple):
    """Hours of one day, on the wall clock; `modality` as in contact.choices.Modality."""

    begin: time
    end: time
    modality: str


@dataclass(frozen=True)
class Slot:
    """A time that can be had; `start` in UTC."""

    start: datetime
    modalities: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """When the therapist has time for first conversations.

    `weekly` has one tuple for each weekday, Monday first; `extra` adds to it on single days. On
    `closed` days there is nothing, whatever else is said. `most_a_week` counts from Monday on.
    """

    zone: ZoneInfo
    weekly: tuple[tuple[Hours, ...], ...]
    extra: Mapping[date, tuple[Hours, ...]]
    closed: Collection[date]
    length: timedelta
    step: timedelta
    before: timedelta
    after: timedelta
    notice: timedelta
    horizon: timedelta
    most_a_day: int
    most_a_week: int

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        if day in self.closed:
            return ()
        return self.weekly[day.weekday()] + self.extra.get(day, ())


def free_slots(
    rules: Rules, *, taken: Iterable[Taken], busy: Iterable[Span], now: datetime
) -> list[Slot]:
    """Return all free times from the notice on up to the horizon, in order."""
    first, last = now + rules.notice, now + rules.horizon
    days = _days(first.astimezone(rules.zone).date(), last.astimezone(rules.zone).date())
    return list(_free(rules, days, Span(first, last), list(taken), busy))


def is_free(
    rules: Rules,
    start: datetime,
    modality: str,
    *,
    taken: Iterable[Taken],
    busy: Iterable[Span],
    now: datetime,
) -> bool:
    """Whether `free_slots` would offer this time for this modality. It looks at one day only."""
    if not now + rules.notice <= start <= now + rules.horizon:
        return False
    day = start.astimezone(rules.zone).date()
    offered = _free(rules, [day], Span(start, start), list(taken), busy)
    return any(slot.start == start and modality in slot.modalities for slot in offered)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * ahead for ahead in range((last - first).days + 1)]


def _free(
    rules: Rules, days: Iterable[date], within: Span, taken: list[Taken], busy: Iterable[Span]
) -> Iterator[Slot]:
    """Reckon in seconds: a quarter has thousands of times that could be."""
    first, last = within.begin.timestamp(), within.end.timestamp()
    blocked = _Blocked([*((one.begin, one.end) for one in taken), *busy])
    begins_early, ends_late = _seconds(rules.before), _seconds(rules.length + rules.after)
    full = _Full(rules, taken)
    for day in days:
        hours = rules.hours_of(day)
        if not hours or full.has(day):
            continue
        for start, modalities in _starts(rules, day, hours):
            if first <= start <= last and blocked.leaves(start - begins_early, start + ends_late):
                yield Slot(datetime.fromtimestamp(start, UTC), modalities)


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())


def _starts(rules: Rules, day: date, hours: Iterable[Hours]) -> list[tuple[int, tuple[str, ...]]]:
    """Return in order the seconds at which something could start, and how one could meet then."""
    clock, found = _Clock(day, rules.zone), dict[int, set[str]]()
    for one in hours:
        for start in clock.starts(one, _seconds(rules.length), _seconds(rules.step)):
            found.setdefault(start, set()).add(one.modality)
    return [(start, tuple(sorted(found[start]))) for start in sorted(found)]


def _of_day(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60


class _Clock:
    """Turns seconds of one day on the wall clock into seconds since 1970, and back."""

    def __init__(self, day: date, zone: ZoneInfo) -> None:
        self._zero, self._zone = datetime.combine(day, time()), zone
        begin, end = (moment.replace(tzinfo=zone) for moment in (self._zero, self._zero + DAY))
        self._changes = begin.utcoffset() != end.utcoffset()
        self._midnight = int(begin.timestamp())

    def starts(self, hours: Hours, length: int, step: int) -> list[int]:
        """When something so long can start, and be over within the hours."""
        end = _of_day(hours.end)
        walls = range(_of_day(hours.begin), end - length + 1, step)
        if not self._changes:
            return [self._midnight + wall for wall in walls]
        starts = [(wall, self._first(wall)) for wall in walls]
        return [
            start
            for wall, start in starts
            if self._wall(start) == wall and self._wall(start + length - 1) < end
        ]

    def _first(self, wall: int) -> int:
        """The first of two moments where the clocks repeat it; another one where they skip it."""
        return int((self._zero + timedelta(seconds=wall)).replace(tzinfo=self._zone).timestamp())

    def _wall(self, moment: int) -> int:
        local = datetime.fromtimestamp(moment, self._zone).replace(tzinfo=None)
        return _seconds(local - self._zero)


class _Blocked:
    """Spans in which nothing may lie, as two sorted lists of seconds without overlaps."""

    def __init__(self, spans: Iterable[tuple[datetime, datetime]]) -> None:
        self._begins: list[float] = []
        self._ends: list[float] = []
        for begin, end in sorted((begin.timestamp(), end.timestamp()) for begin, end in spans):
            if self._ends and begin <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._begins.append(begin)
                self._ends.append(end)

    def leaves(self, begin: float, end: float) -> bool:
        """Whether the span is free. What ends as another begins does not touch it."""
        later = bisect_right(self._ends, begin)
        return later == len(self._begins) or end <= self._begins[later]


class _Full:
    """Days and weeks that have as many appointments as the therapist wants."""

    def __init__(self, rules: Rules, taken: Iterable[Taken]) -> None:
        days = [one.starts_at.astimezone(rules.zone).date() for one in taken]
        a_day, a_week = Counter(days), Counter(_week(day) for day in days)
        self._days = {day for day, count in a_day.items() if count >= rules.most_a_day}
        self._weeks = {week for week, count in a_week.items() if count >= rules.most_a_week}

    def has(self, day: date) -> bool:
        return day in self._days or _week(day) in self._weeks


def _week(day: date) -> date:
    """The Monday that begins it."""
    return day - DAY * day.weekday()
