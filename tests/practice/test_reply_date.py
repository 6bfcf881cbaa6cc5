"""By which day a message is answered: working days of the practice, in its time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from time_machine import TimeMachineFixture

from practice.models import Holiday
from practice.models.profile import Weekday
from practice.reply_date import reply_date, working_days_left
from tests.factories import A_MONDAY, form_data, make_enquiry, make_profile

MONDAY = A_MONDAY.date()
THURSDAY, FRIDAY, SUNDAY = (MONDAY + timedelta(days=days) for days in (3, 4, 6))
NEXT_MONDAY, NEXT_TUESDAY = MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)


def due(received_on: date, *, working_days: int = 2) -> date:
    """Where Monday to Thursday are worked."""
    return reply_date(received_on, working_days=working_days, is_free=lambda day: day.weekday() > 3)


@pytest.mark.parametrize(
    ("received_on", "answered_by"),
    [
        pytest.param(MONDAY, MONDAY + timedelta(days=2), id="Monday to Wednesday"),
        pytest.param(MONDAY + timedelta(days=1), THURSDAY, id="Tuesday to Thursday"),
        pytest.param(THURSDAY, NEXT_TUESDAY, id="over the weekend"),
        pytest.param(FRIDAY, NEXT_TUESDAY, id="on a free day"),
        pytest.param(SUNDAY, NEXT_TUESDAY, id="on Sunday"),
    ],
)
def test_free_days_and_the_day_of_receipt_do_not_count(
    received_on: date, answered_by: date
) -> None:
    assert due(received_on) == answered_by


@pytest.mark.parametrize(
    ("working_days", "answered_by"),
    [(1, MONDAY + timedelta(days=1)), (4, NEXT_MONDAY), (20, MONDAY + timedelta(weeks=5))],
)
def test_as_many_working_days_as_the_therapist_says(working_days: int, answered_by: date) -> None:
    assert due(MONDAY, working_days=working_days) == answered_by


@pytest.mark.parametrize("days", range(30))
def test_an_answer_is_never_due_on_a_free_day_nor_on_the_same_day(days: int) -> None:
    received_on = MONDAY + timedelta(days=days)

    assert due(received_on).weekday() <= 3
    assert due(received_on) > received_on


@pytest.mark.django_db
def test_somebody_who_works_on_saturdays_only_answers_on_saturdays() -> None:
    profile = make_profile(working_days=[Weekday.SATURDAY])

    assert profile.reply_due_on(A_MONDAY) == date(2027, 3, 13)


@pytest.mark.django_db
def test_days_away_do_not_count_the_last_one_included() -> None:
    profile = make_profile(away_from=MONDAY, away_until=NEXT_MONDAY)

    assert profile.reply_due_on(A_MONDAY) == date(2027, 3, 10)


@pytest.mark.django_db
def test_days_away_that_begin_tomorrow_do_not_count_either() -> None:
    profile = make_profile(away_from=MONDAY + timedelta(days=1), away_until=THURSDAY)

    assert profile.reply_due_on(A_MONDAY) == NEXT_TUESDAY


@pytest.mark.django_db
def test_days_away_that_are_over_change_nothing() -> None:
    profile = make_profile(away_from=MONDAY - timedelta(days=9), away_until=MONDAY)

    assert profile.reply_due_on(A_MONDAY) == MONDAY + timedelta(days=2)


@pytest.mark.django_db
def test_public_holidays_do_not_count() -> None:
    profile = make_profile()
    for days in (1, 2):
        Holiday.objects.create(day=MONDAY + timedelta(days=days))

    assert profile.reply_due_on(A_MONDAY) == NEXT_MONDAY


@pytest.mark.django_db
def test_a_holiday_that_is_over_changes_nothing() -> None:
    profile = make_profile()
    Holiday.objects.create(day=MONDAY)

    assert profile.reply_due_on(A_MONDAY) == MONDAY + timedelta(days=2)


@pytest.mark.django_db
def test_holidays_are_entered_at_the_desk_and_move_no_promise_that_was_made(desk: Client) -> None:
    profile = make_profile()
    enquiry = make_enquiry(profile, now=A_MONDAY)
    desk.post("/admin/practice/holiday/add/", {"day": "2027-03-02", "name": "A day off"})

    assert profile.reply_due_on(A_MONDAY) == THURSDAY
    enquiry.refresh_from_db()
    assert enquiry.reply_due_on == MONDAY + timedelta(days=2)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (MONDAY, 2),
        (MONDAY + timedelta(days=1), 1),
        (MONDAY + timedelta(days=2), 0),
        (MONDAY - timedelta(days=3), 3),
        (THURSDAY, 0),
    ],
)
def test_working_days_are_counted_down(today: date, left: int) -> None:
    due_on = MONDAY + timedelta(days=2)

    assert working_days_left(due_on, today=today, is_free=lambda day: day.weekday() > 3) == left


@pytest.mark.django_db
def test_a_year_away_puts_the_answer_off_by_a_year() -> None:
    profile = make_profile(away_from=MONDAY, away_until=date(2028, 2, 29))

    assert profile.reply_due_on(A_MONDAY) == date(2028, 3, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "received_at", "answered_by"),
    [
        pytest.param(
            "Europe/London",
            datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC),
            date(2027, 3, 30),
            id="Sunday's last second, on the day summer time begins",
        ),
        pytest.param(
            "Europe/London",
            datetime(2027, 3, 28, 23, 0, tzinfo=UTC),
            date(2027, 3, 31),
            id="a second later it is Monday, though not in UTC",
        ),
        pytest.param(
            "Europe/London",
            datetime(2027, 10, 31, 23, 59, 59, tzinfo=UTC),
            date(2027, 11, 2),
            id="Sunday's last second, on the day summer time ends",
        ),
        pytest.param(
            "Europe/London",
            datetime(2027, 11, 1, 0, 0, tzinfo=UTC),
            date(2027, 11, 3),
            id="a second later it is Monday, in UTC too",
        ),
        pytest.param(
            "America/New_York",
            datetime(2027, 3, 1, 4, 59, 59, tzinfo=UTC),
            date(2027, 3, 2),
            id="Sunday evening in New York",
        ),
        pytest.param(
            "Pacific/Auckland",
            datetime(2027, 2, 28, 11, 0, tzinfo=UTC),
            date(2027, 3, 3),
            id="midnight in Auckland",
        ),
    ],
)
def test_a_day_ends_at_midnight_where_the_practice_is(
    settings: Settings, zone: str, received_at: datetime, answered_by: date
) -> None:
    settings.TIME_ZONE = zone

    assert make_profile().reply_due_on(received_at) == answered_by


@pytest.mark.django_db
def test_home_and_confirmation_name_the_same_day(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_profile(away_from=MONDAY, away_until=THURSDAY)

    assert b"by <strong>Tuesday 9 March</strong>" in client.get("/").content
    confirmation = client.post("/contact/", form_data(), follow=True)
    assert b"by <strong>Tuesday 9 March</strong>" in confirmation.content
