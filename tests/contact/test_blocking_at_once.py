"""The therapist blocks a time while somebody chooses it: neither overlooks the other."""

import pytest
from django.db import transaction

from contact import blocking, booking
from contact.booking import NotFreeError, Wanted
from contact.slots import Span
from practice.models import PracticeProfile
from tests.at_once import meanwhile, wait_until_it_waits
from tests.contact.appointment_pages import HOUR, TUESDAY_AT_TEN, hold
from tests.factories import A_MONDAY, make_availability, make_enquiry, make_profile

SPAN = Span(TUESDAY_AT_TEN - HOUR, TUESDAY_AT_TEN + HOUR)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def profile(transactional_db: None) -> PracticeProfile:
    make_availability()
    return make_profile()


def test_who_chose_first_is_named_to_the_one_who_blocks(profile: PracticeProfile) -> None:
    with transaction.atomic():
        chosen = hold()
        blocked = meanwhile(lambda: blocking.block(SPAN, A_MONDAY))
        wait_until_it_waits()
    assert blocked.result(timeout=10) == [chosen]


def test_who_comes_after_the_block_gets_another_time(profile: PracticeProfile) -> None:
    enquiry, wanted = make_enquiry(profile, now=A_MONDAY), Wanted(TUESDAY_AT_TEN, "online")
    with transaction.atomic():
        blocking.block(SPAN, A_MONDAY)
        chosen = meanwhile(
            lambda: booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY),
        )
        wait_until_it_waits()
    with pytest.raises(NotFreeError):
        chosen.result(timeout=10)
