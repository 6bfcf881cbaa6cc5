"""Free times keep their promises, in every zone, about every change of the clocks."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contact.slots import DAY, Hours, Rules, Slot, Span, free_slots
from tests.contact.naive_slots import minutes_of, naive_slots
from tests.contact.situations import (
    MODALITIES,
    YEARS,
    ZONES,
    Situation,
    changes,
    minutes,
    situations,
)

SECOND = timedelta(seconds=1)

# The same examples in every run: what fails on one machine fails on all.
always_alike = settings(derandomize=True, deadline=None, max_examples=100)


def hours(begin: str, end: str, modality: str = "online") -> Hours:
    return Hours(time.fromisoformat(begin), time.fromisoformat(end), modality)


def every_day(zone: str, *those: Hours, length: int = 60, **changed: object) -> Rules:
    """The same hours on each day of a year, without buffers, notice or limits."""
    rules = Rules(
        zone=ZoneInfo(zone),
        weekly=(those,) * 7,
        extra={},
        closed=(),
        length=timedelta(minutes=length),
        step=timedelta(minutes=30),
        before=timedelta(),
        after=timedelta(),
        notice=timedelta(),
        horizon=timedelta(days=365),
        most_a_day=1,
        most_a_week=1,
    )
    return replace(rules, **changed)  # type: ignore[arg-type]


def of_a_year(rules: Rules, year: int) -> list[Slot]:
    begin = datetime.combine(date(year, 1, 1), time(), rules.zone)
    return free_slots(rules, taken=[], busy=[], now=begin)


def walls(slots: list[Slot], zone: ZoneInfo) -> list[datetime]:
    """What the clock on the wall shows at their start."""
    return [slot.start.astimezone(zone).replace(tzinfo=None) for slot in slots]


@pytest.mark.parametrize("zone", ZONES)
@settings(always_alike, max_examples=40)
@given(data=st.data())
def test_going_through_every_minute_finds_the_same_times(zone: str, data: st.DataObject) -> None:
    there = data.draw(situations(zone=zone))
    assert there.free == naive_slots(there.rules, there.taken, there.busy, there.now)


@always_alike
@given(situations(horizon=60))
def test_no_time_with_its_buffers_touches_what_is_taken_or_busy(there: Situation) -> None:
    rules = there.rules
    spans = [*((one.begin, one.end) for one in there.taken), *there.busy]
    for slot in there.free:
        begin, end = slot.start - rules.before, slot.start + rules.length + rules.after
        assert not any(begin < its_end and its_begin < end for its_begin, its_end in spans)


@always_alike
@given(situations(horizon=365))
def test_every_time_is_one_that_the_clock_shows_and_the_first_to_show_it(there: Situation) -> None:
    zone = there.rules.zone
    for slot in there.free:
        local = slot.start.astimezone(zone)
        assert local.fold == 0
        assert local.replace(tzinfo=None).replace(tzinfo=zone).astimezone(UTC) == slot.start


@always_alike
@given(situations(horizon=60))
def test_no_time_is_offered_twice(there: Situation) -> None:
    shown = walls(there.free, there.rules.zone)
    assert sorted(set(shown)) == shown


@always_alike
@given(situations(horizon=60))
def test_every_conversation_lies_within_the_hours_of_its_day(there: Situation) -> None:
    rules = there.rules
    for slot in there.free:
        begin = slot.start.astimezone(rules.zone)
        end = (slot.start + rules.length - SECOND).astimezone(rules.zone)
        assert end.date() == begin.date()
        for modality in slot.modalities:
            assert any(
                one.begin <= begin.time() and end.time() < one.end
                for one in rules.hours_of(begin.date())
                if one.modality == modality
            )


@always_alike
@given(situations())
def test_notice_and_horizon_hold_to_the_second(there: Situation) -> None:
    rules = there.rules
    for slot in there.free[:5]:
        how = slot.modalities[0]
        latest, earliest = slot.start - rules.notice, slot.start - rules.horizon
        assert there.is_free(slot.start, how, now=latest)
        assert not there.is_free(slot.start, how, now=latest + SECOND)
        assert there.is_free(slot.start, how, now=earliest)
        assert not there.is_free(slot.start, how, now=earliest - SECOND)


@always_alike
@given(situations(horizon=60))
def test_closed_days_are_stronger_than_all_hours(there: Situation) -> None:
    days = {wall.date() for wall in walls(there.free, there.rules.zone)}
    assert days.isdisjoint(there.rules.closed)


@always_alike
@given(situations(horizon=60))
def test_a_full_day_or_week_has_no_more_times(there: Situation) -> None:
    rules = there.rules
    taken = [one.starts_at.astimezone(rules.zone).date() for one in there.taken]
    a_day, a_week = Counter(taken), Counter(day.isocalendar()[:2] for day in taken)
    for wall in walls(there.free, rules.zone):
        assert a_day[wall.date()] < rules.most_a_day
        assert a_week[wall.date().isocalendar()[:2]] < rules.most_a_week


@always_alike
@given(situations(), minutes(0, 5 * 1440), st.sampled_from(MODALITIES))
def test_one_time_is_free_exactly_where_the_list_has_it(
    there: Situation, ahead: timedelta, modality: str
) -> None:
    free = {(slot.start, way) for slot in there.free for way in slot.modalities}
    anywhere = there.now.replace(minute=0, second=0) + ahead
    beside = [start + offset for start, _ in free for offset in (-SECOND, SECOND, there.rules.step)]
    for start in [anywhere, *beside, *(start for start, _ in free)]:
        for way in MODALITIES:
            assert there.is_free(start, way) == ((start, way) in free)
    assert there.is_free(anywhere, modality) == ((anywhere, modality) in free)


@pytest.mark.parametrize("zone", ZONES)
def test_nine_o_clock_stays_nine_o_clock_all_through_the_years(zone: str) -> None:
    rules = every_day(zone, hours("09:00", "10:00"))
    for year in YEARS:
        shown = walls(of_a_year(rules, year), rules.zone)
        assert {wall.time() for wall in shown} == {time(9)}
        days = [date(year, 1, 1) + DAY * ahead for ahead in range(365)]
        assert [wall.date() for wall in shown] == days


@pytest.mark.parametrize("zone", ZONES)
def test_nights_offer_each_half_hour_that_there_is_once(zone: str) -> None:
    rules = every_day(zone, hours("00:00", "23:59"), length=29)
    for day in changes(zone) or [date(2027, 3, 1)]:
        midnight = minutes_of(day, rules.zone)[0][0]
        slots = free_slots(
            replace(rules, horizon=DAY * 2), taken=[], busy=[], now=midnight - timedelta(hours=3)
        )
        shown = [wall for wall in walls(slots, rules.zone) if wall.date() == day]
        there_are = {wall for _moment, wall in minutes_of(day, rules.zone)}
        assert [wall.hour * 60 + wall.minute for wall in shown] == [
            half for half in range(0, 1440, 30) if {half, half + 28} <= there_are
        ]


@pytest.mark.parametrize(
    ("begin", "end", "length", "offered"),
    [
        ("00:30", "03:00", 50, ["00:30", "02:00"]),  # half past midnight ends at twenty past two
        ("00:00", "01:30", 50, ["00:00"]),  # there is no half past one to end by
        ("00:10", "01:30", 50, ["00:10"]),  # over at the very moment
        ("00:15", "01:30", 50, []),
        ("01:00", "01:50", 50, []),
        ("01:15", "03:00", 30, ["02:15"]),
    ],
)
def test_what_the_clocks_skip_in_spring_is_not_offered(
    begin: str, end: str, length: int, offered: list[str]
) -> None:
    rules = every_day("Europe/London", hours(begin, end), length=length)
    spring = datetime(2027, 3, 28, tzinfo=UTC)
    slots = free_slots(replace(rules, horizon=DAY / 2), taken=[], busy=[], now=spring)
    assert [f"{wall:%H:%M}" for wall in walls(slots, rules.zone)] == offered


def test_a_day_that_a_country_left_out_has_no_times() -> None:
    """Samoa went from 29 to 31 December 2011."""
    rules = every_day("Pacific/Apia", hours("00:00", "23:00"), horizon=DAY * 4)
    slots = free_slots(rules, taken=[], busy=[], now=datetime(2011, 12, 28, 10, tzinfo=UTC))
    days = dict.fromkeys(wall.day for wall in walls(slots, rules.zone))
    assert list(days) == [28, 29, 31, 1, 2]


def test_a_time_at_the_end_of_the_calendar_is_simply_not_free() -> None:
    rules = every_day("Asia/Kathmandu", hours("00:00", "23:59"))
    there = Situation(rules, [], [], datetime(2027, 3, 1, tzinfo=UTC))
    for start in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        assert not there.is_free(start, "online")


def test_a_short_time_within_a_longer_one_makes_it_no_shorter() -> None:
    begin = datetime(2027, 3, 1, tzinfo=UTC)
    long = Span(begin + timedelta(hours=9), begin + timedelta(hours=12))
    short = Span(long.begin + timedelta(minutes=10), long.begin + timedelta(minutes=20))
    rules = every_day("UTC", hours("09:00", "13:00"), horizon=DAY / 2 + timedelta(hours=3))
    [slot] = free_slots(rules, taken=[], busy=[long, short], now=begin)
    assert slot.start == long.end


def test_how_one_could_meet_is_said_once_and_in_one_order() -> None:
    those = [hours("09:00", "10:00", way) for way in ("phone", "online", "online", "in_person")]
    [slot] = free_slots(
        every_day("UTC", *those, horizon=DAY / 2),
        taken=[],
        busy=[],
        now=datetime(2027, 3, 1, tzinfo=UTC),
    )
    assert slot.modalities == ("in_person", "online", "phone")
