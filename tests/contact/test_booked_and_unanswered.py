"""A time that agrees to itself is no answer to what was written beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking, lapsing, replying
from contact.models import Appointment, Enquiry
from contact.moves import MOVES
from contact.replying import Answer
from practice.models import PracticeProfile
from tests.contact.desk_pages import page_of
from tests.contact.inbox_pages import inbox
from tests.contact.told import DAY, SAFE, THURSDAY_AT_TWO
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(confirms_itself=True)


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return booked(profile, **SAFE)


def booked(profile: PracticeProfile, **contents: str) -> Enquiry:
    enquiry = make_enquiry(profile, now=A_MONDAY, **contents)
    booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    enquiry.refresh_from_db()
    return enquiry


def stands(enquiry: Enquiry) -> tuple[str, Any]:
    enquiry.refresh_from_db()
    return enquiry.status, enquiry.answered_at


def is_due(enquiry: Enquiry) -> bool:
    return Enquiry.objects.due_by(enquiry.reply_due_on).exists()


def answer(enquiry: Enquiry) -> Any:
    said = Answer("t", "Yes, there is a lift.", declines=False)
    return replying.send(enquiry, said, ring=key_ring(), who="therapist", now=A_MONDAY)


def test_its_answer_is_due_on_the_day_that_was_promised(enquiry: Enquiry) -> None:
    assert stands(enquiry) == ("booked", None)
    assert is_due(enquiry)


def test_an_answer_is_what_ends_that(enquiry: Enquiry) -> None:
    entry = answer(enquiry)
    assert stands(enquiry) == ("booked", entry.shown_from)
    assert not is_due(enquiry)
    assert replying.take_back(enquiry, entry.pk, ring=key_ring(), now=lambda: A_MONDAY)
    assert stands(enquiry) == ("booked", None)


def test_where_she_has_to_tell_it_herself_it_is_due_until_she_says_so(
    profile: PracticeProfile,
) -> None:
    enquiry = booked(profile, reply_by="phone", phone="01632 960 001")
    answer(enquiry)
    assert is_due(enquiry)
    assert MOVES["answered"]([enquiry.pk], who="therapist", now=A_MONDAY) == 1
    assert stands(enquiry) == ("booked", A_MONDAY)
    assert not is_due(enquiry)
    assert MOVES["answered"]([enquiry.pk], who="therapist", now=A_MONDAY) == 0


def test_where_the_time_comes_to_nothing_the_message_is_new(enquiry: Enquiry) -> None:
    booking.give_back(Appointment.objects.get(), who="enquirer", now=A_MONDAY)
    assert stands(enquiry) == ("new", None)


def test_who_was_met_has_been_answered(enquiry: Enquiry) -> None:
    over = Appointment.objects.get().ends_at + DAY
    lapsing.lapse(over - timedelta(seconds=1))
    assert is_due(enquiry)
    lapsing.lapse(over)
    assert stands(enquiry) == ("booked", over)


def test_a_move_by_the_therapist_answers_nothing(enquiry: Enquiry) -> None:
    wanted = booking.Wanted(THURSDAY_AT_TWO.start + DAY, "online")
    booking.move_for_therapist(
        Appointment.objects.get(), wanted, ring=key_ring(), who="therapist", now=A_MONDAY
    )
    assert stands(enquiry) == ("booked", None)


def test_the_desk_says_by_when(
    unlocked_desk: Client, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    newer = make_enquiry(profile, now=A_MONDAY)
    Enquiry.objects.filter(pk=newer.pk).update(status="answered", answered_at=A_MONDAY)
    first, second = inbox(unlocked_desk)
    assert "Wednesday 3 March" in first["Answer due"]
    assert "Answer due" not in second
    opened = unlocked_desk.get(page_of(enquiry)).content.decode()
    assert "answer due on Wednesday 3 March" in opened
    assert "You have promised an answer by Wednesday 3 March" in opened
