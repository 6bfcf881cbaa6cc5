"""Somebody with a number, and her time in its different states."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contact import booking
from contact.models import Appointment, Enquiry
from practice.models import PracticeProfile
from tests.contact.her_time import AT_TEN
from tests.contact.returning import send
from tests.factories import A_MONDAY, make_availability


@pytest.fixture
def clock(profile: PracticeProfile) -> Iterator[time_machine.Traveller]:
    """A Monday on which many times are free, standing still until it is moved."""
    make_availability(most_a_day=20, most_a_week=50)
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def number(client: Client) -> str:
    """Of somebody who has written."""
    return send(client)


@pytest.fixture
def held(number: str, profile: PracticeProfile) -> Appointment:
    """The time that she has asked for."""
    return booking.hold(Enquiry.objects.get(), AT_TEN, profile=profile, now=A_MONDAY)


@pytest.fixture
def agreed(held: Appointment) -> Appointment:
    """The time that she has."""
    assert booking.confirm(held, who="therapist", now=A_MONDAY)
    held.refresh_from_db()
    return held


@pytest.fixture
def offered(number: str) -> Appointment:
    """The time that waits for her yes."""
    Enquiry.objects.update(status="waiting", answered_at=A_MONDAY)
    until = A_MONDAY + timedelta(days=1)
    return booking.offer(Enquiry.objects.get(), AT_TEN, until=until, who="therapist", now=A_MONDAY)
