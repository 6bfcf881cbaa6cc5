"""A week as the therapist sees it: pure, so that every state of it can be looked at."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from contact.models import Appointment, BusyCalendar, BusySpan
from contact.models.appointment import Status
from contact.slots import Hours, Rules, Slot, free_slots
from contact.week import Day, Week, monday_of, week_of
from contact.week_entries import Entry, Kind
from tests.factories import A_MONDAY

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
IN_A_YEAR = A_MONDAY + timedelta(days=365)
MORNING = (Hours(time(9), time(12), "online"),)


RULES = Rules(
    zone=LONDON,
    weekly=(MORNING, MORNING, MORNING, MORNING, MORNING, (), ()),
    extra={},
    closed=frozenset(),
    length=timedelta(minutes=50),
    step=timedelta(minutes=30),
    before=timedelta(0),
    after=timedelta(minutes=10),
    notice=timedelta(hours=24),
    horizon=timedelta(days=28),
    most_a_day=5,
    most_a_week=20,
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2027; there is no summer time before the 28th."""
    return datetime(2027, 3, day, hour, minute, tzinfo=UTC)


def appointment(start: datetime, status: Status, **changed: Any) -> Appointment:
    fields = {"held_until": IN_A_YEAR, "ends_at": start + RULES.length, "modality": "online"}
    return Appointment(starts_at=start, status=status, **fields | changed)


def blocked(begin: datetime, end: datetime, **changed: Any) -> BusySpan:
    return BusySpan(during=DateTimeTZRange(begin, end), **changed)


def from_calendar(begin: datetime, end: datetime) -> BusySpan:
    return blocked(begin, end, calendar=BusyCalendar(pk=1))


def week(
    *appointments: Appointment,
    busy: Iterable[BusySpan] = (),
    slots: Iterable[Slot] = (),
    rules: Rules = RULES,
    first: date = MONDAY,
    now: datetime = A_MONDAY,
) -> Week:
    return week_of(first, rules=rules, slots=slots, appointments=appointments, busy=busy, now=now)


def only(day: Day) -> Entry:
    (entry,) = day.entries
    return entry


def test_a_week_has_seven_days_from_monday_on() -> None:
    days = week().days
    assert [day.date.weekday() for day in days] == list(range(7))
    assert [day.is_today for day in days] == [True, *[False] * 6]
    assert monday_of(date(2027, 3, 7)) == MONDAY


def test_free_times_that_follow_one_another_are_one_entry() -> None:
    free = free_slots(RULES, taken=[], busy=[], now=A_MONDAY)
    tuesday = week(slots=free).days[1]
    entry = only(tuesday)
    assert (entry.begin, entry.end) == (at(2, 9), at(2, 11, 50))
    assert len(entry.starts) == 5
    assert entry.words == "free: online"


def test_the_single_times_of_a_run_are_as_long_as_a_conversation() -> None:
    free = free_slots(RULES, taken=[], busy=[], now=A_MONDAY)
    singles = only(week(slots=free).days[1]).singles
    assert [single.end - single.begin for single in singles] == [RULES.length] * 5
    assert singles[1].typed == "2027-03-02T09:30Z 2027-03-02T10:20Z"


def test_what_lies_between_free_times_parts_them() -> None:
    slots = [Slot(at(2, 9), ("online",)), Slot(at(2, 11), ("online",))]
    day = week(appointment(at(2, 10), Status.CONFIRMED), slots=slots).days[1]
    assert [entry.kind for entry in day.entries] == [Kind.FREE, Kind.AGREED, Kind.FREE]


def test_another_way_to_meet_begins_another_run() -> None:
    slots = [Slot(at(2, 9), ("online", "phone")), Slot(at(2, 9, 30), ("online",))]
    words = [entry.words for entry in week(slots=slots).days[1].entries]
    assert words == ["free: online or by phone", "free: online"]


def test_free_times_say_whether_they_can_be_chosen_by_now() -> None:
    sooner, later = Slot(at(2, 8), ("online",)), Slot(at(1, 9) + RULES.horizon, ("online",))
    assert "too soon" in only(week(slots=[sooner]).days[1]).words
    assert "too soon" not in only(week(slots=[replace(sooner, start=at(2, 9))]).days[1]).words
    march_29 = date(2027, 3, 29)
    assert "not offered yet" not in only(week(slots=[later], first=march_29).days[0]).words
    beyond = replace(later, start=later.start + timedelta(seconds=1))
    assert "not offered yet" in only(week(slots=[beyond], first=march_29).days[0]).words


def test_a_held_one_says_until_when_and_what_to_press() -> None:
    entry = only(week(appointment(at(2, 10), Status.HELD, held_until=at(1, 21))).days[1])
    assert entry.words == "online, waits for your yes until Monday 1 March, 21:00"
    assert [button.to for button in entry.buttons] == ["agree", "decline"]
    assert week(appointment(at(2, 10), Status.HELD)).days[1].held


def test_a_held_one_that_ran_out_is_gone() -> None:
    one = appointment(at(2, 10), Status.HELD, held_until=A_MONDAY)
    assert week(one).days[1].entries == ()
    assert week(one, now=A_MONDAY - timedelta(seconds=1)).days[1].entries


def test_an_offered_one_waits_for_somebody_else() -> None:
    one = appointment(at(2, 10), Status.HELD, waits_for=Appointment.WaitsFor.ENQUIRER)
    entry = only(week(one).days[1])
    assert entry.kind == Kind.OFFERED
    assert [button.words for button in entry.buttons] == ["They said yes"]
    assert (entry.can_be_called_off, entry.can_be_moved) == (True, False)


def test_an_agreed_one_is_called_off_before_and_settled_after_it_began() -> None:
    one = appointment(at(1, 9), Status.CONFIRMED)
    before = only(week(one, now=at(1, 9) - timedelta(seconds=1)).days[0])
    assert (before.buttons, before.can_be_called_off, before.can_be_moved) == ([], True, True)
    after = only(week(one, now=at(1, 9)).days[0])
    assert [button.to for button in after.buttons] == ["happened", "missed"]
    assert not after.can_be_changed


def test_what_was_settled_can_be_corrected() -> None:
    for status, other in ((Status.HAPPENED, "missed"), (Status.MISSED, "happened")):
        entry = only(week(appointment(at(1, 8), status)).days[0])
        assert [button.to for button in entry.buttons] == [other]


def test_what_came_to_nothing_is_not_in_the_week() -> None:
    for status in (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.CANCELLED):
        assert week(appointment(at(2, 10), status)).days[1].entries == ()


def test_an_entry_names_a_reference_and_nobody() -> None:
    enquiry = UUID("3f2a1c00-0000-4000-8000-000000000000")
    one = appointment(at(2, 10), Status.CONFIRMED, enquiry_id=enquiry)
    assert only(week(one).days[1]).reference == "3F2A1C"


def test_busy_times_of_calendars_become_one_where_they_touch() -> None:
    spans = [
        from_calendar(at(2, 11), at(2, 12)),
        from_calendar(at(2, 9), at(2, 11)),
        from_calendar(at(2, 14), at(2, 15)),
    ]
    entries = week(busy=spans).days[1].entries
    assert [(entry.begin, entry.end) for entry in entries] == [
        (at(2, 9), at(2, 12)),
        (at(2, 14), at(2, 15)),
    ]


def test_what_was_blocked_by_hand_can_be_told_from_a_calendar() -> None:
    by_hand, busy = blocked(at(2, 9), at(2, 10), pk=7), from_calendar(at(2, 10), at(2, 11))
    first, second = week(busy=[busy, by_hand]).days[1].entries
    assert (first.kind, first.span) == (Kind.BLOCKED, 7)
    assert (second.kind, second.span) == (Kind.BUSY, None)


def test_a_busy_time_over_midnight_is_in_both_days() -> None:
    days = week(busy=[blocked(at(2, 22), at(4, 0), pk=7)]).days
    assert (only(days[1]).begin, only(days[1]).end) == (at(2, 22), at(3, 0))
    assert not days[1].is_blocked
    assert only(days[2]).is_all_day
    assert days[2].is_blocked
    assert days[3].entries == ()


def test_a_day_of_23_hours_is_a_whole_day() -> None:
    """The clocks change on Sunday 28 March."""
    first = date(2027, 3, 22)
    sunday = week(first=first).days[6]
    assert (sunday.whole.begin, sunday.whole.end) == (at(28, 0), at(28, 23))
    span = blocked(at(28, 0), at(28, 23), pk=7)
    assert week(first=first, busy=[span]).days[6].is_blocked


def test_an_appointment_stands_in_the_day_of_the_practice_clock() -> None:
    """23:30 in London's summer is 22:30 in UTC; half past midnight is the day before in UTC."""
    late = appointment(at(29, 22, 30), Status.CONFIRMED)
    early = appointment(at(29, 23, 30), Status.CONFIRMED)
    days = week(late, early, first=date(2027, 3, 29)).days
    assert only(days[0]).begin.hour == 23
    assert only(days[1]).begin.hour == 0


def test_a_closed_day_says_so_and_has_no_hours() -> None:
    tuesday = week(rules=replace(RULES, closed={date(2027, 3, 2)})).days[1]
    assert tuesday.is_closed
    assert tuesday.hours == ()
    assert week().days[1].hours == ("09:00–12:00",)


def test_hours_are_said_once_however_many_ways_to_meet_there_are() -> None:
    afternoon, by_phone = (Hours(time(14), time(16), way) for way in ("online", "phone"))
    rules = replace(RULES, weekly=((afternoon, by_phone, *MORNING), *RULES.weekly[1:]))
    assert week(rules=rules).days[0].hours == ("09:00–12:00", "14:00–16:00")


def test_entries_stand_in_order_of_time() -> None:
    day = week(
        appointment(at(2, 15), Status.CONFIRMED),
        appointment(at(2, 8), Status.HELD),
        busy=[from_calendar(at(2, 13), at(2, 14))],
        slots=[Slot(at(2, 10), ("online",))],
    ).days[1]
    assert [entry.begin.hour for entry in day.entries] == [8, 10, 13, 15]


def test_what_lies_in_other_weeks_is_left_out() -> None:
    far = week(
        appointment(at(8, 10), Status.CONFIRMED),
        busy=[from_calendar(at(8, 0), at(9, 0))],
        slots=[Slot(at(8, 10), ("online",))],
    )
    assert all(day.entries == () for day in far.days)


def test_a_day_without_free_times_says_why() -> None:
    agreed = [appointment(at(3, hour), Status.CONFIRMED) for hour in (9, 11)]
    two_a_day, free = (
        replace(RULES, most_a_day=2),
        free_slots(RULES, taken=[], busy=[], now=at(1, 9)),
    )
    days = week(*agreed, rules=two_a_day, now=at(1, 9)).days
    assert [day.is_too_soon for day in days[:3]] == [True, False, False]
    assert [day.is_full for day in days[:4]] == [False, False, True, False]
    assert not week(*agreed, slots=free, now=at(1, 9)).days[2].is_full
    moved = [appointment(at(3, hour), Status.MOVED) for hour in (9, 11)]
    assert not week(*moved, rules=two_a_day).days[2].is_full
