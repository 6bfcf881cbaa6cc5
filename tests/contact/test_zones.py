"""Zones to read times in: which can be chosen, and when the practice's time stands beside."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contact.time_in_words import in_words, moment_in_words
from contact.zones import OLD_NAMES, REGIONS, named, offered


def test_beside_stands_nothing_while_both_clocks_agree() -> None:
    """In March the clocks of New York change two weeks before those of London."""
    york = ZoneInfo("America/New_York")
    before, between, after = (datetime(2027, 3, day, 14, tzinfo=UTC) for day in (12, 15, 29))
    assert in_words(before, "online", york) == "Friday 12 March, 09:00, online (14:00 in London)"
    assert in_words(between, "online", york) == "Monday 15 March, 10:00, online (14:00 in London)"
    assert in_words(after, "online", york) == "Monday 29 March, 10:00, online (15:00 in London)"
    assert in_words(after, "online", ZoneInfo("Europe/Jersey")) == "Monday 29 March, 15:00, online"


def test_a_moment_abroad_says_whose_clock_it_is_on() -> None:
    moment = datetime(2027, 3, 12, 23, tzinfo=UTC)
    auckland = moment_in_words(moment, ZoneInfo("Pacific/Auckland"))
    assert auckland == "Saturday 13 March, 12:00 (Friday 23:00 in London)"
    assert moment_in_words(moment, ZoneInfo("Europe/London")) == "Friday 12 March, 23:00"


def test_the_words_of_a_way_to_meet_are_not_torn_apart_at_the_end_of_a_line() -> None:
    london, ten = ZoneInfo("Europe/London"), datetime(2027, 3, 2, 10, tzinfo=UTC)
    said = "Tuesday 2 March, 10:00"
    assert in_words(ten, "phone", london) == f"{said}, by\N{NO-BREAK SPACE}phone"
    assert in_words(ten, "in_person", london) == f"{said}, in\N{NO-BREAK SPACE}person"


@pytest.mark.parametrize(
    ("old", "name"), [("Asia/Katmandu", "Asia/Kathmandu"), ("Europe/Kiev", "Europe/Kyiv")]
)
def test_a_zone_that_a_browser_calls_by_an_old_name_stands_there_once(old: str, name: str) -> None:
    zone = named(old)
    assert zone is not None
    assert zone.key == name
    names = [place.name for region in offered(zone) for place in region.places]
    assert names.count(name) == 1
    assert old not in names


def test_every_old_name_is_that_of_the_same_clock() -> None:
    moments = [datetime(2027, month, 1, tzinfo=UTC) for month in (1, 7)]
    for old, name in OLD_NAMES.items():
        there, here = ZoneInfo(old), ZoneInfo(name)
        assert [there.utcoffset(at) for at in moments] == [here.utcoffset(at) for at in moments]


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
