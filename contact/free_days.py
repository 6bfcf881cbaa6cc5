"""Free times as they are shown: by day, and no more at once than can be looked over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from contact.booking import Wanted
from contact.chosen import value_of, ways_of
from contact.slots import Slot
from contact.time_in_words import clock_of, day_of, practice_time_of, way_of

MOST_DAYS, MOST_TIMES = 10, 72  # on one page, which shows one whole day at least


@dataclass(frozen=True)
class FreeTime:
    """One button: what it sends, and what it says."""

    value: str
    clock: str
    way: str
    here: str  # on the practice's clock, where that shows something else

    @classmethod
    def of(cls, wanted: Wanted, zone: ZoneInfo) -> "FreeTime":
        return cls(
            value_of(wanted),
            clock_of(wanted.start, zone),
            way_of(wanted.modality),
            practice_time_of(wanted.start, zone),
        )


@dataclass(frozen=True)
class FreeDay:
    date: date
    name: str
    times: list[FreeTime]


@dataclass(frozen=True)
class FreeDays:
    """Some days, and the first of those before and after them; None where there are none."""

    days: list[FreeDay]
    earlier: date | None
    later: date | None


def free_days(slots: Iterable[Slot], zone: ZoneInfo, *, first: date | None = None) -> FreeDays:
    """Return the page that has `first` in it, or what comes next after it; else the first page.

    Days are those that the clocks of `zone` show.
    """
    by_day = groupby(slots, key=lambda slot: slot.start.astimezone(zone).date())
    pages = list(_pages((day, list(of_day)) for day, of_day in by_day))
    at = sum(1 for page in pages[1:] if first and page[0][0] <= first)
    return FreeDays(
        [_shown(day, of_day, zone) for day, of_day in pages[at]],
        earlier=pages[at - 1][0][0] if at else None,
        later=pages[at + 1][0][0] if at + 1 < len(pages) else None,
    )


def _pages(days: Iterable[tuple[date, list[Slot]]]) -> Iterator[list[tuple[date, list[Slot]]]]:
    page: list[tuple[date, list[Slot]]] = []
    shown = 0
    for day, slots in days:
        times = sum(len(slot.modalities) for slot in slots)
        if page and (len(page) == MOST_DAYS or shown + times > MOST_TIMES):
            yield page
            page, shown = [], 0
        page.append((day, slots))
        shown += times
    yield page


def _shown(day: date, slots: list[Slot], zone: ZoneInfo) -> FreeDay:
    times = [FreeTime.of(wanted, zone) for slot in slots for wanted in ways_of(slot)]
    return FreeDay(day, day_of(slots[0].start, zone), times)
