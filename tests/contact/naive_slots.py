"""Free times found minute by minute, as a person would with a clock and a calendar.

Slow and simple on purpose: what contact/slots.py reckons is held against it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from contact.slots import DAY, Hours, Rules, Slot, Span, Taken

MINUTE = timedelta(minutes=1)


def naive_slots(rules: Rules, taken: list[Taken], busy: list[Span], now: datetime) -> list[Slot]:
    """What contact.slots.free_slots should return."""
    first, last = now + rules.notice, now + rules.horizon
    found: dict[datetime, set[str]] = {}
    for day in _days(first - DAY, last + DAY):
        if not _is_open(rules, day, taken):
            continue
        for hours in rules.weekly[day.weekday()] + rules.extra.get(day, ()):
            for start in _starts(rules, day, hours):
                if first <= start <= last and _is_clear(rules, start, taken, busy):
                    found.setdefault(start, set()).add(hours.modality)
    return [Slot(start, tuple(sorted(found[start]))) for start in sorted(found)]


def _days(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date()
    while day <= last.date():
        yield day
        day += DAY


def _is_open(rules: Rules, day: date, taken: list[Taken]) -> bool:
    days = [one.starts_at.astimezone(rules.zone).date() for one in taken]
    same_week = [one for one in days if one.isocalendar()[:2] == day.isocalendar()[:2]]
    is_full = days.count(day) >= rules.most_a_day or len(same_week) >= rules.most_a_week
    return day not in rules.closed and not is_full


def _is_clear(rules: Rules, start: datetime, taken: list[Taken], busy: list[Span]) -> bool:
    begin, end = start - rules.before, start + rules.length + rules.after
    spans = [(one.begin, one.end) for one in taken] + [(one.begin, one.end) for one in busy]
    return not any(begin < there_ends and there_begins < end for there_begins, there_ends in spans)


def _starts(rules: Rules, day: date, hours: Hours) -> Iterator[datetime]:
    """Go through the minutes of the day from opening to closing, as the clock on the wall shows.

    What would not end in time on a day as all others is not offered on a longer one either.
    """
    minutes = minutes_of(day, rules.zone)
    begin, end = _of_day(hours.begin), _of_day(hours.end)
    length, step = rules.length // MINUTE, rules.step // MINUTE
    seen: set[int] = set()
    closes = _first_from(end, minutes)
    for at in range(_first_from(begin, minutes), closes):
        moment, wall = minutes[at]
        fits = at + length <= closes and wall + length <= end
        if wall >= begin and (wall - begin) % step == 0 and wall not in seen and fits:
            yield moment
        seen.add(wall)


def _first_from(wall: int, minutes: list[tuple[datetime, int]]) -> int:
    later = (at for at, (_moment, shown) in enumerate(minutes) if shown >= wall)
    return next(later, len(minutes))


def _of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@cache
def minutes_of(day: date, zone: ZoneInfo) -> list[tuple[datetime, int]]:
    """Each minute that this day has in this zone, and what the clock shows, in minutes."""
    about = datetime.combine(day, time(), UTC) - timedelta(hours=16)
    moments = (about + MINUTE * ahead for ahead in range(56 * 60))
    local = ((moment, moment.astimezone(zone)) for moment in moments)
    return [(moment, _of_day(here.time())) for moment, here in local if here.date() == day]
