"""An enquiry is erased while something else happens to its time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking, erasure, keeping_times, lapsing, time_mail
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.at_once import meanwhile, wait_until_it_waits
from tests.contact.appointment_pages import BY_HAND, hold, page_of, press
from tests.contact.told import SAFE, THURSDAY_AT_TWO
from tests.factories import A_MONDAY, make_availability, make_enquiry, make_profile

FRIDAY_AT_TWO = Wanted(THURSDAY_AT_TWO.start + timedelta(days=1), "online")
OVER = FRIDAY_AT_TWO.start + timedelta(days=2)
OFF = {"off": "1"}


@pytest.fixture
def monday(profile: PracticeProfile, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)


def erased_before(look: Callable[[Appointment], Appointment]) -> Callable[..., Appointment]:
    """`look`, a moment too late."""

    def too_late(one: Appointment) -> Appointment:
        for enquiry in Enquiry.objects.filter(appointments=one):
            erasure.erase(enquiry, who=audit.ENQUIRER, now=A_MONDAY)
        return look(one)

    return too_late


def test_the_worker_goes_on(profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch) -> None:
    make_availability(confirms_itself=True)
    kim, robin = (make_enquiry(profile, now=A_MONDAY) for _ in range(2))
    booking.hold(kim, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    booking.hold(robin, FRIDAY_AT_TWO, profile=profile, now=A_MONDAY)
    look = keeping_times.locked

    def while_robin_goes(one: Appointment) -> Appointment:
        erasure.erase(robin, who=audit.ENQUIRER, now=OVER)
        return look(one)

    monkeypatch.setattr(keeping_times, "locked", while_robin_goes)
    lapsing.lapse(OVER)
    assert Enquiry.objects.get() == kim
    assert Appointment.objects.get().status == "happened"


@pytest.mark.parametrize("to", ["agree", "decline", "happened"])
def test_its_buttons_are_not_found(
    monday: None, desk: Client, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.setattr(booking, "locked", erased_before(keeping_times.locked))
    assert press(desk, hold(), to).status_code == 404


@pytest.mark.parametrize("posted", [OFF, BY_HAND | {"day": "2027-03-05", "time": "14:00"}])
def test_nor_is_its_page(
    monday: None, unlocked_desk: Client, monkeypatch: pytest.MonkeyPatch, posted: dict[str, str]
) -> None:
    one, look = hold(), keeping_times.locked
    for part in (booking, keeping_times):
        monkeypatch.setattr(part, "locked", erased_before(look))
    assert unlocked_desk.post(page_of(one), posted).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_a_time_before_it_takes_the_mail_that_the_clock_needs() -> None:
    make_availability()
    profile = make_profile()
    enquiry = make_enquiry(profile, now=A_MONDAY, **SAFE)
    one = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    time_mail.expect(enquiry, SafeContact.of(SAFE), one, remind=True, now=A_MONDAY)
    with transaction.atomic():
        Appointment.objects.select_for_update().get()  # as `expire` does
        erasing = meanwhile(lambda: erasure.erase(enquiry, who=audit.ENQUIRER, now=A_MONDAY))
        wait_until_it_waits()
        assert list(OutboxMail.objects.about(enquiry.thing).select_for_update(nowait=True))
    erasing.result(timeout=10)
    assert not OutboxMail.objects.about(enquiry.thing).exists()
