"""A calendar says when somebody is busy, however its program writes that down."""

from datetime import UTC, datetime, timedelta

import pytest

from contact.busy.reading import MOST_SPANS, copy_of
from contact.busy.trouble import CannotReadError
from tests.busy.calendars import WINDOW, calendar, event, read, shown

TEN_TO_ELEVEN = "1 Mar 10:00 – 1 Mar 11:00"
ODD_ZONE = """BEGIN:VTIMEZONE
TZID:My Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def at(zone: str, begin: str = "20270301T100000", end: str = "20270301T110000") -> str:
    return f"DTSTART;TZID={zone}:{begin}\nDTEND;TZID={zone}:{end}"


def trouble(raw: bytes) -> str:
    with pytest.raises(CannotReadError) as caught:
        copy_of(raw, WINDOW)
    return caught.value.because


@pytest.mark.parametrize(
    ("written", "busy"),
    [
        ("DTSTART:20270301T100000Z\nDTEND:20270301T110000Z", TEN_TO_ELEVEN),
        ("DTSTART:20270301T100000Z\nDURATION:PT1H", TEN_TO_ELEVEN),
        (at("Europe/Berlin"), "1 Mar 09:00 – 1 Mar 10:00"),
        (at("W. Europe Standard Time"), "1 Mar 09:00 – 1 Mar 10:00"),
        (at('"W. Europe Standard Time"'), "1 Mar 09:00 – 1 Mar 10:00"),
        (at("Pacific Standard Time"), "1 Mar 18:00 – 1 Mar 19:00"),
        # Without a zone, or with one that nobody knows, it is the practice's: here London's.
        (at("Somewhere/Else"), TEN_TO_ELEVEN),
        ("DTSTART:20270701T100000\nDURATION:PT1H", "1 Jul 09:00 – 1 Jul 10:00"),
        # Whole days are days of the practice: summer time begins on 28 March.
        ("DTSTART;VALUE=DATE:20270302", "2 Mar 00:00 – 3 Mar 00:00"),
        ("DTSTART;VALUE=DATE:20270302\nDTEND;VALUE=DATE:20270304", "2 Mar 00:00 – 4 Mar 00:00"),
        ("DTSTART;VALUE=DATE:20270328", "28 Mar 00:00 – 28 Mar 23:00"),
        ("DTSTART;VALUE=DATE:20270701", "30 Jun 23:00 – 1 Jul 23:00"),
    ],
)
def test_a_time_is_read_however_it_is_written(written: str, busy: str) -> None:
    assert shown(read(written)) == [busy]


def test_a_zone_that_the_calendar_brings_along_counts() -> None:
    summer = at("My Zone", "20270701T100000", "20270701T110000")
    assert shown(read(summer, before=ODD_ZONE)) == ["1 Jul 08:00 – 1 Jul 09:00"]


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "transp:transparent", "STATUS:Cancelled"]
)
def test_what_leaves_her_free_does_not_block(line: str) -> None:
    assert shown(read(event("20270301T100000Z", "20270301T110000Z", line))) == []


@pytest.mark.parametrize("line", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "STATUS:CONFIRMED"])
def test_what_may_be_blocks(line: str) -> None:
    assert shown(read(event("20270301T100000Z", "20270301T110000Z", line))) == [TEN_TO_ELEVEN]


def test_a_series_keeps_its_hour_when_the_clocks_change() -> None:
    weekly = (
        at("Europe/London", "20270322T100000", "20270322T110000") + "\nRRULE:FREQ=WEEKLY;COUNT=2"
    )
    assert shown(read(weekly)) == ["22 Mar 10:00 – 22 Mar 11:00", "29 Mar 09:00 – 29 Mar 10:00"]


def test_a_series_leaves_out_what_was_taken_out_and_moves_what_was_moved() -> None:
    series = event(
        "20270301T100000Z",
        "20270301T110000Z",
        "UID:series",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20270302T100000Z",
    )
    moved = event(
        "20270303T150000Z", "20270303T160000Z", "UID:series", "RECURRENCE-ID:20270303T100000Z"
    )
    called_off = event(
        "20270304T100000Z",
        "20270304T110000Z",
        "UID:series",
        "RECURRENCE-ID:20270304T100000Z",
        "STATUS:CANCELLED",
    )
    assert shown(read(series, moved, called_off)) == [TEN_TO_ELEVEN, "3 Mar 15:00 – 3 Mar 16:00"]


def test_spans_that_touch_become_one() -> None:
    copy = read(
        event("20270301T110000Z", "20270301T120000Z"),
        event("20270301T100000Z", "20270301T110000Z"),
        event("20270301T103000Z", "20270301T104500Z"),
        event("20270301T120001Z", "20270301T130000Z"),
    )
    assert shown(copy) == ["1 Mar 10:00 – 1 Mar 12:00", "1 Mar 12:00 – 1 Mar 13:00"]


def test_nothing_is_read_of_what_is_long_past_or_far_ahead() -> None:
    copy = read(
        event("20270227T100000Z", "20270227T235959Z"),
        event("20270227T230000Z", "20270228T010000Z"),
        event("20280313T000000Z", "20280313T010000Z"),
        event("19700101T000000Z", "19700101T010000Z", "RRULE:FREQ=YEARLY;BYMONTH=3"),
        event("00010101T000000Z", "00010101T010000Z"),
        event("99991231T000000Z", "99991231T235959Z"),
    )
    assert shown(copy)[0] == "28 Feb 00:00 – 28 Feb 01:00"
    assert shown(copy)[1:] == ["1 Mar 00:00 – 1 Mar 01:00", "1 Mar 00:00 – 1 Mar 01:00"]


def free_busy(*lines: str) -> str:
    """What some servers give instead of events."""
    about = "UID:fb\nDTSTAMP:20270101T000000Z\nDTSTART:20270301T000000Z\nDTEND:20270308T000000Z"
    return "\n".join(["BEGIN:VFREEBUSY", about, *lines, "END:VFREEBUSY"])


def test_a_calendar_that_names_nothing_but_busy_times_is_believed() -> None:
    lines = free_busy(
        "FREEBUSY;FBTYPE=BUSY:20270301T100000Z/PT1H,20270302T100000Z/20270302T110000Z",
        "FREEBUSY:20270303T100000Z/PT30M",
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270304T100000Z/PT30M",
        "FREEBUSY;FBTYPE=X-SOMETHING:20270305T100000Z/PT30M",
        "FREEBUSY;FBTYPE=free:20270306T100000Z/PT30M",
        "FREEBUSY:20200101T100000Z/PT30M,99991231T100000Z/PT30M",
    )
    copy = read(before=lines)
    assert shown(copy) == [
        TEN_TO_ELEVEN,
        "2 Mar 10:00 – 2 Mar 11:00",
        "3 Mar 10:00 – 3 Mar 10:30",
        "4 Mar 10:00 – 4 Mar 10:30",
        "5 Mar 10:00 – 5 Mar 10:30",
    ]
    assert copy.is_whole


def test_busy_times_count_beside_events_and_none_is_a_calendar_too() -> None:
    lines = free_busy("FREEBUSY:20270301T103000Z/PT1H")
    assert shown(read(event(), before=lines)) == ["1 Mar 10:00 – 1 Mar 11:30"]
    assert shown(read(before=free_busy())) == []


def test_busy_times_that_are_none_are_trouble_and_too_many_are_too_much() -> None:
    assert trouble(calendar(before=free_busy("FREEBUSY:sometimes"))) == "no_calendar"
    begin = datetime(2027, 3, 1, tzinfo=UTC)
    each = (begin + timedelta(minutes=10 * turn) for turn in range(MOST_SPANS + 1))
    many = [f"FREEBUSY:{at:%Y%m%dT%H%M%SZ}/PT5M" for at in each]
    assert trouble(calendar(before=free_busy(*many))) == "too_much"


def test_a_time_without_length_blocks_nothing() -> None:
    assert shown(read("DTSTART:20270301T100000Z")) == []


@pytest.mark.parametrize(
    "broken",
    [
        "DTSTART:hello\nDTEND:20270301T090000Z",
        "DTSTART:20270301T250000Z",
        "DTEND:20270301T090000Z",
        event("20270301T080000Z", "20270301T090000Z", "RRULE:FREQ=SOMETIMES"),
        event("20270301T080000Z", "20270301T090000Z", "RRULE:FREQ=DAILY;UNTIL=never"),
    ],
)
def test_an_entry_that_makes_no_sense_is_told_of_and_hides_no_other(broken: str) -> None:
    copy = read(broken, event())
    assert shown(copy) == [TEN_TO_ELEVEN]
    assert not copy.is_whole
    assert read(event()).is_whole


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!doctype html><title>Sign in</title>", "web_page"),
        (b"\n <?xml version='1.0'?><error/>", "web_page"),
        (b"hello", "no_calendar"),
        (b"\x00\xff\xfe" * 50, "no_calendar"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "no_calendar"),
        (b"BEGIN:VCARD\r\nFN:Unmistakable\r\nEND:VCARD\r\n", "no_calendar"),
        (b"BEGIN:VEVENT\r\nDTSTART:20270301T100000Z\r\nEND:VEVENT\r\n", "no_calendar"),
        (calendar(event())[:-30], "no_calendar"),
        (b"BEGIN:VCALENDAR\r\n" * 2000, "no_calendar"),
    ],
)
def test_what_is_no_calendar_is_told_apart(raw: bytes, because: str) -> None:
    assert trouble(raw) == because


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + calendar(event()),
        calendar(event()).replace(b"\r\n", b"\n"),
        calendar(event()).replace(b"Dentist", b"K\xe4se"),
        calendar(event(), before="X-WR-TIMEZONE:Europe/Berlin"),
        calendar() + calendar(event()),
    ],
)
def test_a_calendar_may_be_untidy(raw: bytes) -> None:
    assert shown(copy_of(raw, WINDOW)) == [TEN_TO_ELEVEN]


def test_an_empty_calendar_leaves_her_free() -> None:
    assert read().spans == []
    assert read().is_whole


def test_more_single_times_than_anybody_has_are_too_much() -> None:
    every_quarter = event("20270301T000000Z", "20270301T000100Z", "RRULE:FREQ=MINUTELY;INTERVAL=15")
    assert MOST_SPANS < 379 * 96
    assert trouble(calendar(every_quarter)) == "too_much"
