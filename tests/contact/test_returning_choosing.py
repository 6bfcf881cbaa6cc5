"""Somebody with her number chooses a time, or moves the one that she has."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client

from contact.booking import Wanted
from contact.chosen import value_of
from contact.models import Appointment, Availability, Enquiry, WeeklyHours
from contact.returning_times import MOST_CHOSEN
from practice.models import AuditLine, PracticeProfile
from tests.contact.her_time import (
    AT_TEN,
    AT_TWO,
    HOUR,
    NEXT_DAY,
    RING_ME,
    SECOND,
    buttons,
    mails,
    press,
    somebody_else_has,
    standing,
    take,
)
from tests.contact.returning import come_back, send, text
from tests.factories import A_MONDAY, form_data

Status = Appointment.Status

pytestmark = pytest.mark.usefixtures("clock")


def test_she_chooses_a_time_with_two_taps_and_the_therapist_is_told(
    client: Client, number: str, clock: time_machine.Traveller
) -> None:
    clock.shift(SECOND)
    assert "Choose a time for a first conversation" in text(come_back(client, number))
    asked = press(client, number, "times", None)
    assert "Wednesday 3 March, 10:00, online" in buttons(asked)
    once_more = press(client, number, "time", None, slot=value_of(AT_TEN))
    assert "Wednesday 3 March, 10:00, online" in text(once_more)
    assert standing() == []

    chosen = text(take(client, number, None, AT_TEN))
    assert "This time is kept for you, and I am told of it." in chosen
    assert standing() == [("held", AT_TEN.start, "online")]
    assert len(mails("time_changed")) == 1


def test_where_times_agree_themselves_it_is_hers_at_once(client: Client, number: str) -> None:
    Availability.objects.update(confirms_itself=True)
    once_more = press(client, number, "time", None, slot=value_of(AT_TEN))
    assert "It is agreed as soon as you press the button." in text(once_more)
    done = text(take(client, number, None, AT_TEN))
    assert "This time is yours." in done
    assert "We have agreed on a time." in done
    assert standing() == [("confirmed", AT_TEN.start, "online")]


@pytest.mark.parametrize("opening", ["waiting_list", "closed"])
def test_while_nobody_new_is_taken_no_time_is_offered_nor_given(
    client: Client, number: str, opening: str
) -> None:
    PracticeProfile.objects.update(opening=opening)
    assert "Choose a time" not in text(come_back(client, number))
    assert press(client, number, "times", None).status_code == 409
    assert take(client, number, None, AT_TEN).status_code == 409
    assert standing() == []


def test_while_nobody_new_is_taken_somebody_with_a_time_can_still_move_it(
    client: Client, number: str, agreed: Appointment
) -> None:
    PracticeProfile.objects.update(opening="closed")
    assert take(client, number, agreed, AT_TWO).status_code == 200
    assert standing() == [("held", AT_TWO.start, "online")]


def test_without_any_hours_no_time_is_offered(client: Client, number: str) -> None:
    WeeklyHours.objects.all().delete()
    assert "Choose a time" not in text(come_back(client, number))


def test_somebody_whose_message_is_closed_chooses_no_time(client: Client, number: str) -> None:
    Enquiry.objects.update(status="closed", closed_because="done", closed_at=A_MONDAY)
    assert "Choose a time" not in text(come_back(client, number))
    assert take(client, number, None, AT_TEN).status_code == 409
    assert standing() == []


def test_the_time_that_she_has_is_not_among_those_to_choose_from(
    client: Client, number: str, agreed: Appointment
) -> None:
    offered = buttons(press(client, number, "times", agreed))
    assert "Wednesday 3 March, 10:00, online" not in offered
    assert "Wednesday 3 March, 10:00, in person" in offered  # another way to meet is a change
    assert "Wednesday 3 March, 10:30, online" in offered  # hers is free once she moves


def test_moving_takes_two_taps_asks_no_reason_and_frees_the_old_time(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    once_more = text(press(client, number, "time", agreed, slot=value_of(NEXT_DAY)))
    assert "Thursday 4 March, 14:00, in person" in once_more
    assert "In place of Wednesday 3 March, 10:00, online" in once_more
    assert standing() == [("confirmed", AT_TEN.start, "online")]

    take(client, number, agreed, NEXT_DAY)
    assert standing() == [("held", NEXT_DAY.start, "in_person")]
    somebody_else_has(AT_TEN, profile)
    assert ("enquirer", "moved") in AuditLine.objects.values_list("who", "verb")


def test_a_second_press_of_the_same_button_changes_nothing_more(
    client: Client, number: str, agreed: Appointment
) -> None:
    first = text(take(client, number, agreed, AT_TWO))
    assert text(take(client, number, agreed, AT_TWO)) == first
    assert Appointment.objects.count() == 2
    assert len(mails("time_changed")) == 1


def test_who_moves_to_a_time_that_has_just_been_taken_keeps_hers_and_sees_the_nearest(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    somebody_else_has(AT_TWO, profile)
    for do in ("time", "take"):
        response = press(client, number, do, agreed, slot=value_of(AT_TWO))
        assert response.status_code == 409
        assert "you still have Wednesday 3 March, 10:00, online" in text(response)
        nearest = buttons(response)[:10]
        assert "Wednesday 3 March, 13:00, online" in nearest
        assert "Wednesday 3 March, 15:00, online" in nearest
    assert ("confirmed", AT_TEN.start, "online") in standing()
    agreed.refresh_from_db()
    assert agreed.status == Status.CONFIRMED


@pytest.mark.parametrize(
    "slot",
    [
        "",
        "x",
        "2027-03-03T14:00Z",
        "2027-03-03T14:00Z nowhere",
        "2027-03-03T14:00Z either",
        "2027-03-03T14:00+09:00 online",
        "2027-13-03T14:00Z online",
        "0000-00-00T00:00Z online",
        "9999-12-31T23:59Z online",
        "2027-03-03T14:00Z online\x00",
    ],
)
def test_what_no_button_sends_changes_nothing_and_shows_the_times(
    client: Client, number: str, agreed: Appointment, slot: str
) -> None:
    for do in ("time", "take"):
        response = press(client, number, do, agreed, slot=slot)
        assert response.status_code == 422
        assert "Please choose one of these times. Nothing has changed." in text(response)
    assert standing() == [("confirmed", AT_TEN.start, "online")]


@pytest.mark.parametrize(
    "start",
    [
        A_MONDAY - timedelta(days=7),  # past
        A_MONDAY + HOUR,  # too soon
        A_MONDAY + timedelta(days=2, hours=9),  # never offered: half past five
        A_MONDAY + timedelta(days=2, hours=1, minutes=7),
        A_MONDAY + timedelta(days=700),
        A_MONDAY.replace(year=2199),
    ],
)
def test_a_time_that_was_never_offered_is_not_had(
    client: Client, number: str, agreed: Appointment, start: Any
) -> None:
    response = take(client, number, agreed, Wanted(start, "online"))
    assert response.status_code == 409
    assert "This time is not free any more" in text(response)
    assert standing() == [("confirmed", AT_TEN.start, "online")]


def test_she_may_choose_anew_a_few_times_a_day_and_is_then_asked_to_ring(
    client: Client, number: str, clock: time_machine.Traveller
) -> None:
    last = None
    for turn in range(MOST_CHOSEN):
        clock.shift(SECOND)
        wanted = AT_TEN if turn % 2 else AT_TWO
        assert take(client, number, last, wanted).status_code == 200
        last = Appointment.objects.get(status="held")
    refused = take(client, number, last, NEXT_DAY)
    assert refused.status_code == 409
    assert "You have chosen a good many times today." in text(refused)
    assert press(client, number, "cancel_now", last).status_code == 200
    assert standing() == []


def test_a_fourth_time_from_one_address_is_for_the_telephone_and_is_not_kept(
    client: Client, number: str
) -> None:
    for day in (2, 3, 4):
        wanted = Wanted(A_MONDAY + timedelta(days=day, hours=1), "online")
        assert take(client, send(client), None, wanted).status_code == 200
    before, told = standing(), len(mails("time_changed"))

    refused = take(client, number, None, AT_TWO)
    assert refused.status_code == 409
    assert "Three times were chosen today from where you are." in text(refused)
    assert RING_ME in text(refused)
    assert "Choose a time for a first conversation" in text(refused)
    assert standing() == before
    assert len(mails("time_changed")) == told
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert take(elsewhere, number, None, AT_TWO).status_code == 200


def test_times_of_the_form_and_behind_the_number_are_counted_together_and_moves_are_not(
    client: Client, number: str
) -> None:
    for hour in ("10", "11", "13"):
        asked = form_data(slot=f"2027-03-02T{hour}:00Z online")
        assert client.post("/contact/", asked).status_code == 303
    assert take(client, number, None, AT_TWO).status_code == 409
    one = Appointment.objects.first()
    assert one
    code = send(Client(REMOTE_ADDR="192.0.2.7"))
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert take(elsewhere, code, None, AT_TEN).status_code == 200
    hers = Appointment.objects.get(starts_at=AT_TEN.start)
    assert take(client, code, hers, AT_TWO).status_code == 200


def test_a_damaged_card_leaves_her_time_in_her_hands(
    client: Client, number: str, agreed: Appointment
) -> None:
    Enquiry.objects.update(sealed_for_code=b"damaged")
    assert "Remind me" not in text(press(client, number, "time", agreed, slot=value_of(AT_TWO)))
    take(client, number, agreed, AT_TWO)
    assert standing() == [("held", AT_TWO.start, "online")]
    assert press(client, number, "cancel_now", Appointment.objects.get(status="held"))
    assert standing() == []


def test_what_is_held_back_as_spam_has_its_time_like_any_other(client: Client, number: str) -> None:
    before = text(come_back(client, number))
    Enquiry.objects.update(status="held")
    assert text(come_back(client, number)) == before
    assert take(client, number, None, AT_TEN).status_code == 200
    assert standing() == [("held", AT_TEN.start, "online")]


def test_many_times_are_shown_a_few_days_at_once(client: Client, number: str) -> None:
    first = press(client, number, "times", None)
    assert len(buttons(first)) < 100
    assert "Later times" in text(first)
    assert "Earlier times" not in text(first)
    page: Any = lxml.html.document_fromstring(first.content.decode())
    [later] = page.xpath('//button[@name="first"]/@value')
    second = press(client, number, "times", None, first=later)
    assert not set(buttons(second)) & set(buttons(first))
    assert "Earlier times" in text(second)
    for nonsense in ("", "x", "9999-99-99", "0001-01-01"):
        assert buttons(press(client, number, "times", None, first=nonsense)) == buttons(first)


def test_where_nothing_is_free_it_says_until_when_it_looked_and_names_the_telephone(
    client: Client, number: str, profile: PracticeProfile
) -> None:
    Availability.objects.update(most_a_day=1, most_a_week=1, horizon_days=3)
    somebody_else_has(AT_TEN, profile)
    shown = text(press(client, number, "times", None))
    assert "I have looked until Thursday 4 March: up to then no other time is free." in shown
    assert "01632 960 123" in shown
