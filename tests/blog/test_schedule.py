"""A moment by the practice's clock, London in these tests: in words, to choose, and on odd days."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.schedule import NoSuchTimeError, appears, choices, moment
from tests.factories import A_MONDAY

A_SECOND = timedelta(seconds=1)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 12, 1, 7, tzinfo=UTC), "Tuesday 1 December at 07:00, in 8 days"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=UTC), "Monday 23 November at 23:59, today"),
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), "Tuesday 24 November at 00:00, tomorrow"),
        (datetime(2027, 7, 1, 6, tzinfo=UTC), "Thursday 1 July 2027 at 07:00, in 220 days"),
    ],
)
def test_it_is_said_by_the_clock_of_the_practice(at: datetime, words: str) -> None:
    assert appears(at, NOW) == f"It appears on {words} (your practice’s clock, London)."


def test_days_are_counted_by_the_calendar_of_the_practice() -> None:
    before_midnight = datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC)
    at = datetime(2026, 7, 2, 6, tzinfo=UTC)

    assert ", tomorrow (" in appears(at, before_midnight)
    assert ", today (" in appears(at, before_midnight + A_SECOND)


def test_a_time_that_the_clocks_go_past_is_refused_in_plain_words() -> None:
    for shown in (datetime(2027, 3, 28, 1, 0), datetime(2027, 3, 28, 1, 59)):  # noqa: DTZ001 - as typed
        with pytest.raises(NoSuchTimeError):
            moment(shown)
    with pytest.raises(NoSuchTimeError) as refused:
        moment(datetime(2027, 3, 28, 1, 30))  # noqa: DTZ001 - as typed
    assert str(refused.value) == (
        "On Sunday 28 March the clocks go forward, and past 01:30. Choose 02:30, perhaps."
    )
    assert moment(datetime(2027, 3, 28, 0, 59)).utcoffset() == timedelta(0)  # noqa: DTZ001 - as typed
    assert moment(datetime(2027, 3, 28, 2, 0)).utcoffset() == timedelta(hours=1)  # noqa: DTZ001 - as typed


def test_of_a_time_that_the_clocks_show_twice_the_first_is_meant_and_said() -> None:
    at = moment(datetime(2026, 10, 25, 1, 30))  # noqa: DTZ001 - as typed
    now = datetime(2026, 10, 20, 9, tzinfo=UTC)

    assert at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert appears(at, now).endswith("show that time twice; the first is meant.")
    assert "twice" not in appears(at + timedelta(hours=1), now)  # in UTC: the second
    assert "twice" not in appears(moment(datetime(2026, 10, 25, 2, 0)), now)  # noqa: DTZ001 - as typed


@pytest.mark.parametrize("day", range(7))
def test_the_quick_choices_are_tomorrow_and_another_monday_after_it(day: int) -> None:
    now = A_MONDAY + timedelta(days=day)
    tomorrow, monday = choices(now)

    assert (tomorrow.words, tomorrow.time) == ("Tomorrow, 07:00", "07:00")
    assert tomorrow.date == (now + timedelta(days=1)).date().isoformat()
    assert datetime.fromisoformat(monday.date).weekday() == 0
    assert tomorrow.date < monday.date <= (now + timedelta(days=8)).date().isoformat()
    assert monday.words.startswith("Monday ")
