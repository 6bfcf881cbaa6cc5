"""A message that looks like spam, and wants a time: it is kept, told of at once, and not agreed."""

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.chosen import value_of
from contact.models import Appointment, Availability, Enquiry
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.contact.her_time import AT_TEN, press
from tests.contact.returning import send, text
from tests.contact.time_forms import CONTACT, sent
from tests.contact.told import FRIDAY_AT_TEN, THURSDAY_AT_TWO
from tests.factories import A_MONDAY, make_availability, make_enquiry

ADVERT = "Cheap pills https://a.example https://b.example and more on www.c.example"


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()


def test_the_therapist_is_told_of_it_at_once(client: Client) -> None:
    client.post(CONTACT, sent(message=ADVERT))
    assert Enquiry.objects.get().status == "held"
    [mail] = OutboxMail.objects.filter(address=None)
    assert (mail.template, mail.due_at) == ("new_message", A_MONDAY)


def test_it_takes_itself_in_by_no_time_that_agrees_to_itself(client: Client) -> None:
    Availability.objects.update(confirms_itself=True)
    client.post(CONTACT, sent(message=ADVERT))
    assert Appointment.objects.get().status == "held"
    assert Enquiry.objects.get().status == "held"


def test_the_page_behind_the_number_says_that_it_waits(client: Client) -> None:
    Availability.objects.update(confirms_itself=True)
    number = send(client)
    Enquiry.objects.update(status="held")
    asked = text(press(client, number, "time", None, slot=value_of(AT_TEN)))
    assert "It is agreed" not in asked
    assert "I say yes or no by" in asked


def test_nor_by_choosing_or_moving_one_later(profile: PracticeProfile) -> None:
    Availability.objects.update(confirms_itself=True)
    enquiry = make_enquiry(profile, now=A_MONDAY)
    Enquiry.objects.update(status="held")
    one = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    assert one.status == "held"
    who = audit.ENQUIRER
    new = booking.move(one, FRIDAY_AT_TEN, profile=profile, who=who, now=A_MONDAY)
    assert new.status == "held"
    assert Enquiry.objects.get().status == "held"
