"""Times that nobody offered, and pages from before: refused, nothing lost, nothing doubled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contact import booking
from contact.booking import NotFreeError, Wanted
from contact.intake import receive
from contact.models import Appointment, Enquiry, ExtraHours, WeeklyHours
from contact.slots import DAY
from contact.submission import Submission, new_token
from contact.timetable import Timetable, as_typed, start_of
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, make_availability, make_enquiry

AT_TEN = Wanted(A_MONDAY + timedelta(days=1, hours=1), "online")
LATER = Wanted(AT_TEN.start + timedelta(hours=4), "online")
HORIZON, MINUTE = timedelta(days=28), timedelta(minutes=1)

Status = Appointment.Status


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY)


@pytest.fixture
def agreed(enquiry: Enquiry, profile: PracticeProfile) -> Appointment:
    appointment = booking.hold(enquiry, AT_TEN, profile=profile, now=A_MONDAY)
    booking.confirm(appointment, who="therapist", now=A_MONDAY)
    appointment.refresh_from_db()
    return appointment


def rows() -> list[Any]:
    """All that a booking could have left behind."""
    models = (Appointment, Enquiry, OutboxMail)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.fixture
def nothing_changes() -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before


def refuse(enquiry: Enquiry, wanted: Wanted, now: datetime = A_MONDAY) -> None:
    """See it refused, by the question for one time and by the list, and by a booking."""
    profile = PracticeProfile.objects.current()
    timetable = Timetable.read(profile, now)
    offered = [(slot.start, way) for slot in timetable.free_slots() for way in slot.modalities]
    assert (wanted.start, wanted.modality) not in offered
    assert not timetable.is_free(wanted.start, wanted.modality)
    with pytest.raises(NotFreeError):
        booking.hold(enquiry, wanted, profile=profile, now=now)


@pytest.mark.parametrize(
    "start",
    [
        A_MONDAY - timedelta(days=6, hours=-1),
        A_MONDAY,
        A_MONDAY + DAY - MINUTE,
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
    ],
    ids=["a week ago", "now", "within the notice", "1970", "the first of all days"],
)
def test_a_time_that_is_past_or_too_near_is_refused(
    start: datetime, enquiry: Enquiry, nothing_changes: None
) -> None:
    refuse(enquiry, Wanted(start, "online"))


@pytest.mark.parametrize(
    "start",
    [
        A_MONDAY + HORIZON + timedelta(minutes=30),
        AT_TEN.start + DAY * 364,
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ],
    ids=["past the horizon", "next year", "the last of all days"],
)
@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu", "America/New_York"])
def test_a_time_in_the_far_future_is_refused(
    start: datetime, zone: str, enquiry: Enquiry, nothing_changes: None, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    refuse(enquiry, Wanted(start, "online"))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(AT_TEN.start + timedelta(minutes=10), "online"),
        Wanted(AT_TEN.start + timedelta(seconds=1), "online"),
        Wanted(AT_TEN.start.replace(hour=11, minute=30), "online"),
        Wanted(AT_TEN.start.replace(hour=22), "online"),
        Wanted(AT_TEN.start + DAY * 4, "online"),
        Wanted(AT_TEN.start, "phone"),
        Wanted(AT_TEN.start, "either"),
        Wanted(AT_TEN.start, ""),
    ],
    ids=[
        "between the steps",
        "a second beside",
        "not over before lunch",
        "at night",
        "on a Saturday",
        "not by phone",
        "no preference",
        "no way at all",
    ],
)
def test_a_time_that_was_never_offered_is_refused(
    wanted: Wanted, enquiry: Enquiry, nothing_changes: None
) -> None:
    refuse(enquiry, wanted)


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_a_taken_time_is_refused_and_so_is_what_reaches_into_it(
    minutes: int, profile: PracticeProfile
) -> None:
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    before = rows()
    refuse(another, Wanted(AT_TEN.start + timedelta(minutes=minutes), "online"))
    assert rows() == before


@pytest.mark.usefixtures("agreed")
def test_who_asks_for_a_taken_time_with_a_new_message_leaves_no_trace_and_can_send_again(
    profile: PracticeProfile,
) -> None:
    contents = {"name": "Kim", "message": "Kept."}
    submission = Submission.of(new_token(), contents)
    before = rows()
    with pytest.raises(NotFreeError):
        receive(contents, submission=submission, profile=profile, now=A_MONDAY, wanted=AT_TEN)
    assert rows() == before
    again = receive(contents, submission=submission, profile=profile, now=A_MONDAY, wanted=LATER)
    assert booking.standing_of(again, A_MONDAY)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2027-03-02T14:00",
        "2027-03-02T14:00+00:00",
        "2027-03-02T14:00+05:45",
        "2027-03-02T14:00 Asia/Kathmandu",
        "2027-03-02T14:00z",
        "2027-3-2T14:00Z",
        "2027-02-30T14:00Z",
        "2027-03-02T24:00Z",
        "2027-03-02T14:00:00Z",
        "２０２７-03-02T14:00Z",
        " 2027-03-02T14:00Z",
        "2027-03-02T14:00Z\x00",
        "0001-01-01T00:00Z",
        "12027-03-02T14:00Z",
        "1999-12-31T23:59Z",
        "2200-01-01T00:00Z",
        "9999-12-31T23:59Z",
    ],
)
def test_a_start_is_read_only_as_it_was_written(typed: str) -> None:
    assert start_of(typed) is None


def test_a_start_that_was_written_is_read() -> None:
    assert start_of(as_typed(AT_TEN.start)) == AT_TEN.start
    assert as_typed(AT_TEN.start) == "2027-03-02T10:00Z"
    for edge in ("2000-01-01T00:00Z", "2199-12-31T23:59Z"):
        assert start_of(edge)


def test_ten_o_clock_somewhere_else_is_not_ten_o_clock_here(
    profile: PracticeProfile, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Kathmandu"
    make_availability()
    refuse(make_enquiry(profile, now=A_MONDAY), Wanted(AT_TEN.start.replace(hour=14), "online"))
    here = Wanted(datetime(2027, 3, 3, 4, 15, tzinfo=UTC), "online")
    enquiry = make_enquiry(profile, now=A_MONDAY, name="Kim")
    assert booking.hold(enquiry, here, profile=profile, now=A_MONDAY)


def test_the_same_moment_said_in_another_zone_is_the_same_time(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    there = replace(AT_TEN, start=AT_TEN.start.astimezone(ZoneInfo("Asia/Kathmandu")))
    first = booking.hold(enquiry, there, profile=profile, now=A_MONDAY)
    assert booking.hold(enquiry, AT_TEN, profile=profile, now=A_MONDAY) == first
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    with pytest.raises(NotFreeError):
        booking.hold(another, there, profile=profile, now=A_MONDAY)


@pytest.fixture
def hours_of_a_short_night(profile: PracticeProfile) -> Enquiry:
    """On 28 March 2027 the clocks in London go from one to two."""
    make_availability(step=15, length=15, after=0)
    night = {"begins": time(0), "ends": time(4), "modality": "online"}
    WeeklyHours.objects.create(weekday=6, **night)
    ExtraHours.objects.create(day=datetime(2027, 3, 28, tzinfo=UTC).date(), **night)
    return make_enquiry(profile, now=A_MONDAY)


@pytest.mark.parametrize("minutes", [0, 15, 30, 45])
def test_a_time_that_the_clocks_skip_cannot_be_had(
    minutes: int, hours_of_a_short_night: Enquiry, profile: PracticeProfile
) -> None:
    """Written as UTC it would be one of those an hour later: those are there once, as such."""
    skipped = f"2027-03-28T01:{minutes:02}Z"
    start = start_of(skipped)
    assert start
    slots = Timetable.read(profile, A_MONDAY).free_slots()
    that_day = [slot.start for slot in slots if slot.start.date() == start.date()]
    assert that_day.count(start) == 1  # it is two o'clock and later here
    assert len(that_day) == 4 + 8  # of sixteen quarters four are skipped


def test_a_wall_time_that_does_not_exist_is_offered_by_no_other_name(
    profile: PracticeProfile,
) -> None:
    make_availability(step=60, length=15, after=0)
    ExtraHours.objects.create(
        day=datetime(2027, 3, 28, tzinfo=UTC).date(),
        begins=time(1, 10),
        ends=time(1, 59),
        modality="online",
    )
    enquiry = make_enquiry(profile, now=A_MONDAY)
    for hour in (0, 1, 2):
        refuse(enquiry, Wanted(datetime(2027, 3, 28, hour, 10, tzinfo=UTC), "online"))


def test_a_cancelled_one_is_not_agreed_declined_moved_or_settled_from_an_old_page(
    agreed: Appointment, profile: PracticeProfile
) -> None:
    page_from_before = Appointment.objects.get(pk=agreed.pk)
    assert booking.give_back(agreed, who=audit.ENQUIRER, now=A_MONDAY)
    before, after_it = rows(), AT_TEN.start + DAY
    assert not booking.confirm(page_from_before, who="therapist", now=A_MONDAY)
    assert not booking.decline(page_from_before, who="therapist", now=A_MONDAY)
    assert not booking.give_back(page_from_before, who=audit.ENQUIRER, now=A_MONDAY)
    assert not booking.settle(page_from_before, Status.MISSED, who="therapist", now=after_it)
    with pytest.raises(NotFreeError):
        booking.move(page_from_before, LATER, profile=profile, who=audit.ENQUIRER, now=A_MONDAY)
    assert rows() == before


def test_a_cancelled_time_that_somebody_else_has_by_now_stays_hers(
    agreed: Appointment, profile: PracticeProfile
) -> None:
    booking.give_back(agreed, who=audit.ENQUIRER, now=A_MONDAY)
    another = make_enquiry(profile, now=A_MONDAY, name="Kim")
    hers = booking.hold(another, AT_TEN, profile=profile, now=A_MONDAY)
    assert not booking.confirm(agreed, who="therapist", now=A_MONDAY)
    assert booking.confirm(hers, who="therapist", now=A_MONDAY)


def test_the_second_of_two_moves_from_one_page_changes_nothing(
    agreed: Appointment, profile: PracticeProfile
) -> None:
    page_from_before = Appointment.objects.get(pk=agreed.pk)
    booking.move(agreed, LATER, profile=profile, who=audit.ENQUIRER, now=A_MONDAY)
    before = rows()
    other = Wanted(LATER.start + DAY, "online")
    with pytest.raises(NotFreeError):
        booking.move(page_from_before, other, profile=profile, who=audit.ENQUIRER, now=A_MONDAY)
    assert rows() == before
