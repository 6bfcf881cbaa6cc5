"""Hypothesis strategies: rules, what is taken and a moment, most often about a change of clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from contact.slots import DAY, Hours, Rules, Slot, Span, Taken, free_slots, is_free

YEARS = range(2012, 2031)
ZONES = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",  # a quarter past
    "Pacific/Apia",  # on the other side of the date line since 2011
    "Africa/Casablanca",  # with the moon
    "America/Havana",  # at midnight
    "America/Santiago",  # at midnight, and back to the day before
    "Australia/Sydney",
    "America/Sao_Paulo",
    "America/St_Johns",
]
NIGHT, DAYTIME = st.integers(0, 5 * 12), st.integers(0, 1400 // 5)  # five minutes each
MODALITIES = ["online", "in_person", "phone"]


@dataclass(frozen=True)
class Situation:
    """All that free times hang on."""

    rules: Rules
    taken: list[Taken]
    busy: list[Span]
    now: datetime

    @property
    def free(self) -> list[Slot]:
        return free_slots(self.rules, taken=self.taken, busy=self.busy, now=self.now)

    def is_free(self, start: datetime, modality: str, *, now: datetime | None = None) -> bool:
        now = now or self.now
        return is_free(self.rules, start, modality, taken=self.taken, busy=self.busy, now=now)


@cache
def changes(zone: str, years: range = YEARS) -> list[date]:
    """The days on which the clocks change."""
    there = ZoneInfo(zone)
    days = (date(years[0], 1, 1) + DAY * ahead for ahead in range(366 * len(years)))
    return [day for day in days if _offset(day, there) != _offset(day + DAY, there)]


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), zone).utcoffset()


def minutes(least: int, most: int, *, step: int = 5) -> st.SearchStrategy[timedelta]:
    return st.integers(least // step, most // step).map(lambda n: timedelta(minutes=n * step))


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def some_hours(draw: st.DrawFn) -> Hours:
    begin = draw(st.one_of(NIGHT, DAYTIME)) * 5
    end = draw(st.one_of(st.integers(begin + 5, begin + 150), st.integers(begin + 5, begin + 600)))
    return Hours(_clock(begin), _clock(min(end, 1439)), draw(st.sampled_from(MODALITIES)))


@st.composite
def days_about(draw: st.DrawFn, zone: str) -> date:
    """A day of these years: as often as not one on which the clocks change."""
    any_day = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    if not changes(zone):
        return draw(any_day)
    return draw(st.one_of(st.sampled_from(changes(zone)), any_day))


@st.composite
def situations(draw: st.DrawFn, *, horizon: int = 4, zone: str = "") -> Situation:
    """Up to `horizon` days ahead; in any zone where none is named."""
    zone = zone or draw(st.sampled_from(ZONES))
    day = draw(days_about(zone))
    near = st.integers(-1, 4).map(lambda ahead: day + DAY * ahead)
    some = st.lists(some_hours(), min_size=1, max_size=2).map(tuple)
    rules = Rules(
        zone=ZoneInfo(zone),
        weekly=tuple(draw(some) for _ in range(7)),
        extra=draw(st.dictionaries(near, some, max_size=2)),
        closed=draw(st.frozensets(near, max_size=1)),
        length=draw(minutes(10, 120)),
        step=draw(minutes(5, 120)),
        before=draw(minutes(0, 60)),
        after=draw(minutes(0, 60)),
        notice=draw(minutes(0, 24 * 60, step=60)),
        horizon=timedelta(days=draw(st.integers(2, horizon))),
        most_a_day=draw(st.integers(1, 3)),
        most_a_week=draw(st.integers(1, 6)),
    )
    seconds = draw(st.integers(-86400, 43200))
    now = datetime.combine(day, time(), UTC) - DAY + timedelta(seconds=seconds)
    spans = st.lists(some_spans(now), max_size=4)
    taken = [Taken(begin + rules.before, begin, end) for begin, end in draw(spans)]
    return Situation(rules, taken, draw(spans), now)


@st.composite
def some_spans(draw: st.DrawFn, now: datetime) -> Span:
    """Within the first days, where they meet hours of a night that changes the clocks."""
    about = now.replace(minute=0, second=0)
    begin = about + draw(minutes(-1440, 5 * 1440))
    return Span(begin, begin + draw(minutes(5, 300)))
