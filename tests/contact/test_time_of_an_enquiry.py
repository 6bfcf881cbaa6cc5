"""The time that somebody wants, on the page of her enquiry and in the list."""

from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment
from contact.models.appointment import WaitsFor
from practice.models import PracticeProfile
from tests.contact.appointment_pages import TUESDAY_AT_TEN, agreed, hold, parsed, press, said
from tests.contact.desk_pages import LIST, page_of
from tests.contact.inbox_pages import inbox
from tests.factories import A_MONDAY, make_availability, make_enquiry


@pytest.fixture(autouse=True)
def monday(profile: PracticeProfile, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(most_a_day=50, most_a_week=200)


def times(desk: Client) -> list[tuple[str, str]]:
    return [(row["Status"], row.get("Time", "")) for row in inbox(desk)]


def section(answer: Any) -> str:
    return " ".join(parsed(answer).get_element_by_id("time").text_content().split())


def hold_for(**card: str) -> Appointment:
    profile = PracticeProfile.objects.get()
    enquiry = make_enquiry(profile, now=A_MONDAY, **card)
    wanted = booking.Wanted(TUESDAY_AT_TEN, "online")
    return booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY)


def test_the_list_says_which_time_waits_for_her_yes(desk: Client) -> None:
    hold()
    waits = "wants Tuesday 2 March, 10:00: waits for your yes until Tuesday 2 March, 08:00"
    assert times(desk) == [("New", waits)]


def test_the_list_says_what_is_agreed_and_what_was_offered(desk: Client) -> None:
    one = agreed()
    assert times(desk) == [("Booked", "Tuesday 2 March, 10:00")]
    Appointment.objects.update(status="held", waits_for=WaitsFor.ENQUIRER)
    assert "offered Tuesday 2 March, 10:00: waits for an answer until" in times(desk)[0][1]
    booking.decline(one, who="enquirer", now=A_MONDAY)
    assert "Tuesday" not in times(desk)[0][1]


def test_times_cost_the_list_one_question_however_many(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for hour in range(6):
        hold(TUESDAY_AT_TEN.replace(hour=[9, 10, 11, 13, 14, 15][hour]))
    desk.get(LIST)
    with django_assert_max_num_queries(8):
        assert len(times(desk)) == 6


def test_the_page_shows_the_time_with_its_buttons_and_comes_back(unlocked_desk: Client) -> None:
    one = hold()
    assert one.enquiry
    shown = section(unlocked_desk.get(page_of(one.enquiry)))
    assert "Tuesday 2 March 2027, 10:00: online, waits for your yes until" in shown
    answer = press(unlocked_desk, one, "agree", back="enquiry")
    assert answer.redirect_chain == [(page_of(one.enquiry), 302)]
    assert said(answer).startswith("Tuesday 2 March 2027, 10:00: agreed.")
    assert "online, agreed" in section(answer)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"reply_by": "phone", "phone": "01632 960 001"}, "Nobody is told by itself"),
        ({"reply_by": "code"}, "Nothing is sent when you decide"),
        (
            {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "unsure"},
            "Nothing is sent when you decide",
        ),
        (
            {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"},
            "a mail says that there is news",
        ),
    ],
)
def test_the_page_says_how_this_person_hears_of_it(
    unlocked_desk: Client, card: dict[str, str], words: str
) -> None:
    one = hold_for(**card)
    assert one.enquiry
    assert words in section(unlocked_desk.get(page_of(one.enquiry)))


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"reply_by": "phone", "phone": "01632 960 001"}, "Nobody is told by itself if you change"),
        ({"reply_by": "code"}, "Nothing is sent if you change it"),
        (
            {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"},
            "If you change it, a mail says that there is news",
        ),
    ],
)
@pytest.mark.parametrize("is_offer", [False, True])
def test_once_it_is_decided_the_page_says_what_a_change_does(
    unlocked_desk: Client, card: dict[str, str], words: str, *, is_offer: bool
) -> None:
    one = hold_for(**card)
    assert one.enquiry
    if is_offer:
        Appointment.objects.update(waits_for=WaitsFor.ENQUIRER)
    else:
        booking.confirm(one, who="therapist", now=A_MONDAY)
    shown = section(unlocked_desk.get(page_of(one.enquiry)))
    assert words in shown
    assert "you decide" not in shown


def test_what_came_to_nothing_is_said_without_buttons(unlocked_desk: Client) -> None:
    one = hold()
    assert one.enquiry
    booking.decline(one, who="therapist", now=A_MONDAY)
    page = unlocked_desk.get(page_of(one.enquiry))
    assert "Tuesday 2 March 2027, 10:00: declined" in section(page)
    assert not parsed(page).xpath("//section[@id='time']//button")


def test_an_enquiry_without_a_time_has_no_such_section(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    assert b'id="time"' not in unlocked_desk.get(page_of(enquiry)).content


def test_what_is_not_done_yet_is_not_closed_and_it_is_said_why(desk: Client) -> None:
    enquiry = agreed().enquiry
    assert enquiry is not None
    desk.post(f"{LIST}{enquiry.pk}/standing/", {"to": "closed"})
    assert "Call it off first" in said(desk.get(LIST))
    enquiry.refresh_from_db()
    assert enquiry.status == "booked"
