"""Appointments that the therapist adds, moves and calls off herself."""

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment
from contact.models.appointment import Status
from practice.models import PracticeProfile
from tests.contact.appointment_pages import (
    ADD,
    BY_HAND,
    HOUR,
    TUESDAY_AT_TEN,
    add,
    agreed,
    day_in,
    hold,
    page_of,
    parsed,
    said,
    status_of,
)
from tests.factories import A_MONDAY, make_availability


@pytest.fixture(autouse=True)
def monday(profile: PracticeProfile, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(most_a_day=50, most_a_week=200)


def test_an_appointment_of_somebody_who_rang_is_added_by_hand(desk: Client) -> None:
    answer = add(desk)
    one = Appointment.objects.get()
    assert (one.starts_at, one.status, one.initials) == (TUESDAY_AT_TEN, Status.CONFIRMED, "MV")
    assert said(answer) == "Added: Tuesday 2 March 2027, 10:00."
    assert "MV: online, agreed" in day_in(answer, "2027-03-02")


def test_the_same_form_twice_is_one_appointment(desk: Client) -> None:
    assert said(add(desk)) == said(add(desk))
    assert Appointment.objects.count() == 1


def test_a_taken_time_gives_the_form_back_with_every_word(desk: Client) -> None:
    hold()
    answer = add(desk, time="10:30")
    assert answer.status_code == 422
    page = parsed(answer)
    assert "There is another appointment then" in page.text_content()
    (form,) = page.find_class("diary__form")
    words = {name: form.fields[name] for name in (*BY_HAND, "token")}
    assert words == BY_HAND | {"time": "10:30", "token": "t"}
    assert Appointment.objects.count() == 1


def test_a_time_outside_her_hours_is_added_with_a_notice(desk: Client) -> None:
    answer = add(desk, time="20:00")
    assert "outside the hours" in said(answer)
    assert Appointment.objects.get().starts_at == TUESDAY_AT_TEN + 10 * HOUR
    assert "outside" in said(add(desk, modality="phone", token="u"))  # never offered by phone


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("day", "2027-02-30", "valid date"),
        ("day", "", "required"),
        ("day", "9999-12-31", "Please check the year."),
        ("day", "2200-01-01", "Please check the year."),
        ("day", "1999-12-31", "Please check the year."),
        ("day", "0001-01-01", "Please check the year."),
        ("time", "25:00", "valid time"),
        ("initials", "M.V.", "Letters only"),
        ("initials", "Maria", "at most 4"),
        ("initials", "<b>", "Letters only"),
        ("modality", "either", "valid choice"),
        ("token", "", ""),
    ],
)
def test_what_cannot_be_is_not_added(desk: Client, field: str, typed: str, why: str) -> None:
    answer = add(desk, **{field: typed})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_time_that_the_clocks_skip_is_not_added(desk: Client) -> None:
    answer = add(desk, day="2027-03-28", time="01:30")
    assert answer.status_code == 422
    assert "The clocks skip this time" in answer.content.decode()


def test_the_form_opens_with_the_day_that_was_tapped(desk: Client) -> None:
    (form,) = parsed(desk.get(ADD, {"day": "2027-03-04"})).find_class("diary__form")
    assert form.fields["day"] == "2027-03-04"
    (form,) = parsed(desk.get(ADD, {"day": "never"})).find_class("diary__form")
    assert form.fields["day"] == "2027-03-01"


def test_what_somebody_wrote_is_called_off_at_an_unlocked_desk_only(desk: Client) -> None:
    one = agreed()
    page = parsed(desk.get(page_of(one)))
    assert not page.xpath("//button[@name='off']")
    assert page.xpath("//a[contains(@href, '/admin/unlock/?next=')]")
    desk.post(page_of(one), {"off": "1"})
    desk.post(page_of(one), BY_HAND | {"time": "14:00"})
    assert status_of(one) == Status.CONFIRMED


def test_calling_off_and_moving_at_an_unlocked_desk(unlocked_desk: Client) -> None:
    one = agreed()
    moved = unlocked_desk.post(page_of(one), BY_HAND | {"time": "14:00"}, follow=True)
    assert said(moved).startswith("It is now Tuesday 2 March 2027, 14:00.")
    assert status_of(one) == Status.MOVED
    follower = Appointment.objects.get(status=Status.CONFIRMED)
    off = unlocked_desk.post(page_of(follower), {"off": "1"}, follow=True)
    assert said(off).startswith("Called off: Tuesday 2 March 2027, 14:00.")
    assert status_of(follower) == Status.CANCELLED
    again = unlocked_desk.post(page_of(follower), {"off": "1"}, follow=True)
    assert said(again) == "There was nothing to call off: Tuesday 2 March 2027, 14:00."


def test_who_rang_is_called_off_at_a_locked_desk_too(desk: Client) -> None:
    add(desk)
    one = Appointment.objects.get()
    assert "please ring back" in desk.get(page_of(one)).content.decode()
    desk.post(page_of(one), {"off": "1"})
    assert status_of(one) == Status.CANCELLED


def test_moving_to_a_taken_time_keeps_the_old_one_and_every_word(desk: Client) -> None:
    add(desk)
    one = Appointment.objects.get()
    hold(TUESDAY_AT_TEN + 4 * HOUR)
    answer = desk.post(page_of(one), BY_HAND | {"time": "14:00"})
    assert answer.status_code == 422
    assert "There is another appointment then" in answer.content.decode()
    (form,) = parsed(answer).find_class("diary__form")
    assert form.fields["time"] == "14:00"
    assert status_of(one) == Status.CONFIRMED
    over = desk.post(page_of(one), BY_HAND | {"day": "2027-02-26"})
    assert "That time is over." in over.content.decode()


def test_moving_one_that_was_cancelled_meanwhile_changes_nothing(desk: Client) -> None:
    add(desk)
    one = Appointment.objects.get()
    booking.cancel_for_therapist(one, ring=None, who="therapist", now=A_MONDAY)
    answer = desk.post(page_of(one), BY_HAND | {"time": "14:00"})
    assert "MV: cancelled" in parsed(answer).text_content()
    assert Appointment.objects.count() == 1
