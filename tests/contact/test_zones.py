"""Zones to read times in: which can be chosen, and when the practice's time stands beside."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contact.time_in_words import in_words
from contact.zones import REGIONS, named


def test_beside_stands_nothing_while_both_clocks_agree() -> None:
    """In March the clocks of New York change two weeks before those of London."""
    york = ZoneInfo("America/New_York")
    before, between, after = (datetime(2027, 3, day, 14, tzinfo=UTC) for day in (12, 15, 29))
    assert in_words(before, "phone", york) == "Friday 12 March, 09:00, by phone (my time: 14:00)"
    assert in_words(between, "phone", york) == "Monday 15 March, 10:00, by phone (my time: 14:00)"
    assert in_words(after, "phone", york) == "Monday 29 March, 10:00, by phone (my time: 15:00)"
    assert in_words(after, "phone", ZoneInfo("Europe/Jersey")) == "Monday 29 March, 15:00, by phone"


def test_every_zone_of_the_list_is_one_and_stands_there_once() -> None:
    names = [name for region in REGIONS.values() for name in region.split()]
    assert [name for name in names if named(name) is None] == []
    assert len(names) == len(set(names)) > 70


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_offset_that_people_live_by_can_be_chosen(year: int) -> None:
    """Those of the few who live elsewhere, or on Antarctica, are found by the browser."""
    names = [name for region in REGIONS.values() for name in region.split()]
    moments = [datetime(year, month, 1, tzinfo=UTC) for month in (1, 7)]

    def offsets(zones: list[str]) -> set[Any]:
        return {ZoneInfo(name).utcoffset(moment) for name in zones for moment in moments}

    whole_hours = {timedelta(hours=hours) for hours in range(-10, 15)}
    assert whole_hours <= offsets(names)
