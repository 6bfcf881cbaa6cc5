"""Two moves at one moment: each a connection of its own to Postgres, and neither sees half."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from contact import booking
from contact.booking import NotFreeError, Wanted
from contact.models import Appointment
from practice import audit
from practice.models import PracticeProfile
from tests.factories import A_MONDAY, make_availability, make_enquiry

ROUNDS = 10
TUESDAY = A_MONDAY + timedelta(days=1)

Status = Appointment.Status
Move = Callable[[], Appointment]

pytestmark = pytest.mark.django_db(transaction=True)


def online(days: int, hour: int) -> Wanted:
    """So many days after Tuesday, at that hour."""
    return Wanted(TUESDAY.replace(hour=hour) + timedelta(days=days), "online")


def held(wanted: Wanted, profile: PracticeProfile) -> Appointment:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    return booking.hold(enquiry, wanted, profile=profile, now=A_MONDAY)


def at_once(*moves: Move) -> list[Appointment | None]:
    """What came of each; None where its time could not be had."""
    ready = threading.Barrier(len(moves))

    def run(move: Move) -> Appointment | None:
        try:
            ready.wait()
            return move()
        except NotFreeError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def moving(appointment: Appointment, wanted: Wanted, profile: PracticeProfile) -> Move:
    who, now = audit.ENQUIRER, A_MONDAY
    return lambda: booking.move(appointment, wanted, profile=profile, who=who, now=now)


def standing() -> list[Wanted]:
    rows = Appointment.objects.standing(A_MONDAY).order_by("starts_at")
    return [Wanted(one.starts_at, one.modality) for one in rows]


@pytest.fixture
def often(profile: PracticeProfile) -> PracticeProfile:
    """A practice that has no limit a day."""
    make_availability(most_a_day=50, most_a_week=200)
    return profile


def test_of_two_who_move_to_one_time_one_has_it_and_the_other_keeps_hers(
    often: PracticeProfile,
) -> None:
    for day in (0, 1, 2, 6, 7, 8, 9, 10, 13, 14):
        nine, ten, three = (online(day, hour) for hour in (9, 10, 15))
        first, second = held(nine, often), held(ten, often)
        done = at_once(moving(first, three, often), moving(second, three, often))
        assert Counter(one is None for one in done) == {True: 1, False: 1}
        kept = nine if done[0] is None else ten
        assert [one for one in standing() if one.start.date() == nine.start.date()] == [kept, three]


def test_of_two_moves_of_one_appointment_to_two_times_one_counts(often: PracticeProfile) -> None:
    for hour in (13, 14, 15, 16, 13, 14, 15, 16, 13, 14):
        one = held(online(0, 9), often)
        times = [online(0, hour), online(1, hour)]
        done = at_once(*(moving(one, wanted, often) for wanted in times))
        [new] = [moved for moved in done if moved is not None]
        assert standing() == [Wanted(new.starts_at, new.modality)]
        booking.give_back(new, who=audit.ENQUIRER, now=A_MONDAY)


def test_the_same_move_twice_at_once_is_one_move(often: PracticeProfile) -> None:
    for _round in range(ROUNDS):
        one = held(online(0, 9), often)
        first, second = at_once(*[moving(one, online(0, 15), often)] * 2)
        assert first is not None
        assert first == second
        assert standing() == [online(0, 15)]
        booking.give_back(first, who=audit.ENQUIRER, now=A_MONDAY)


def test_two_who_change_places_do_not_wait_for_each_other_for_ever(often: PracticeProfile) -> None:
    """Each wants what the other has: both are told that it is taken."""
    for _round in range(ROUNDS):
        nine, three = online(0, 9), online(0, 15)
        first, second = held(nine, often), held(three, often)
        done = at_once(moving(first, three, often), moving(second, nine, often))
        assert done == [None, None]
        assert standing() == [nine, three]
        for one in (first, second):
            booking.give_back(one, who=audit.ENQUIRER, now=A_MONDAY)


def test_a_move_and_the_yes_to_the_old_time_at_once_leave_one_time(often: PracticeProfile) -> None:
    for _round in range(ROUNDS):
        one, three = held(online(0, 9), often), online(0, 15)

        def agree(one: Appointment = one) -> Appointment:
            booking.confirm(one, who="therapist", now=A_MONDAY)
            return one

        moved, _agreed = at_once(moving(one, three, often), agree)
        assert standing() == [three]
        assert moved is not None
        booking.give_back(moved, who=audit.ENQUIRER, now=A_MONDAY)


def test_a_yes_and_a_cancelling_at_once_end_in_one_state(often: PracticeProfile) -> None:
    for _round in range(ROUNDS):
        one = held(online(0, 9), often)

        def agree(one: Appointment = one) -> Appointment:
            booking.confirm(one, who="therapist", now=A_MONDAY)
            return one

        def give_back(one: Appointment = one) -> Appointment:
            assert booking.give_back(one, who=audit.ENQUIRER, now=A_MONDAY)
            return one

        at_once(agree, give_back)
        one.refresh_from_db()
        assert one.status in (Status.WITHDRAWN, Status.CANCELLED)
        assert standing() == []
