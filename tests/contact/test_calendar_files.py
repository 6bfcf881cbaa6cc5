"""A calendar file says a title and a time, to whoever asks with the number, and nothing more.

The files are read by another library than the one that writes them.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from ical.types import Classification

from contact import booking
from contact.booking import Wanted
from contact.chosen import value_of
from contact.models import Appointment, Enquiry
from practice.models import PracticeProfile
from tests.contact.returning import RETURN, come_back, send, text
from tests.factories import A_MONDAY, make_availability
from tests.visitor import pressing_send

AT_TEN = Wanted(A_MONDAY + timedelta(days=2, hours=1), "in_person")
AT_TWO = Wanted(A_MONDAY + timedelta(days=2, hours=5), "online")
MOST_OCTETS = 75  # of a line, by RFC 5545, without its end
EVIL = "Tea\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM"


@pytest.fixture(autouse=True)
def clock(profile: PracticeProfile) -> Iterator[time_machine.Traveller]:
    make_availability()
    PracticeProfile.objects.update(town="Harbour Town")
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def number(client: Client) -> str:
    return send(client, message="Nobody may know of this.")


@pytest.fixture
def held(number: str, profile: PracticeProfile) -> Appointment:
    return booking.hold(Enquiry.objects.get(), AT_TEN, profile=profile, now=A_MONDAY)


def ask(client: Client, number: str, which: Appointment, **fields: str) -> Any:
    return come_back(client, number, do="calendar", time=which.pk.hex, **fields)


def read(response: Any) -> tuple[str, Event]:
    """Return the method and the one event of a file."""
    assert response.status_code == 200
    calendar = IcsCalendarStream.calendar_from_ics(response.content.decode())
    [event] = calendar.events
    assert [calendar.todos, calendar.journal, calendar.freebusy, calendar.timezones] == [[]] * 4
    return str(calendar.method), event


def lines(response: Any) -> list[bytes]:
    return list(response.content.split(b"\r\n"))


def names(response: Any) -> list[str]:
    """The names of all properties, in the order of their lines, folded lines put together."""
    whole = response.content.replace(b"\r\n ", b"").decode()
    return [re.split("[:;]", line)[0] for line in whole.split("\r\n") if line]


def test_it_says_title_and_time_and_nothing_else(
    client: Client, number: str, held: Appointment
) -> None:
    response = ask(client, number, held)
    method, event = read(response)
    assert method == "PUBLISH"
    assert event.summary == "Appointment"
    assert (event.start, event.end) == (AT_TEN.start, AT_TEN.start + timedelta(minutes=50))
    assert event.classification == Classification.PRIVATE
    assert names(response) == [
        "BEGIN",
        "VERSION",
        "PRODID",
        "METHOD",
        "BEGIN",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
        "SEQUENCE",
        "CLASS",
        "STATUS",
        "TRANSP",
        "END",
        "END",
    ]
    said = response.content.decode()
    for word in ("Vale", "Robin", "practice", "Attune", "Harbour", "Nobody", number, "http"):
        assert word not in said
    assert held.enquiry_id
    for secret in (held.pk, held.enquiry_id):
        assert str(secret) not in said
        assert secret.hex not in said


def test_it_is_a_file_that_nothing_keeps_under_a_neutral_name(
    client: Client, number: str, held: Appointment
) -> None:
    response = ask(client, number, held)
    assert response["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_times_are_in_utc_in_summer_too(
    client: Client, number: str, profile: PracticeProfile, clock: time_machine.Traveller
) -> None:
    june = A_MONDAY.replace(month=6, day=2)
    in_june = Wanted(june.replace(hour=13), "online")  # fourteen o'clock in London
    clock.move_to(june - timedelta(days=5))
    summer = booking.hold(
        Enquiry.objects.get(), in_june, profile=profile, now=june - timedelta(days=5)
    )
    response = ask(client, number, summer)
    assert b"\r\nDTSTART:20270602T130000Z\r\n" in response.content
    assert "Wednesday 2 June, 14:00" in text(come_back(client, number))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dentist", "Dentist"),
        ("", "Appointment"),
        ("   ", "Appointment"),
        ('a,b;c\\d:e"f', 'a,b;c\\d:e"f'),
        ("Zahnärztin 🦷", "Zahnärztin 🦷"),
        ("\u202eevil\x00\x07", "evil"),
        (EVIL, "Tea BEGIN:VALARM ACTION:DISPLAY END:VALARM"),
        ("\\nBEGIN:VALARM", "\\nBEGIN:VALARM"),
        ("x\u2028y\u0085z", "x yz"),
    ],
)
def test_the_title_is_hers_whatever_she_types_and_stays_one_line(
    client: Client, number: str, held: Appointment, typed: str, kept: str
) -> None:
    response = ask(client, number, held, title=typed)
    _method, event = read(response)
    assert event.summary == kept
    assert event.alarm == []
    assert [line for line in lines(response) if line.startswith(b"BEGIN")] == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
    ]


@pytest.mark.parametrize("title", ["Dentist", "ä" * 60, "🦷" * 60, "," * 60])
def test_lines_end_and_fold_as_the_standard_says(
    client: Client, number: str, held: Appointment, title: str
) -> None:
    response = ask(client, number, held, title=title)
    assert response.content.endswith(b"END:VCALENDAR\r\n")
    assert response.content.count(b"\n") == response.content.count(b"\r\n")
    assert response.content.count(b"\r") == response.content.count(b"\r\n")
    assert max(map(len, lines(response))) <= MOST_OCTETS
    for line in lines(response):
        line.decode()  # no sign is torn in two
    assert read(response)[1].summary == title


def test_sixty_signs_are_enough_and_one_more_is_asked_to_be_shorter(
    client: Client, number: str, held: Appointment
) -> None:
    assert ask(client, number, held, title="x" * 60).status_code == 200
    response = ask(client, number, held, title="x" * 61)
    assert response.status_code == 422
    assert "Please make it shorter: 60 signs at most." in text(response)
    assert 'value="' + "x" * 61 in response.content.decode()


def test_the_title_is_kept_nowhere(client: Client, number: str, held: Appointment) -> None:
    ask(client, number, held, title="Dentist")
    assert "Dentist" not in come_back(client, number).content.decode()
    assert "Dentist" not in str(Appointment.objects.values())


def test_the_town_is_in_it_only_where_she_asks_and_there_is_one_to_go_to(
    client: Client, number: str, held: Appointment, profile: PracticeProfile
) -> None:
    assert "Put the town in as well" in text(come_back(client, number))
    assert read(ask(client, number, held))[1].location is None
    assert read(ask(client, number, held, with_place="on"))[1].location == "Harbour Town"

    online = booking.move(held, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    assert "Put the town in" not in text(come_back(client, number))
    assert read(ask(client, number, online, with_place="on"))[1].location is None


def test_a_moved_time_changes_the_same_entry_and_a_cancelled_one_takes_it_out(
    client: Client, number: str, held: Appointment, profile: PracticeProfile
) -> None:
    """UID stays and SEQUENCE rises, whatever becomes of it."""
    files = [read(ask(client, number, held))]
    booking.confirm(held, who="therapist", now=A_MONDAY)
    files.append(read(ask(client, number, held)))
    moved = booking.move(held, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    files.append(read(ask(client, number, moved)))
    booking.give_back(moved, who="enquirer", now=A_MONDAY)
    files.append(read(ask(client, number, moved)))

    assert [method for method, _event in files] == ["PUBLISH", "PUBLISH", "PUBLISH", "CANCEL"]
    events = [event for _method, event in files]
    assert [event.status for event in events] == [
        EventStatus.TENTATIVE,
        EventStatus.CONFIRMED,
        EventStatus.TENTATIVE,
        EventStatus.CANCELLED,
    ]
    assert {event.uid for event in events} == {str(held.calendar_id)}
    numbers = [int(event.sequence or 0) for event in events]
    assert numbers == sorted(set(numbers))
    assert events[2].start == events[3].start == AT_TWO.start


def test_what_ran_out_is_taken_out_with_a_higher_number_before_the_worker_notes_it_and_after(
    client: Client, number: str, held: Appointment, clock: time_machine.Traveller
) -> None:
    before = read(ask(client, number, held))[1]
    until = held.held_until
    assert isinstance(until, datetime)
    assert until < AT_TEN.start
    clock.move_to(until)
    method, unnoted = read(ask(client, number, held))
    assert method == "CANCEL"
    booking.expire(until)
    noted = read(ask(client, number, held))[1]
    assert int(before.sequence or 0) < int(unnoted.sequence or 0) == int(noted.sequence or 0)


def test_the_page_stays_in_use_after_the_file_was_taken(number: str, held: Appointment) -> None:
    """A download leaves the page where it is: its other buttons must not have grown stale."""
    strict = Client(enforce_csrf_checks=True)
    asked = pressing_send(strict.get(RETURN).content.decode()) | {"number": number}
    page = strict.post(RETURN, asked).content.decode()
    fields = forms(page)
    file = strict.post(RETURN, fields["calendar"])
    assert read(file)[0] == "PUBLISH"
    assert strict.post(RETURN, fields["calendar"]).status_code == 200
    assert strict.post(RETURN, fields["cancel"]).status_code == 200
    assert strict.post(RETURN, fields["calendar"]).status_code == 403  # another page came since


def forms(page: str) -> dict[str, dict[str, str]]:
    """What each form of the page posts, by what it does."""
    document: Any = lxml.html.document_fromstring(page)
    each = [dict(form.form_values()) for form in document.forms]
    return {fields["do"]: fields for fields in each if "do" in fields}


def test_a_refused_file_makes_the_pages_before_it_stale_like_any_answer(
    number: str, held: Appointment
) -> None:
    strict = Client(enforce_csrf_checks=True)
    asked = pressing_send(strict.get(RETURN).content.decode()) | {"number": number}
    fields = forms(strict.post(RETURN, asked).content.decode())["calendar"]
    assert strict.post(RETURN, fields | {"title": "x" * 61}).status_code == 422
    assert strict.post(RETURN, fields).status_code == 403


def test_without_the_number_or_by_an_address_there_is_no_file(
    client: Client, number: str, held: Appointment
) -> None:
    wrong = ask(client, "1234 5678 9012 3456 7890", held)
    assert wrong.status_code == 422
    got = client.get(RETURN, {"do": "calendar", "number": number, "time": held.pk.hex})
    for response in (wrong, got):
        assert "BEGIN:VCALENDAR" not in response.content.decode()


@pytest.mark.parametrize("time", ["", "x", "0" * 32])
def test_without_a_time_there_is_no_file(client: Client, number: str, time: str) -> None:
    response = come_back(client, number, do="calendar", time=time, slot=value_of(AT_TEN))
    assert response.status_code == 409
