"""What somebody sees of her time with her number, and how she gives it back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
import time_machine
from django.db import transaction
from django.test import Client

from contact import booking
from contact.chosen import value_of
from contact.models import Appointment, Enquiry
from practice.models import PracticeProfile
from tests.at_once import meanwhile, wait_until_it_waits
from tests.contact.her_time import (
    AT_TEN,
    AT_TWO,
    HOUR,
    NEXT_DAY,
    RING_ME,
    SECOND,
    mails,
    press,
    somebody_else_has,
    standing,
    take,
)
from tests.contact.returning import come_back, text
from tests.factories import A_MONDAY, key_ring

pytestmark = pytest.mark.usefixtures("clock")


def test_her_page_says_when_it_is_how_it_stands_and_until_when_it_is_kept(
    client: Client, number: str, held: Appointment
) -> None:
    shown = text(come_back(client, number))
    assert "Wednesday 3 March, 10:00, online" in shown
    assert "I say yes or no by Wednesday 3 March, 08:00" in shown


def test_an_agreed_time_is_called_agreed_and_one_that_waits_again_is_not(
    client: Client, number: str, agreed: Appointment
) -> None:
    assert "We have agreed on a time." in text(come_back(client, number))
    moved = text(take(client, number, agreed, AT_TWO))
    assert "We have agreed" not in moved
    assert "Wednesday 3 March, 14:00, online" in moved
    assert "It is kept for you." in moved


def test_among_all_that_is_kept_are_the_times_before_and_what_became_of_them(
    client: Client, number: str, agreed: Appointment, clock: time_machine.Traveller
) -> None:
    clock.shift(SECOND)
    take(client, number, agreed, AT_TWO)
    clock.shift(SECOND)
    press(client, number, "cancel_now", Appointment.objects.get(status="held"))
    clock.shift(SECOND)
    take(client, number, None, NEXT_DAY)
    shown = text(come_back(client, number, do="all"))
    before = [
        "Wednesday 3 March, 10:00, online: moved to another time",
        "Wednesday 3 March, 14:00, online: taken back",
        "Thursday 4 March, 14:00, in person: waits to be confirmed",
    ]
    assert "Times for a first conversation" + "".join(before) in shown
    assert "19:00, online (10:00 in London): moved" in text(
        come_back(client, number, do="all", zone="Asia/Tokyo")
    )
    clock.move_to(NEXT_DAY.start)
    assert "in person: not confirmed in time" in text(come_back(client, number, do="all"))


def test_without_a_time_nothing_is_said_of_any(client: Client, number: str) -> None:
    assert "Times for a first conversation" not in text(come_back(client, number, do="all"))


def test_times_are_said_on_the_clock_that_she_chose_with_the_practices_beside_it(
    client: Client, number: str, held: Appointment
) -> None:
    there = text(come_back(client, number, zone="Asia/Tokyo"))
    assert "Wednesday 3 March, 19:00, online (10:00 in London)" in there
    assert "by Wednesday 3 March, 17:00" in there
    assert "Times as the clocks show them in Tokyo" in there
    for nonsense in ("", "Nowhere/Land", "../etc/passwd", "x" * 500):
        here = text(come_back(client, number, zone=nonsense))
        assert "Wednesday 3 March, 10:00, online" in here
        assert "Times as the clocks show them in London" in here


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("declined", "I cannot manage that time, and I am sorry."),
        ("expired", "I did not say yes in time, and I am sorry."),
        ("withdrawn", "Wednesday 3 March, 10:00, online: this is cancelled."),
        ("cancelled", "I had to cancel Wednesday 3 March, 10:00, online, and I am sorry."),
    ],
)
def test_each_end_of_a_time_is_said_in_plain_words(
    client: Client, number: str, held: Appointment, status: str, says: str
) -> None:
    Appointment.objects.update(status=status)
    assert says in text(come_back(client, number))


@pytest.mark.parametrize("status", ["declined", "expired"])
def test_after_a_no_to_her_time_an_answer_to_her_message_is_still_promised(
    client: Client, number: str, held: Appointment, status: str
) -> None:
    assert "have not answered it yet" in text(come_back(client, number))
    Appointment.objects.update(status=status)
    shown = text(come_back(client, number))
    assert "An answer to your message comes by Wednesday 3 March." in shown
    assert "have not answered" not in shown


@pytest.mark.parametrize("status", ["confirmed", "happened", "missed"])
def test_once_its_hour_has_come_there_is_nothing_left_to_change(
    client: Client,
    number: str,
    agreed: Appointment,
    status: str,
    clock: time_machine.Traveller,
) -> None:
    Appointment.objects.update(status=status)
    clock.move_to(AT_TEN.start)
    shown = text(come_back(client, number))
    assert "Our time was Wednesday 3 March, 10:00, online." in shown
    for words in ("Move it", "Cancel it", "Choose another", "Choose a time", "calendar"):
        assert words not in shown


def test_cancelling_asks_once_more_and_no_reason(
    client: Client, number: str, agreed: Appointment
) -> None:
    asked = text(press(client, number, "cancel", agreed))
    assert "Cancel this time?" in asked
    assert standing() != []
    done = text(press(client, number, "cancel_now", agreed))
    assert "It is cancelled, and I am told of it." in done
    assert "Choose another time …" in done
    assert standing() == []
    assert Enquiry.objects.get().status == "answered"
    assert len(mails("time_changed")) == 1
    assert text(press(client, number, "cancel_now", agreed)) == done
    assert len(mails("time_changed")) == 1


def test_until_the_cut_off_it_can_be_changed_and_a_second_later_the_telephone_is_named(
    client: Client, number: str, agreed: Appointment, clock: time_machine.Traveller
) -> None:
    cut_off = AT_TEN.start - timedelta(hours=24)
    clock.move_to(cut_off)
    open_still = text(come_back(client, number))
    assert "here until Tuesday 2 March, 10:00" in open_still
    assert "Move it …" in open_still
    assert press(client, number, "cancel", agreed).status_code == 200

    clock.move_to(cut_off + SECOND)
    closed = text(come_back(client, number))
    assert f"It is too near to be moved or cancelled here. {RING_ME}" in closed
    assert "Move it …" not in closed
    for do in ("times", "time", "take", "cancel", "cancel_now"):
        response = press(client, number, do, agreed, slot=value_of(NEXT_DAY))
        assert response.status_code == 409
        assert f"It is too late to change that here: the time is too near. {RING_ME}" in text(
            response
        )
    assert standing() == [("confirmed", AT_TEN.start, "online")]


@pytest.mark.parametrize("do", ["times", "time", "take", "cancel", "cancel_now", "calendar"])
def test_a_page_from_before_the_time_was_moved_elsewhere_changes_nothing(
    client: Client, number: str, agreed: Appointment, do: str
) -> None:
    take(client, number, agreed, NEXT_DAY)
    response = press(client, number, do, agreed, slot=value_of(AT_TWO))
    assert response.status_code == 409
    assert "Something has changed since that page was opened, so I did nothing." in text(response)
    assert standing() == [("held", NEXT_DAY.start, "in_person")]


@pytest.mark.parametrize("do", ["times", "time", "take"])
def test_what_the_therapist_cancelled_meanwhile_is_not_moved_from_an_old_page(
    client: Client, number: str, agreed: Appointment, do: str
) -> None:
    booking.cancel_for_therapist(agreed, ring=key_ring(), who="therapist", now=A_MONDAY)
    response = press(client, number, do, agreed, slot=value_of(AT_TWO))
    assert response.status_code == 409
    assert "I had to cancel" in text(response)
    assert "by the way that you chose" not in text(response)
    assert standing() == []


def test_what_she_cancelled_herself_is_just_cancelled(
    client: Client, number: str, agreed: Appointment
) -> None:
    press(client, number, "cancel_now", agreed)
    shown = text(come_back(client, number))
    assert "Wednesday 3 March, 10:00, online: this is cancelled." in shown
    assert "I had to cancel" not in shown


def test_she_is_told_from_when_it_was_moved_and_that_she_may_say_no(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    booking.move_for_therapist(agreed, AT_TWO, ring=key_ring(), who="therapist", now=A_MONDAY)
    shown = text(come_back(client, number))
    assert "I had to move it: before, it was Wednesday 3 March, 10:00, online." in shown


def test_of_her_own_move_she_is_not_told(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    moved = booking.move(agreed, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    booking.confirm(moved, who="therapist", now=A_MONDAY)
    assert "I had to move it" not in text(come_back(client, number))


def test_what_nobody_agreed_to_can_be_given_back_however_near_it_is(
    client: Client, number: str, held: Appointment
) -> None:
    with time_machine.travel(held.starts_at - timedelta(hours=3), tick=False):
        assert "You can move it or cancel it here." in text(come_back(client, number))
        press(client, number, "cancel_now", held)
    assert standing() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_the_first_counts_and_the_second_is_told(
    client: Client, number: str, agreed: Appointment, profile: PracticeProfile
) -> None:
    with transaction.atomic():
        Enquiry.objects.select_for_update().get()
        second = meanwhile(lambda: take(Client(), number, agreed, NEXT_DAY))
        wait_until_it_waits()
        booking.move(agreed, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    response = second.result()
    assert response.status_code == 409
    assert "Wednesday 3 March, 14:00, online" in text(response)
    assert standing() == [("held", AT_TWO.start, "online")]


def test_the_time_of_somebody_else_is_out_of_reach(
    client: Client, number: str, profile: PracticeProfile
) -> None:
    somebody_else_has(AT_TEN, profile)
    hers = Appointment.objects.get()
    for do in ("times", "time", "take", "cancel", "cancel_now", "accept", "refuse", "calendar"):
        assert press(client, number, do, hers, slot=value_of(AT_TWO)).status_code == 409
    for nonsense in ("", "x", str(uuid4()), "\x00"):
        done = come_back(client, number, do="cancel_now", time=nonsense)
        assert done.status_code == 409
    assert standing() == [("held", AT_TEN.start, "online")]


def test_her_page_asks_postgres_no_more_for_more_appointments(
    client: Client, number: str, agreed: Appointment, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        come_back(client, number)
    with django_assert_max_num_queries(14):
        press(client, number, "times", agreed)


def test_nothing_of_it_is_in_an_address_or_a_header(
    client: Client, number: str, agreed: Appointment
) -> None:
    for do in ("", "times", "time", "cancel"):
        response = press(client, number, do, agreed, slot=value_of(AT_TWO))
        source = response.content.decode()
        page: Any = lxml.html.document_fromstring(source)
        assert "<title>Contact" in source.replace("\n", "")
        addresses = [*page.xpath("//@href"), *page.xpath("//@action"), *page.xpath("//@src")]
        assert not [each for each in addresses if "2027" in each or agreed.pk.hex in each]
        assert "no-store" in response["Cache-Control"]


def test_what_was_not_agreed_to_in_time_says_so_from_the_second_on_and_offers_another(
    client: Client, number: str, held: Appointment, clock: time_machine.Traveller
) -> None:
    Appointment.objects.update(held_until=A_MONDAY + HOUR)
    clock.move_to(A_MONDAY + HOUR - SECOND)
    assert "It is kept for you." in text(come_back(client, number))
    clock.move_to(A_MONDAY + HOUR)
    over = text(come_back(client, number))
    assert "I did not say yes in time, and I am sorry." in over
    assert "Choose another time …" in over
