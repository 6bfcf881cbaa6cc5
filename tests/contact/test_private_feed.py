"""The therapist's own calendar of appointments: for whoever has its address, times and no names."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from contact import booking, private_feed
from contact.models import Appointment, FeedToken
from contact.models.appointment import Status
from practice import audit
from practice.logs import ContentFreeFormatter
from practice.models import PracticeProfile
from practice.page_cache.admission import is_reading_page
from practice.rate_limit import Limit
from tests.contact.canaries import CANARIES, found_in
from tests.factories import make_availability, make_enquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def address() -> str:
    return f"/calendar/{FeedToken.objects.renew(timezone.now())}.ics"


def soon(days: int = 2, hour: int = 9) -> datetime:
    at = timezone.localtime(timezone.now() + timedelta(days=days))
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


def make_appointment(start: datetime, **changed: Any) -> Appointment:
    end = start + timedelta(minutes=50)
    fields = {
        "status": Status.CONFIRMED,
        "modality": "online",
        "made_at": start,
        "changed_at": start,
        "held_until": end,
    }
    times = {"starts_at": start, "ends_at": end, "during": (start, end)}
    return Appointment.objects.create(**times, **fields | changed)


def read(client: Client, address: str) -> Calendar:
    """Read it as a stranger's program would."""
    answer = client.get(address)
    assert answer.status_code == 200
    return IcsCalendarStream.calendar_from_ics(answer.content.decode())


def events(client: Client, address: str) -> list[Event]:
    return list(read(client, address).events)


def test_it_shows_what_is_held_and_what_is_agreed(client: Client, address: str) -> None:
    agreed = make_appointment(soon(2), initials="RT", modality="in_person", sequence=3)
    make_appointment(soon(3), status=Status.HELD)
    first, second = events(client, address)
    assert (first.summary, second.status) == ("RT, in person", "TENTATIVE")
    assert first.sequence == 3
    assert (first.status, first.classification) == ("CONFIRMED", "PRIVATE")
    assert (first.dtstart, first.dtend) == (agreed.starts_at, agreed.ends_at)


def test_it_is_in_utc_without_anybody_in_it(client: Client, address: str) -> None:
    make_appointment(soon())
    text = client.get(address).content.decode()
    assert re.search(r"^DTSTART:\d{8}T\d{6}Z\r$", text, re.MULTILINE)
    for word in ("ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION", "URL", "VALARM", "TZID"):
        assert word not in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_no_name_and_no_word_is_in_it(
    client: Client, address: str, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=timezone.now(), **CANARIES)
    make_appointment(soon(), enquiry=enquiry)
    [event] = events(client, address)
    assert event.summary == f"{enquiry.pk.hex[:6].upper()}, online"
    assert found_in(client.get(address).content) == set()
    assert profile.name.encode() not in client.get(address).content


def test_initials_cannot_write_into_the_calendar(client: Client, address: str) -> None:
    make_appointment(soon(), initials="A;\n,")
    [event] = events(client, address)
    assert event.summary == "A;\n,, online"


@pytest.mark.parametrize(
    "gone", [Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.MOVED, Status.CANCELLED]
)
def test_what_was_called_off_vanishes(client: Client, address: str, gone: Status) -> None:
    make_appointment(soon(), status=gone)
    assert events(client, address) == []


def test_what_was_held_vanishes_when_it_runs_out(client: Client, address: str) -> None:
    make_appointment(soon(), status=Status.HELD, held_until=timezone.now())
    assert events(client, address) == []


def test_what_has_been_stays_for_a_month(client: Client, address: str) -> None:
    make_appointment(soon(-2), status=Status.HAPPENED)
    make_appointment(soon(-3), status=Status.MISSED)
    make_appointment(soon(-4))  # agreed, and nobody has noted yet what became of it
    make_appointment(soon(-32), status=Status.HAPPENED)
    assert len(events(client, address)) == 3


def test_a_moved_one_keeps_its_name_and_is_there_once(
    client: Client, address: str, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    monday = soon(7 - timezone.localtime().weekday())
    there = make_appointment(monday)
    wanted = booking.Wanted(monday + timedelta(hours=1), "online")
    who = audit.ENQUIRER
    [before] = events(client, address)
    booking.move(there, wanted, profile=profile, who=who, now=timezone.now())
    [event] = events(client, address)
    assert event.uid == before.uid
    assert event.dtstart == wanted.start
    assert (event.sequence or 0) > there.sequence


def test_it_calls_a_time_by_another_name_than_the_file_of_who_asked_for_it(
    client: Client, address: str, settings: Any
) -> None:
    one, other = make_appointment(soon(2)), make_appointment(soon(3))
    text = client.get(address).content.decode()
    for each in (one, other):
        assert str(each.calendar_id) not in text
        assert each.calendar_id.hex not in text
    uids = {event.uid for event in events(client, address)}
    assert len(uids) == 2
    settings.ENCRYPTION_KEY = "another " * 8  # nobody reckons one from the other without it
    assert not uids & {event.uid for event in events(client, address)}


def test_nothing_keeps_it_and_nothing_lists_it(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    assert not is_reading_page(address, "")


def test_a_program_may_ask_for_the_head_alone_and_for_nothing_else(
    client: Client, address: str
) -> None:
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


def test_an_unknown_a_revoked_and_a_malformed_address_are_answered_alike(
    client: Client, address: str
) -> None:
    FeedToken.objects.renew(timezone.now())
    unknown = "/calendar/" + "A" * 43 + ".ics"
    answers = [client.get(one) for one in (address, unknown, "/calendar/short.ics")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].content == answers[1].content == answers[2].content
    FeedToken.objects.all().delete()
    assert client.get(address).status_code == 404


def test_a_token_is_stored_as_a_digest_alone(address: str) -> None:
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43
    kept = FeedToken.objects.get()
    assert token.encode() not in bytes(kept.digest)
    assert token not in f"{kept} {kept!r}"
    assert FeedToken.objects.renew(timezone.now()) != token
    assert FeedToken.objects.count() == 1


def test_the_number_of_questions_does_not_grow(
    client: Client, address: str, profile: PracticeProfile
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    make_appointment(soon())
    few = questions()
    for day in range(3, 33):
        make_appointment(soon(day), enquiry=make_enquiry(profile, now=timezone.now()))
    assert questions() == few <= 4


def test_guessing_ends_and_an_honest_program_is_not_counted(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("calendar feed", timedelta(hours=1), from_one=3, from_all=100)
    monkeypatch.setattr(private_feed, "LIMIT", few)
    for _ in range(10):
        assert client.get(address).status_code == 200
    unknown = "/calendar/" + "A" * 43 + ".ics"
    assert [client.get(unknown).status_code for _ in range(4)] == [404, 404, 404, 429]
    assert int(client.get(unknown)["Retry-After"]) > 0
    assert client.get(address).status_code == 429


def test_the_log_does_not_say_what_opens_it(client: Client, address: str) -> None:
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    told: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(ContentFreeFormatter().format(record))

    listening = Listening()
    logging.getLogger("django").addHandler(listening)
    FeedToken.objects.all().delete()
    try:
        client.get(address)
        client.post(address)
    finally:
        logging.getLogger("django").removeHandler(listening)
    assert told == ["Not Found: /calendar/…", "Method Not Allowed (POST): /calendar/…"]
    assert token not in "".join(told)
