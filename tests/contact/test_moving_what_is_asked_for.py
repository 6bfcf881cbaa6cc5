"""The therapist puts another time in the place of one that somebody asked for: it is an offer."""

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment, Availability, Enquiry
from practice import audit
from practice.models import AuditLine, PracticeProfile
from tests.contact.appointment_pages import BY_HAND, hold, page_of, said, status_of
from tests.contact.told import FRIDAY_AT_TEN, HELD_UNTIL, SAFE, held, waiting
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()


@pytest.fixture
def moved(profile: PracticeProfile) -> Appointment:
    enquiry = make_enquiry(profile, now=A_MONDAY, **SAFE)
    return move(held(enquiry, profile, remind=True))


def move(one: Appointment) -> Appointment:
    return booking.move_for_therapist(
        one, FRIDAY_AT_TEN, ring=key_ring(), who="therapist", now=A_MONDAY
    )


def test_she_agrees_to_it_and_nobody_for_her(moved: Appointment) -> None:
    assert (moved.status, moved.waits_for, moved.held_until) == ("held", "enquirer", HELD_UNTIL)
    assert Enquiry.objects.get().status == "new"
    assert booking.confirm(moved, who=audit.ENQUIRER, now=A_MONDAY)
    assert Enquiry.objects.get().status == "booked"


def test_she_hears_of_the_offer_and_later_that_it_ran_out(moved: Appointment) -> None:
    assert waiting() == {"time_offered": A_MONDAY, "time_news": HELD_UNTIL}
    verbs = AuditLine.objects.filter(thing=moved.thing).values_list("verb", flat=True)
    assert list(verbs) == ["offered"]


def test_the_same_again_is_the_same_offer(moved: Appointment) -> None:
    old = Appointment.objects.get(status="withdrawn")
    assert move(old) == moved
    assert Appointment.objects.count() == 2


def test_it_is_not_kept_longer_than_until_it_begins(profile: PracticeProfile) -> None:
    Availability.objects.update(hold_hours=168)
    moved = move(held(make_enquiry(profile, now=A_MONDAY), profile))
    assert moved.held_until == FRIDAY_AT_TEN.start


def test_the_desk_says_that_it_waits_for_her_yes(unlocked_desk: Client) -> None:
    one = hold()
    before = unlocked_desk.get(page_of(one)).content.decode()
    assert "Offer this time instead" in before
    answer = unlocked_desk.post(page_of(one), BY_HAND | {"time": "14:00"}, follow=True)
    assert "Offered instead: Tuesday 2 March 2027, 14:00." in said(answer)
    assert "It is now" not in said(answer)
    assert status_of(one) == "withdrawn"
