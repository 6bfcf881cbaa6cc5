"""What is said of many numbers in one is true to the letter, whatever the numbers are."""

import random
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

import pytest

from practice.figures.measures import ENOUGH, median_of, percent
from practice.figures.span import A_YEAR, DAY, WEEK, Span
from practice.models.tally import TALLIES_ARE_KEPT

rolls = random.Random(4)  # the same numbers at each run


def test_at_least_half_took_so_long_or_less_and_it_is_one_of_them() -> None:
    for _ in range(200):
        values = rolls.choices(range(9), k=rolls.randint(ENOUGH, 40))
        assert median_of({value: values.count(value) for value in values}) == median_low(values)


def test_too_few_have_no_median() -> None:
    assert median_of({1: ENOUGH - 1}) is None
    assert median_of({1: ENOUGH}) == 1
    assert median_of({}) is None


def test_only_all_is_a_hundred_percent_and_only_nothing_is_none() -> None:
    for whole in (1, 2, 3, 7, 150, 1000, 99_999):
        parts = {percent(part, whole) for part in range(1, whole)}
        assert (percent(0, whole), percent(whole, whole)) == (0, 100)
        assert parts <= set(range(1, 100))
    assert (percent(2, 3), percent(1, 3), percent(1, 8)) == (67, 33, 13)


@pytest.mark.parametrize("weeks", [12, A_YEAR])
def test_every_day_of_a_span_is_in_one_of_its_weeks_and_months(weeks: int) -> None:
    for ahead in range(800):  # over two ends of a year, and the changes of the clock
        span = Span(date(2026, 1, 1) + DAY * ahead, weeks)
        assert [monday.weekday() for monday in span.weeks] == [0] * weeks
        assert {later - earlier for earlier, later in pairwise(span.weeks)} == {WEEK}
        assert span.days[-1] == span.today
        assert {day.isocalendar()[:2] for day in span.days} == {
            monday.isocalendar()[:2] for monday in span.weeks
        }
        assert {day.replace(day=1) for day in span.days} == set(span.months)


def test_what_a_year_shows_is_not_forgotten_before() -> None:
    days = (date(2026, 1, 1) + DAY * ahead for ahead in range(800))
    longest = max(day - Span(day, A_YEAR).months[0] for day in days)
    assert timedelta() < longest < TALLIES_ARE_KEPT
