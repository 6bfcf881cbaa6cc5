"""Says from a calendar when somebody is busy, and nothing of what she does then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event, FreeBusy, vPeriod

from contact.busy.trouble import CannotReadError, Trouble

MOST_SPANS = 20_000  # single times, before those that touch are made one
DAY = timedelta(days=1)

Seconds = tuple[int, int]  # from the first up to, and without, the second; since 1970
Entry = list[Event] | FreeBusy  # a series with its exceptions, or busy times without events


@dataclass(frozen=True)
class Window:
    """Only what is busy in here is of interest. `zone` is for times that name none."""

    begin: datetime
    end: datetime
    zone: ZoneInfo


@dataclass(frozen=True)
class Copy:
    """When somebody is busy, in order and without overlaps; `is_whole` if all was understood."""

    spans: list[Seconds]
    is_whole: bool


def copy_of(raw: bytes, window: Window) -> Copy:
    """Raises CannotReadError for what is no calendar, or has too much in it."""
    found: list[Seconds] = []
    is_whole = True
    for entry in _entries(_calendars(raw)):
        try:
            found += _spans(entry, window)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - each broken entry breaks the library in its own way
            is_whole = False
        if len(found) > MOST_SPANS:
            raise CannotReadError(Trouble.TOO_MUCH)
    return Copy(list(_joined(found)), is_whole)


def _calendars(raw: bytes) -> list[Calendar]:
    text = raw.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise CannotReadError(Trouble.EMPTY)
    if text.startswith(b"<"):
        raise CannotReadError(Trouble.WEB_PAGE)
    try:
        found = Calendar.from_ical(text, multiple=True)
    except (ValueError, TypeError, LookupError):  # as the library finds it broken
        raise CannotReadError(Trouble.NO_CALENDAR) from None
    calendars = [one for one in found if isinstance(one, Calendar)]
    if not calendars:
        raise CannotReadError(Trouble.NO_CALENDAR)
    return calendars


def _entries(calendars: Iterable[Calendar]) -> Iterator[Entry]:
    parts = [part for one in calendars for part in one.walk()]
    yield from _by_uid(part for part in parts if isinstance(part, Event))
    yield from (part for part in parts if isinstance(part, FreeBusy))


def _by_uid(events: Iterable[Event]) -> Iterable[list[Event]]:
    """A series and its exceptions have one UID; one that is broken must not hide the others."""
    series: dict[str, list[Event]] = defaultdict(list)
    for number, event in enumerate(events):
        series[str(event.get("UID") or number)].append(event)
    return series.values()


def _spans(entry: Entry, window: Window) -> list[Seconds]:
    times = _named(entry) if isinstance(entry, FreeBusy) else _expanded(entry, window)
    spans = (_clipped(one, window) for one in times)
    return [(begin, end) for begin, end in spans if begin < end]


def _named(free_busy: FreeBusy) -> list[vPeriod]:
    """Some servers give nothing but these: without them she would seem free all the time."""
    found = free_busy.get("FREEBUSY", [])
    periods = found if isinstance(found, list) else [found]
    return [one for one in periods if str(one.params.get("FBTYPE", "")).upper() != "FREE"]


def _expanded(series: list[Event], window: Window) -> list[Event]:
    calendar = Calendar()
    for event in series:
        calendar.add_component(event)
    # A day more at both ends, since times without a zone are compared as if they were in UTC.
    times = recurring_ical_events.of(calendar).between(window.begin - DAY, window.end + DAY)
    return [one for one in times if _blocks(one)]


def _blocks(event: Event) -> bool:
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not is_free and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _clipped(event: Event | vPeriod, window: Window) -> Seconds:
    begin, end = (_seconds(when, window.zone) for when in (event.start, event.end))
    return max(begin, _seconds(window.begin, UTC)), min(end, _seconds(window.end, UTC))


def _seconds(when: date | datetime, zone: tzinfo) -> int:
    """A day begins at midnight of the practice's zone, and there too is what names no zone."""
    moment = when if isinstance(when, datetime) else datetime.combine(when, time())
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


def _joined(spans: Iterable[Seconds]) -> Iterator[Seconds]:
    """One span for those that touch."""
    open_begin, open_end = None, 0
    for begin, end in sorted(spans):
        if open_begin is not None and begin <= open_end:
            open_end = max(open_end, end)
            continue
        if open_begin is not None:
            yield open_begin, open_end
        open_begin, open_end = begin, end
    if open_begin is not None:
        yield open_begin, open_end
