"""What counts for free times and what does not, and how little Postgres is asked for it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contact import booking
from contact.booking import Wanted
from contact.models import (
    Appointment,
    BusyCalendar,
    BusySpan,
    ClosedDays,
    ExtraHours,
)
from contact.models.appointment import Status
from contact.timetable import Timetable
from practice.models import Holiday, PracticeProfile
from tests.factories import A_MONDAY, make_availability, make_enquiry

TUESDAY = date(2027, 3, 2)
AT_TEN = datetime(2027, 3, 2, 10, tzinfo=UTC)
LENGTH, HOUR, SECOND = timedelta(minutes=50), timedelta(hours=1), timedelta(seconds=1)
SATURDAY = date(2027, 3, 6)

PAST = 100_000
MAKE_PAST = """
INSERT INTO contact_appointment (id, initials, status, waits_for, starts_at, ends_at, during,
    modality, made_at, changed_at, calendar_id, sequence)
SELECT gen_random_uuid(), 'RV', 'happened', 'therapist', at, at + '50 minutes',
    tstzrange(at, at + '60 minutes'), 'online', at, at, gen_random_uuid(), 0
FROM (SELECT %(now)s - number * interval '90 minutes' AS at
      FROM generate_series(1, %(count)s) AS number) AS past
"""
MAKE_PAST_BUSY = """
INSERT INTO contact_busyspan (during)
SELECT tstzrange(at, at + '30 minutes')
FROM (SELECT %(now)s - number * interval '1 hour' AS at
      FROM generate_series(1, %(count)s) AS number) AS past
"""

Node = dict[str, Any]

pytestmark = pytest.mark.usefixtures("profile")


def make_appointment(start: datetime = AT_TEN, **changed: Any) -> Appointment:
    """One of somebody who rang, with ten minutes kept free after it."""
    end = start + LENGTH
    fields = {
        "initials": "RV",
        "status": Status.CONFIRMED,
        "starts_at": start,
        "ends_at": end,
        "during": (start, end + timedelta(minutes=10)),
        "modality": "online",
        "made_at": A_MONDAY,
        "changed_at": A_MONDAY,
    }
    return Appointment.objects.create(**fields | changed)


def is_free(now: datetime = A_MONDAY, **changed: Any) -> bool:
    """Whether ten o'clock on Tuesday is."""
    [profile] = PracticeProfile.objects.all()
    return Timetable.read(profile, now, **changed).is_free(AT_TEN, "online")


def days(now: datetime = A_MONDAY) -> set[date]:
    """Those that have free times."""
    [profile] = PracticeProfile.objects.all()
    return {slot.start.date() for slot in Timetable.read(profile, now).free_slots()}


def test_without_any_hours_nothing_is_free(profile: PracticeProfile) -> None:
    assert Timetable.read(profile, A_MONDAY).free_slots() == []


@pytest.mark.parametrize(
    "status", [Status.CONFIRMED, Status.HAPPENED, Status.MISSED], ids=lambda status: str(status)
)
def test_what_is_agreed_keeps_its_time_even_when_it_was_settled_early(status: Status) -> None:
    make_availability()
    make_appointment(status=status)
    assert not is_free()


@pytest.mark.parametrize(
    "status",
    [Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.MOVED, Status.CANCELLED],
    ids=lambda status: str(status),
)
def test_what_came_to_nothing_leaves_its_time_to_others(status: Status) -> None:
    make_availability()
    make_appointment(status=status)
    assert is_free()


def test_a_held_time_is_kept_to_the_second() -> None:
    make_availability(notice_hours=1)
    until = A_MONDAY + HOUR
    make_appointment(status=Status.HELD, held_until=until)
    assert not is_free(until - SECOND)
    assert is_free(until)


def test_what_took_place_this_week_counts_for_the_most_a_week() -> None:
    make_availability(most_a_week=2, notice_hours=0)
    for hours in (1, 3):
        make_appointment(A_MONDAY + timedelta(hours=hours), status=Status.HAPPENED)
    assert not is_free(A_MONDAY + timedelta(hours=8))
    assert date(2027, 3, 9) in days(A_MONDAY)


def test_a_cancelled_one_does_not_count_for_the_most_a_day() -> None:
    make_availability(most_a_day=1)
    make_appointment(AT_TEN + HOUR * 5, status=Status.CANCELLED)
    assert is_free()
    make_appointment(AT_TEN + HOUR * 5)
    assert not is_free()


def test_busy_times_and_times_blocked_by_hand_are_not_offered() -> None:
    make_availability()
    calendar = BusyCalendar.objects.create(name="Family", address=b"sealed", due_at=A_MONDAY)
    for whose in (calendar, None):
        span = BusySpan.objects.create(calendar=whose, during=(AT_TEN + HOUR / 2, AT_TEN + HOUR))
        assert not is_free()
        span.delete()
        assert is_free()


def test_a_busy_time_may_begin_where_the_buffer_ends() -> None:
    make_availability(after=10, before=0)
    BusySpan.objects.create(during=(AT_TEN + HOUR, AT_TEN + HOUR * 2))
    BusySpan.objects.create(during=(AT_TEN - HOUR, AT_TEN))
    assert is_free()
    BusySpan.objects.create(during=(AT_TEN + HOUR - SECOND, AT_TEN + HOUR))
    assert not is_free()


def test_extra_hours_add_a_day_that_has_none() -> None:
    make_availability()
    assert SATURDAY not in days()
    ExtraHours.objects.create(day=SATURDAY, begins=time(9), ends=time(11), modality="phone")
    assert SATURDAY in days()


@pytest.mark.parametrize("why", ["closed", "holiday", "away"])
def test_closed_days_holidays_and_being_away_are_stronger_than_extra_hours(
    why: str, profile: PracticeProfile
) -> None:
    make_availability()
    ExtraHours.objects.create(day=TUESDAY, begins=time(18), ends=time(20), modality="online")
    assert TUESDAY in days()
    if why == "closed":
        ClosedDays.objects.create(first=TUESDAY, last=TUESDAY)
    elif why == "holiday":
        Holiday.objects.create(day=TUESDAY)
    else:
        PracticeProfile.objects.update(away_from=TUESDAY, away_until=TUESDAY)
    assert TUESDAY not in days()
    assert TUESDAY + timedelta(days=1) in days()


def test_who_closes_for_ever_is_not_reckoned_with_day_by_day(profile: PracticeProfile) -> None:
    make_availability(horizon_days=365)
    ClosedDays.objects.create(first=date(1, 1, 1), last=date(9999, 12, 31))
    timetable = Timetable.read(profile, A_MONDAY)
    assert timetable.free_slots() == []
    assert len(timetable.rules.closed) < 1500


def test_what_is_to_be_moved_does_not_stand_in_its_own_way(profile: PracticeProfile) -> None:
    make_availability(most_a_day=1)
    appointment = make_appointment()
    assert not is_free()
    assert is_free(but_for=appointment)
    moved = Wanted(AT_TEN + HOUR / 2, "online")
    booking.move(appointment, moved, profile=profile, who="therapist", now=A_MONDAY)
    assert not Timetable.read(profile, A_MONDAY).is_free(moved.start + HOUR, "online")


def test_after_a_move_the_old_time_is_free_and_the_new_one_taken(profile: PracticeProfile) -> None:
    make_availability()
    appointment = booking.hold(
        make_enquiry(profile, now=A_MONDAY), Wanted(AT_TEN, "online"), profile=profile, now=A_MONDAY
    )
    new = Wanted(AT_TEN + timedelta(days=1), "online")
    booking.move(appointment, new, profile=profile, who="enquirer", now=A_MONDAY)
    assert is_free()
    assert not Timetable.read(profile, A_MONDAY).is_free(new.start, "online")


def test_the_nearest_times_are_those_for_the_same_way_to_meet(profile: PracticeProfile) -> None:
    make_availability()
    ExtraHours.objects.create(day=TUESDAY, begins=time(18), ends=time(20), modality="phone")
    make_appointment()
    timetable = Timetable.read(profile, A_MONDAY)
    online = timetable.nearest(AT_TEN, "online", most=3)
    assert [f"{slot.start:%H:%M}" for slot in online] == ["09:00", "11:00", "13:00"]
    by_phone = timetable.nearest(AT_TEN, "phone")
    assert [f"{slot.start:%H:%M}" for slot in by_phone] == ["18:00", "18:30", "19:00"]


def test_where_nothing_suits_the_nearest_of_all_are_named(profile: PracticeProfile) -> None:
    make_availability()
    assert len(Timetable.read(profile, A_MONDAY).nearest(AT_TEN, "phone")) == 5


def fill(count: int) -> None:
    """Agree to so many appointments, evenly over the next ninety days."""
    apart = timedelta(days=90) / count
    starts = [A_MONDAY + apart * number for number in range(count)]
    Appointment.objects.bulk_create(
        Appointment(
            initials="RV",
            status=Status.CONFIRMED,
            starts_at=start,
            ends_at=start + LENGTH,
            during=(start, start + LENGTH),
            modality="online",
            made_at=A_MONDAY,
            changed_at=A_MONDAY,
        )
        for start in starts
    )


@pytest.mark.parametrize("count", [1, 1000])
def test_ninety_days_take_four_questions_at_most_however_many_appointments(count: int) -> None:
    make_availability(horizon_days=90, most_a_day=50, most_a_week=200)
    fill(count)
    for day in range(30):
        ClosedDays.objects.create(first=TUESDAY, last=TUESDAY + timedelta(days=day))
        BusySpan.objects.create(during=(AT_TEN, AT_TEN + HOUR))
    with CaptureQueriesContext(connection) as asked:
        profile = PracticeProfile.objects.current()
        timetable = Timetable.read(profile, A_MONDAY)
        assert timetable.free_slots()
        assert timetable.nearest(AT_TEN, "online")
        assert not timetable.is_free(AT_TEN, "online")
    assert len(timetable.taken) == count
    assert len(asked) <= 4


def steps(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", []):
        yield from steps(child)


def plans_of_reading(profile: PracticeProfile) -> list[Node]:
    """What Postgres does to answer, with the rows that it really met."""
    with CaptureQueriesContext(connection) as asked:
        Timetable.read(profile, A_MONDAY)
    found: list[Node] = []
    with connection.cursor() as cursor:
        for question in asked.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question['sql']}")
            found += steps(cursor.fetchone()[0][0]["Plan"])
    return found


def met(step: Node) -> int:
    return int(step["Actual Rows"] + step.get("Rows Removed by Filter", 0))


def test_a_hundred_thousand_past_appointments_are_not_looked_at(profile: PracticeProfile) -> None:
    make_availability()
    fill(100)
    with connection.cursor() as cursor:
        for statement in (MAKE_PAST, MAKE_PAST_BUSY):
            cursor.execute(statement, {"now": A_MONDAY, "count": PAST})
        cursor.execute("ANALYZE contact_appointment, contact_busyspan")
    plan = plans_of_reading(profile)
    assert {"appointments_by_end", "busy_spans_by_time"} <= {
        step.get("Index Name") for step in plan
    }
    assert max(met(step) for step in plan) < 1000
