"""What the confirmation says of a time."""

from datetime import timedelta

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment, Availability
from practice.models import PracticeProfile
from tests.contact.returning import text
from tests.contact.time_forms import CONTACT, RECEIVED, page_of, sent
from tests.factories import A_MONDAY, form_data, make_availability
from tests.pages import values

FRIDAY = "2027-03-05T10:00Z"


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()
    return time_machine


def test_the_confirmation_says_the_time_and_until_when_it_waits(client: Client) -> None:
    shown = text(client.post(CONTACT, sent(zone="Europe/Berlin"), follow=True))
    assert "I keep this time for you: Tuesday 2 March, 11:00, online (10:00 in London)." in shown
    assert "is kept for you until Tuesday 2 March, 09:00 (08:00 in London)." in shown
    assert "We have agreed" not in shown
    assert "I keep this time for you" in text(client.get(RECEIVED))


def test_the_confirmation_says_what_was_agreed_at_once(client: Client) -> None:
    Availability.objects.update(confirms_itself=True)
    shown = text(client.post(CONTACT, sent(), follow=True))
    assert "We have agreed on a time: Tuesday 2 March, 10:00, online." in shown
    assert "I keep this time" not in shown
    assert "You will hear from me by" not in shown


def test_the_confirmation_does_not_say_what_is_no_longer_true(client: Client) -> None:
    client.post(CONTACT, sent())
    booking.decline(Appointment.objects.get(), who="therapist", now=A_MONDAY)
    shown = text(client.get(RECEIVED))
    assert "no longer kept for you" in shown
    assert "10:00" not in shown


def test_the_confirmation_no_longer_promises_a_time_that_has_run_out(
    client: Client, monday: TimeMachineFixture
) -> None:
    Availability.objects.update(notice_hours=0)
    client.post(CONTACT, sent(slot="2027-03-01T09:30Z"))  # kept half of the way there
    monday.move_to(A_MONDAY + timedelta(minutes=14, seconds=59), tick=False)
    assert "I keep this time for you" in text(client.get(RECEIVED))
    monday.move_to(A_MONDAY + timedelta(minutes=15), tick=False)
    assert "no longer kept for you" in text(client.get(RECEIVED))


def test_the_confirmation_prints_the_number_alone_and_its_title_says_nothing(
    client: Client,
) -> None:
    page = page_of(client.post(CONTACT, sent(), follow=True))
    assert values(page, "//title/text()") == ["Contact"]
    assert page.find_class("prints-number")
    [received] = page.find_class("received")
    assert [one for one in received if "number" in one.get("class", "").split()]


def test_the_cookie_is_as_long_with_a_time_in_whatever_zone(client: Client) -> None:
    lengths = set()
    for data in (
        form_data(),
        sent(),
        sent(slot="2027-03-03T10:00Z", zone="America/Argentina/ComodRivadavia"),
    ):
        assert client.post(CONTACT, data).status_code == 303
        lengths.add(len(client.cookies["received"].value))
    assert len(lengths) == 1


def test_the_confirmation_says_until_when_it_can_be_changed_in_her_zone(client: Client) -> None:
    shown = text(client.post(CONTACT, sent(slot=FRIDAY, zone="Europe/Berlin"), follow=True))
    said = "With your number you see how it stands, and can move or cancel it until Thursday"
    assert f"{said} 4 March, 11:00 (10:00 in London)." in shown


def test_what_is_too_near_to_be_changed_here_is_not_said_to_be(client: Client) -> None:
    Availability.objects.update(notice_hours=0)
    shown = text(client.post(CONTACT, sent(slot="2027-03-01T09:30Z"), follow=True))
    assert "I keep this time for you" in shown
    assert "can move or cancel it until I have confirmed it." in shown
    Appointment.objects.update(status="confirmed")
    agreed = text(client.get(RECEIVED))
    assert "We have agreed" in agreed
    assert "move or cancel" not in agreed


def test_what_is_agreed_at_once_leaves_nothing_to_wait_for(client: Client) -> None:
    assert "If it cannot wait that long:" in text(client.post(CONTACT, sent(), follow=True))
    Availability.objects.update(confirms_itself=True)
    agreed = text(client.post(CONTACT, sent(slot=FRIDAY), follow=True))
    assert "If it cannot wait: urgent help" in agreed
    assert "With your number you can move or cancel it until Thursday 4 March, 10:00." in agreed


@pytest.mark.parametrize(
    ("mail_says", "said"),
    [
        ("notice", "The mail is called “Your message” and says only that there is news"),
        ("answer", "holds my answer; about your time it says only that there is news"),
    ],
)
def test_a_mail_about_a_time_is_called_what_it_is(
    client: Client, mail_says: str, said: str
) -> None:
    card = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
    shown = text(client.post(CONTACT, sent(**card, mail_says=mail_says), follow=True))
    assert said in shown
    assert "that there is an answer" not in shown
