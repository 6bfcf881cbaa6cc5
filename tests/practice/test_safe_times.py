"""When somebody may be reached: days and parts of the day, where the practice is."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from practice.safe_times import DAYS, PARTS, is_safe, next_safe
from tests.factories import A_MONDAY

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
MIDNIGHT = A_MONDAY - 9 * HOUR


@pytest.mark.parametrize("hours", range(0, 24 * 7, 5))
def test_no_word_means_any_time(hours: int) -> None:
    assert is_safe("", MIDNIGHT + hours * HOUR)


@pytest.mark.parametrize(("number", "day"), list(enumerate(DAYS)))
def test_a_day_alone_is_safe_from_midnight_to_midnight(number: int, day: str) -> None:
    begins = MIDNIGHT + number * DAY
    assert is_safe(day, begins)
    assert is_safe(day, begins + DAY - SECOND)
    assert not is_safe(day, begins - SECOND)
    assert not is_safe(day, begins + DAY)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_safe_on_every_day(part: str) -> None:
    for number in range(7):
        midnight = (MIDNIGHT + number * DAY).date()
        begins, ends = (datetime.combine(midnight, at, UTC) for at in PARTS[part])
        assert is_safe(part, begins)
        assert is_safe(part, ends - SECOND)
        assert not is_safe(part, begins - SECOND)


def test_day_and_part_together_narrow_each_other() -> None:
    assert is_safe("mon evening", A_MONDAY + 10 * HOUR)
    assert not is_safe("mon evening", A_MONDAY)
    assert not is_safe("mon evening", A_MONDAY + DAY + 10 * HOUR)


def test_the_clock_is_that_of_the_practice(settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    assert is_safe("tue morning", A_MONDAY + 11 * HOUR)
    assert not is_safe("mon", A_MONDAY + 11 * HOUR)


def test_what_is_safe_now_is_the_next_safe_moment() -> None:
    assert next_safe("mon morning", A_MONDAY) == A_MONDAY


@pytest.mark.parametrize(
    ("times", "hours"),
    [
        ("mon afternoon", 3),
        ("evening", 9),
        ("tue", 15),
        ("tue morning", 23),
        ("sun evening", 6 * 24 + 9),
        ("sun", 5 * 24 + 15),
    ],
)
def test_the_next_safe_moment_is_when_the_time_begins(times: str, hours: int) -> None:
    assert next_safe(times, A_MONDAY) == A_MONDAY + hours * HOUR


def test_when_this_weeks_time_is_over_the_next_one_is_in_a_week() -> None:
    noon = A_MONDAY + 3 * HOUR
    assert next_safe("mon morning", noon) == A_MONDAY + 7 * DAY - HOUR


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        pytest.param(
            datetime(2027, 3, 27, 12, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC), id="spring"
        ),
        pytest.param(
            datetime(2027, 10, 30, 12, tzinfo=UTC),
            datetime(2027, 10, 31, 8, tzinfo=UTC),
            id="autumn",
        ),
    ],
)
def test_a_morning_begins_at_eight_when_the_clocks_change_too(
    at: datetime, begins: datetime
) -> None:
    assert next_safe("sun morning", at) == begins
