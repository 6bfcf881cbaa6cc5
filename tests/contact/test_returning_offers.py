"""A time is offered to somebody on the waiting list, who says yes or no with her number."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contact.chosen import value_of
from contact.models import Appointment, Enquiry
from tests.contact.her_time import (
    AT_TEN,
    AT_TWO,
    SECOND,
    mails,
    press,
    standing,
)
from tests.contact.returning import come_back, text
from tests.factories import A_MONDAY

pytestmark = pytest.mark.usefixtures("clock")


def test_an_offered_time_is_taken_with_one_tap(
    client: Client, number: str, offered: Appointment
) -> None:
    shown = text(come_back(client, number))
    assert "A time that I offer you Wednesday 3 March, 10:00, online" in shown
    assert "It is kept for you until Tuesday 2 March, 09:00. After that I may offer it" in shown
    done = text(press(client, number, "accept", offered))
    assert "We have agreed, and I am told of it." in done
    assert standing() == [("confirmed", AT_TEN.start, "online")]
    assert Enquiry.objects.get().status == "booked"
    assert text(press(client, number, "accept", offered)) == done
    assert len(mails("time_changed")) == 1


def test_an_offered_time_is_refused_with_one_tap_and_she_stays_on_the_list(
    client: Client, number: str, offered: Appointment
) -> None:
    done = text(press(client, number, "refuse", offered))
    assert "You did not take the time that I offered you" in done
    assert "You stay on my waiting list." in done
    assert standing() == []
    assert text(press(client, number, "refuse", offered)) == done
    assert press(client, number, "accept", offered).status_code == 409


def test_an_offer_is_over_from_its_second_on(
    client: Client, number: str, offered: Appointment, clock: time_machine.Traveller
) -> None:
    clock.move_to(A_MONDAY + timedelta(days=1) - SECOND)
    assert "Yes, I take it" in text(come_back(client, number))
    clock.shift(SECOND)
    for do in ("", "accept", "refuse"):
        shown = text(press(client, number, do, offered))
        assert "and kept it until Tuesday 2 March, 09:00. That is over." in shown
        assert "Yes, I take it" not in shown
    assert Appointment.objects.filter(status="confirmed").count() == 0


def test_nobody_agrees_to_a_time_in_the_therapists_place(
    client: Client, number: str, held: Appointment
) -> None:
    for do in ("accept", "refuse"):
        assert press(client, number, do, held).status_code == 409
    assert standing() == [("held", AT_TEN.start, "online")]


def test_an_offer_is_neither_moved_nor_chosen(
    client: Client, number: str, offered: Appointment
) -> None:
    for which in (offered, None):
        for do in ("times", "time", "take", "cancel", "cancel_now"):
            assert press(client, number, do, which, slot=value_of(AT_TWO)).status_code == 409
    assert standing() == [("held", AT_TEN.start, "online")]
