"""Time that the therapist blocks by tapping, and frees again."""

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import blocking
from contact.models import BusyCalendar, BusySpan
from contact.models.appointment import Status
from contact.slots import Span
from contact.timetable import Timetable
from practice.models import PracticeProfile
from tests.contact.appointment_pages import (
    HOUR,
    TUESDAY_AT_TEN,
    WEEK,
    block,
    day_in,
    hold,
    parsed,
    said,
    status_of,
)
from tests.factories import A_MONDAY, make_availability


@pytest.fixture(autouse=True)
def monday(profile: PracticeProfile, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(most_a_day=50, most_a_week=200)


def test_free_times_beyond_the_horizon_are_there_to_be_blocked(desk: Client) -> None:
    far = day_in(desk.get(WEEK, {"week": "2027-05-03"}), "2027-05-04")
    assert "free, but not offered yet" in far
    assert "Block" in far
    assert "free, but too soon" in day_in(desk.get(WEEK), "2027-03-01")


def test_a_blocked_time_is_offered_to_nobody_until_it_is_free_again(
    desk: Client, profile: PracticeProfile
) -> None:
    make = Span(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    answer = block(desk, make)
    assert said(answer) == "Blocked: nothing is offered then."
    assert answer.redirect_chain == [(f"{WEEK}?day=2027-03-02#day-2027-03-02", 302)]
    assert "10:00–11:00 blocked by you" in day_in(answer, "2027-03-02")
    assert not Timetable.read(profile, A_MONDAY).is_free(TUESDAY_AT_TEN, "online")

    (form,) = parsed(answer).xpath("//form[contains(@action, '/free/')]")
    pk = form.xpath(".//button[@name='span']/@value")[0]
    again = desk.post(f"{WEEK}free/", {"span": pk, "day": "2027-03-02"}, follow=True)
    assert said(again) == "It is free again."
    assert again.redirect_chain == [(f"{WEEK}?day=2027-03-02#day-2027-03-02", 302)]
    assert Timetable.read(profile, A_MONDAY).is_free(TUESDAY_AT_TEN, "online")

    twice = desk.post(f"{WEEK}free/", {"span": pk, "day": "2027-03-02"}, follow=True)
    assert said(twice) == "It was free again already."


def test_the_buttons_of_the_page_block_what_they_say(desk: Client) -> None:
    page = parsed(desk.get(WEEK))
    (single,) = page.xpath("//button[@aria-label='Block: Tuesday 2 March, 09:30–10:20']")
    desk.post(f"{WEEK}block/", {"span": single.get("value")})
    (whole,) = page.xpath("//button[@aria-label='Block the day: Wednesday 3 March']")
    answer = desk.post(f"{WEEK}block/", {"span": whole.get("value")}, follow=True)
    assert "09:30–10:20 blocked by you" in day_in(answer, "2027-03-02")
    wednesday = day_in(answer, "2027-03-03")
    assert "All day blocked by you" in wednesday
    assert "free" not in wednesday
    assert "Block the day" not in wednesday


def test_blocking_twice_is_blocking_once(desk: Client) -> None:
    span = Span(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    block(desk, span)
    block(desk, span)
    assert BusySpan.objects.count() == 1


def test_two_clicks_at_once_are_freed_by_one(db: None) -> None:
    span = Span(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    first = BusySpan.objects.create(during=span)
    BusySpan.objects.create(during=span)
    assert blocking.free_again(first.pk) == span
    assert not BusySpan.objects.exists()


def test_blocking_a_time_that_was_just_taken_says_so_and_breaks_nothing(desk: Client) -> None:
    one = hold()
    answer = block(desk, Span(TUESDAY_AT_TEN - HOUR, TUESDAY_AT_TEN + HOUR))
    assert "The appointment at 10:00 stands as it was: it is yours to decide." in said(answer)
    assert status_of(one) == Status.HELD
    beside = block(desk, Span(TUESDAY_AT_TEN + HOUR, TUESDAY_AT_TEN + 2 * HOUR))
    assert said(beside) == "Blocked: nothing is offered then."


def test_what_a_calendar_says_is_not_freed_by_hand(desk: Client) -> None:
    calendar = BusyCalendar.objects.create(name="Home", address=b"sealed", due_at=A_MONDAY)
    span = Span(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    busy = BusySpan.objects.create(calendar=calendar, during=span)
    answer = desk.post(f"{WEEK}free/", {"span": str(busy.pk)}, follow=True)
    assert said(answer) == "It was free again already."
    assert BusySpan.objects.filter(pk=busy.pk).exists()
    assert not parsed(desk.get(WEEK)).xpath("//form[contains(@action, '/free/')]")


@pytest.mark.parametrize(
    "span",
    [
        "",
        "now",
        "2027-03-02T10:00Z",
        "2027-03-02T10:00Z 2027-03-02T10:00Z",
        "2027-03-02T10:00Z b c",
        "2027-03-02T10:00Z 2027-03-03T11:01Z",  # longer than any day
        "2027-03-02T10:00Z 2199-12-31T23:59Z",
        "9999-12-31T00:00Z 9999-12-31T23:59Z",
    ],
)
def test_a_span_that_is_none_is_not_found(desk: Client, span: str) -> None:
    assert desk.post(f"{WEEK}block/", {"span": span}).status_code == 404
    assert not BusySpan.objects.exists()


def test_the_longest_day_of_the_year_is_blocked_as_a_whole(desk: Client) -> None:
    """On the last Sunday of October it has 25 hours."""
    page = parsed(desk.get(WEEK, {"week": "2027-10-25"}))
    (whole,) = page.xpath("//button[@aria-label='Block the day: Sunday 31 October']")
    desk.post(f"{WEEK}block/", {"span": whole.get("value")})
    during = BusySpan.objects.get().during
    assert during.upper - during.lower == 25 * HOUR


@pytest.mark.parametrize("pk", ["", "-1", "x", "9" * 40, "٢"])
def test_freeing_what_never_was_is_harmless(desk: Client, pk: str) -> None:
    answer = desk.post(f"{WEEK}free/", {"span": pk, "day": "never"}, follow=True)
    assert said(answer) == "It was free again already."
