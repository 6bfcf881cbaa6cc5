"""Times are given to one, agreed, moved and given back; Postgres lets no two overlap."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from contact import booking
from contact.booking import NotFreeError, Wanted
from contact.models import Appointment, Enquiry
from contact.timetable import Timetable
from practice.models import PracticeProfile
from tests.factories import A_MONDAY, make_availability, make_enquiry

TUESDAY_AT_TEN = Wanted(A_MONDAY + timedelta(days=1, hours=1), "online")
AT_TWO = Wanted(A_MONDAY + timedelta(days=1, hours=5), "online")

Status = Appointment.Status


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY)


@pytest.fixture
def held(enquiry: Enquiry, profile: PracticeProfile) -> Appointment:
    return booking.hold(enquiry, TUESDAY_AT_TEN, profile=profile, now=A_MONDAY)


def test_a_held_time_is_offered_to_nobody_else(held: Appointment, profile: PracticeProfile) -> None:
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    with pytest.raises(NotFreeError):
        booking.hold(another, TUESDAY_AT_TEN, profile=profile, now=A_MONDAY)
    offered = Timetable.read(profile, A_MONDAY).free_slots()
    assert TUESDAY_AT_TEN.start not in [slot.start for slot in offered]


def test_the_same_wish_again_is_the_same_appointment(
    held: Appointment, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    again = booking.hold(enquiry, TUESDAY_AT_TEN, profile=profile, now=A_MONDAY)
    assert again == held
    assert Appointment.objects.count() == 1


def test_what_was_not_confirmed_in_time_can_be_had_by_the_next(
    held: Appointment, profile: PracticeProfile
) -> None:
    Appointment.objects.update(held_until=A_MONDAY + timedelta(hours=1))
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    a_second_before = A_MONDAY + timedelta(minutes=59, seconds=59)
    with pytest.raises(NotFreeError):
        booking.hold(another, TUESDAY_AT_TEN, profile=profile, now=a_second_before)
    after = A_MONDAY + timedelta(hours=1)
    with pytest.raises(NotFreeError):  # by now the notice is too short for ten o'clock
        booking.hold(another, TUESDAY_AT_TEN, profile=profile, now=A_MONDAY + timedelta(hours=2))
    assert booking.hold(another, TUESDAY_AT_TEN, profile=profile, now=after).status == Status.HELD
    held.refresh_from_db()
    assert held.status == Status.EXPIRED


def test_an_agreed_time_books_the_enquiry(held: Appointment, enquiry: Enquiry) -> None:
    assert booking.confirm(held, who="therapist", now=A_MONDAY)
    assert booking.confirm(held, who="therapist", now=A_MONDAY)
    enquiry.refresh_from_db()
    assert enquiry.status == Enquiry.Status.BOOKED


def test_a_cancelled_one_is_not_confirmed_from_an_old_page(
    held: Appointment, enquiry: Enquiry
) -> None:
    booking.confirm(held, who="therapist", now=A_MONDAY)
    assert booking.give_back(held, who="enquirer", now=A_MONDAY)
    assert not booking.confirm(held, who="therapist", now=A_MONDAY)
    held.refresh_from_db()
    assert held.status == Status.CANCELLED
    enquiry.refresh_from_db()
    assert enquiry.status == Enquiry.Status.ANSWERED


def test_moving_gives_up_the_old_time_for_the_new(
    held: Appointment, profile: PracticeProfile
) -> None:
    booking.confirm(held, who="therapist", now=A_MONDAY)
    new = booking.move(held, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    again = booking.move(held, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    assert new == again
    assert new.calendar_id == held.calendar_id
    held.refresh_from_db()
    assert held.status == Status.MOVED
    assert new.sequence >= held.sequence


def test_a_move_to_a_taken_time_leaves_the_old_one(
    held: Appointment, profile: PracticeProfile
) -> None:
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    booking.hold(another, AT_TWO, profile=profile, now=A_MONDAY)
    with pytest.raises(NotFreeError):
        booking.move(held, AT_TWO, profile=profile, who="enquirer", now=A_MONDAY)
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_postgres_itself_refuses_a_second_one_at_that_time(held: Appointment) -> None:
    held.pk, held.enquiry = uuid4(), None
    with pytest.raises(IntegrityError, match="one_conversation_at_a_time"):
        held.save(force_insert=True)


def test_a_day_takes_no_more_than_the_therapist_wants(
    held: Appointment, profile: PracticeProfile
) -> None:
    second, third = (make_enquiry(profile, now=A_MONDAY, name=name) for name in ("Kim", "Sam"))
    booking.hold(second, AT_TWO, profile=profile, now=A_MONDAY)
    at_four = Wanted(AT_TWO.start + timedelta(hours=2), "online")
    with pytest.raises(NotFreeError):
        booking.hold(third, at_four, profile=profile, now=A_MONDAY)


def test_reading_the_timetable_takes_three_questions(
    held: Appointment, profile: PracticeProfile, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        Timetable.read(profile, A_MONDAY).free_slots()
