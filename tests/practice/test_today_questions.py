"""What the first page of the desk asks of Postgres, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from contact.models import Appointment, BusyCalendar, Enquiry
from contact.models.appointment import Status
from practice.models import FirstSteps, OutboxMail, PracticeProfile
from practice.models.first_steps import Question
from tests.factories import (
    A_MONDAY,
    make_draft,
    make_enquiry,
    make_helpline,
    make_pages,
)
from tests.practice.today_page import BY_PHONE, DAY, HOUR, TODAY

QUESTIONS = 12


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    return time_machine


def fill(profile: PracticeProfile, first: int, last: int) -> None:
    """One more of everything for each of these numbers; every second time is agreed."""
    for number in range(first, last):
        make_enquiry(profile, now=A_MONDAY, **BY_PHONE)
        make_draft(f"draft-{number}")
        make_helpline(f"line {number}", checked_on=A_MONDAY.date() - 200 * DAY)
        BusyCalendar.objects.create(
            name="Home", address_mark=bytes([number]), due_at=A_MONDAY, failed_because="gone"
        )
        take(make_enquiry(profile, now=A_MONDAY, **BY_PHONE), number)
    OutboxMail.objects.update(given_up_at=A_MONDAY)


def be_live() -> None:
    """The first day is over: all of its short list is done."""
    make_pages()
    moments = dict.fromkeys(("mail_asked_at", "mail_received_at", "privacy_read_at"), A_MONDAY)
    FirstSteps.objects.create(answered=list(Question.values), **moments)


def take(enquiry: Enquiry, number: int) -> None:
    begin = A_MONDAY + number * timedelta(minutes=20)
    Appointment.objects.create(
        enquiry=enquiry,
        status=Status.CONFIRMED if number % 2 else Status.HELD,
        starts_at=begin,
        ends_at=begin + timedelta(minutes=20),
        during=DateTimeTZRange(begin, begin + timedelta(minutes=20)),
        modality="online",
        held_until=begin,
        made_at=A_MONDAY - HOUR,
        changed_at=A_MONDAY - HOUR,
    )


@pytest.mark.parametrize("unlocked", [False, True])
def test_it_asks_twelve_questions_at_most_however_much_there_is(
    desk: Client, unlocked_desk: Client, profile: PracticeProfile, *, unlocked: bool
) -> None:
    if not unlocked:
        desk.post("/admin/lock/")
    be_live()
    fill(profile, 1, 4)
    assert "Before you go live" not in desk.get(TODAY).content.decode()  # looked up once a sign-in
    with_three = _questions(desk)
    fill(profile, 4, 31)

    assert len(_questions(desk)) == len(with_three) <= QUESTIONS, with_three


def _questions(browser: Client) -> list[str]:
    """What a transaction begins and ends with in a test is no question."""
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(TODAY).status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in asked if "SAVEPOINT" not in sql]
