"""Calendars as strangers write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from contact.busy.reading import Copy, Window, copy_of

LONDON = ZoneInfo("Europe/London")
WINDOW = Window(datetime(2027, 2, 28, tzinfo=UTC), datetime(2028, 3, 13, tzinfo=UTC), LONDON)


def calendar(*events: str, before: str = "") -> bytes:
    """Return a calendar; each event is its lines, the UID counts unless it has one."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", *before.split("\n")]
    for number, event in enumerate(events):
        uid = "" if "UID:" in event else f"UID:{number}"
        lines += ["BEGIN:VEVENT", uid, "DTSTAMP:20270101T000000Z", *event.split("\n")]
        lines += ["SUMMARY:Dentist, Mr Unmistakable", "END:VEVENT"]
    lines += ["END:VCALENDAR", ""]
    return "\r\n".join(line for line in [*lines] if line).encode() + b"\r\n"


def event(begin: str = "20270301T100000Z", end: str = "20270301T110000Z", *more: str) -> str:
    return "\n".join([f"DTSTART:{begin}", f"DTEND:{end}", *more])


def read(*events: str, before: str = "") -> Copy:
    return copy_of(calendar(*events, before=before), WINDOW)


def shown(copy: Copy) -> list[str]:
    """Return the spans in UTC: "1 Mar 10:00 – 1 Mar 11:00"."""
    return [f"{_shown(begin)} – {_shown(end)}" for begin, end in copy.spans]


def _shown(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%-d %b %H:%M")
