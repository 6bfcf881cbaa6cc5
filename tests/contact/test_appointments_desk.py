"""The therapist's calendar at the desk: week, month, and what becomes of who waits."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.models import Appointment, BusySpan, Enquiry
from contact.models.appointment import Status
from contact.slots import Span
from contact.timetable import Timetable
from practice.models import AuditLine, PracticeProfile, User
from tests.contact.appointment_pages import (
    ADD,
    DAY,
    HOUR,
    MONTH,
    TUESDAY_AT_TEN,
    WEEK,
    add,
    agreed,
    block,
    day_in,
    hold,
    page_of,
    parsed,
    press,
    said,
    status_of,
)
from tests.contact.canaries import found_in
from tests.factories import A_MONDAY, make_availability


@pytest.fixture(autouse=True)
def monday(profile: PracticeProfile, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability(most_a_day=50, most_a_week=200)


def test_a_taken_time_is_not_shown_as_free(desk: Client) -> None:
    agreed()
    tuesday = day_in(desk.get(WEEK), "2027-03-02")
    assert "09:00–09:50 free" in tuesday
    assert "11:00–11:50 free" in tuesday


def test_what_waits_for_her_yes_is_on_top_in_whatever_week(desk: Client) -> None:
    one = hold(TUESDAY_AT_TEN + 7 * DAY)
    page = parsed(desk.get(WEEK))
    (held,) = page.xpath("//section[@aria-labelledby='waiting']//li")
    words = " ".join(held.text_content().split())
    assert "Tuesday 9 March, 10:00" in words
    assert f"{one.reference}: online, waits for your yes until Wednesday 3 March, 09:00" in words
    assert "Agree" in words


def test_one_tap_agrees_and_leads_back_to_the_day(desk: Client) -> None:
    one = hold(TUESDAY_AT_TEN + 7 * DAY)
    answer = press(desk, one, "agree")
    assert status_of(one) == Status.CONFIRMED
    assert answer.redirect_chain == [(f"{WEEK}?day=2027-03-09#day-2027-03-09", 302)]
    assert said(answer).startswith("Tuesday 9 March 2027, 10:00: agreed.")
    assert "agreed" in day_in(answer, "2027-03-09")
    assert not parsed(answer).find_class("diary__waiting")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("?day=2027-03-09", "//li[@id='day-2027-03-09']"),
        ("?day=never", "//li[@id='day-2027-03-01']"),
        ("?week=2027-03-09", "//main[not(ancestor::li)]"),
    ],
)
def test_what_was_done_is_said_where_the_page_opens(desk: Client, address: str, place: str) -> None:
    """A phone shows the day to which an address leads, and not the top of the page."""
    one = hold(TUESDAY_AT_TEN + 7 * DAY)
    desk.post(f"{WEEK}{one.pk}/standing/", {"to": "agree"})
    page = parsed(desk.get(WEEK + address))
    [messages] = page.xpath("//ul[contains(@class, 'messagelist')]")
    assert messages in page.xpath(f"{place}//ul")
    assert bool(page.xpath("//li[contains(@class, 'week__day')]//ul[@class='messagelist']")) == (
        "day=" in address
    )


def test_one_tap_declines_and_the_time_is_free_again(
    desk: Client, profile: PracticeProfile
) -> None:
    one = hold()
    assert "declined" in said(press(desk, one, "decline"))
    assert Timetable.read(profile, A_MONDAY).is_free(one.starts_at, "online")


@pytest.mark.parametrize("to", ["agree", "decline", "happened", "missed"])
def test_a_cancelled_one_stays_cancelled_whatever_an_old_page_sends(desk: Client, to: str) -> None:
    one = agreed()
    booking.give_back(one, who="enquirer", now=A_MONDAY)
    before = AuditLine.objects.count()
    answer = press(desk, one, to)
    assert said(answer) == "Nothing was changed. Tuesday 2 March 2027, 10:00: cancelled."
    assert status_of(one) == Status.CANCELLED
    assert AuditLine.objects.count() == before


def test_agreeing_in_two_tabs_agrees_once(desk: Client) -> None:
    one = hold()
    assert said(press(desk, one, "agree")) == said(press(desk, one, "agree"))
    assert AuditLine.objects.filter(verb="confirmed").count() == 1


def test_a_time_that_ran_out_is_not_agreed_to(
    desk: Client, time_machine: TimeMachineFixture
) -> None:
    one = hold()
    Appointment.objects.update(held_until=A_MONDAY + HOUR)
    time_machine.move_to(A_MONDAY + HOUR, tick=False)
    answer = press(desk, one, "agree")
    assert (
        said(answer) == "Nothing was changed. Tuesday 2 March 2027, 10:00: not confirmed in time."
    )
    assert status_of(one) != Status.CONFIRMED


def test_after_it_began_she_notes_what_became_of_it_and_can_correct_it(
    desk: Client, therapist: User, time_machine: TimeMachineFixture
) -> None:
    one = agreed()
    assert "Nothing was changed" in said(press(desk, one, "missed"))
    time_machine.move_to(one.starts_at, tick=False)
    desk.force_login(therapist)
    assert "nobody came" in said(press(desk, one, "missed"))
    assert "took place" in said(press(desk, one, "happened"))
    assert status_of(one) == Status.HAPPENED


def test_a_button_that_is_none_of_ours_is_not_found(desk: Client) -> None:
    one = hold()
    assert press(desk, one, "moved").status_code == 404
    assert status_of(one) == Status.HELD
    assert desk.post(f"{WEEK}{uuid4()}/standing/", {"to": "agree"}).status_code == 404


def test_looking_changes_nothing(desk: Client) -> None:
    one = hold()
    for path in (f"{WEEK}{one.pk}/standing/", f"{WEEK}block/", f"{WEEK}free/"):
        assert desk.get(path, {"to": "agree"}).status_code == 405
    assert status_of(one) == Status.HELD


def test_the_week_shows_references_and_nothing_that_was_written(desk: Client) -> None:
    one = hold()
    for path in (WEEK, MONTH, page_of(one)):
        page = desk.get(path)
        assert found_in(page.content) == set()
    assert one.reference in desk.get(WEEK).content.decode()
    assert not AuditLine.objects.filter(verb="opened").exists()


def test_each_entry_leads_to_its_message(desk: Client) -> None:
    path, page = f"/admin/contact/enquiry/{hold().enquiry_id}/change/", parsed(desk.get(WEEK))
    for part in ("//section[@aria-labelledby='waiting']", "//*[@class='week']"):
        assert path in page.xpath(f"{part}//a/@href")


@pytest.mark.parametrize(
    "week", ["", "2027-02-30", "never", "0001-01-01", "9999-12-31", "2027-03-01\0", "'--", "٢"]
)
def test_a_week_that_is_none_is_this_one(desk: Client, week: str) -> None:
    page = desk.get(WEEK, {"week": week})
    assert page.status_code == 200
    assert "today" in day_in(page, "2027-03-01")
    assert desk.get(MONTH, {"month": week}).status_code == 200


def test_any_day_leads_to_its_week(desk: Client) -> None:
    page = desk.get(WEEK, {"week": "2027-03-11"})
    assert "Thursday 11 March" in day_in(page, "2027-03-11")
    steps = [link.get("href") for link in parsed(page).xpath("//nav[@class='diary__steps']//a")]
    assert steps[0].endswith("?week=2027-03-01")
    assert steps[2].endswith("?week=2027-03-15")


def test_the_week_costs_the_same_for_many(desk: Client, django_assert_max_num_queries: Any) -> None:
    desk.get(WEEK)
    for path in (WEEK, MONTH):
        with django_assert_max_num_queries(10):
            desk.get(path)
    for ahead in range(1, 5):
        for hour in (9, 10, 11, 13, 14, 15):
            one = hold(A_MONDAY.replace(hour=hour) + ahead * DAY)
            if hour % 2:
                booking.confirm(one, who="therapist", now=A_MONDAY)
    for path in (WEEK, MONTH):
        with django_assert_max_num_queries(10):
            desk.get(path)
    assert len(parsed(desk.get(WEEK)).find_class("entry-of-day--agreed")) == 16


def test_the_month_counts_what_is_in_its_days_and_leads_into_weeks(desk: Client) -> None:
    hold()
    agreed(TUESDAY_AT_TEN + 4 * HOUR)
    PracticeProfile.objects.update(away_from="2027-03-04", away_until="2027-03-04")
    page = parsed(desk.get(MONTH))
    days = {
        cell.get("href").split("#")[1]: cell for cell in page.xpath("//table[@class='month']//td/a")
    }
    tuesday = " ".join(days["day-2027-03-02"].text_content().split())
    assert "1 waits for your yes, 1 agreed, times are free" in tuesday
    assert days["day-2027-03-02"].get("href") == f"{WEEK}?week=2027-03-01#day-2027-03-02"
    assert "closed" in days["day-2027-03-04"].text_content()
    assert len(days) == 35
    assert days["day-2027-03-01"].get("aria-current") == "date"


def test_the_months_lead_to_one_another(desk: Client) -> None:
    page = parsed(desk.get(MONTH, {"month": "2027-12"}))
    steps = [link.get("href") for link in page.xpath("//nav[@class='diary__steps']//a")]
    assert steps[0].endswith("?month=2027-11")
    assert steps[2].endswith("?month=2028-01")


def test_nobody_but_the_therapist_sees_it(client: Client) -> None:
    one = hold()
    for path in (WEEK, MONTH, ADD, page_of(one)):
        assert client.get(path).status_code == 302
    client.post(f"{WEEK}{one.pk}/standing/", {"to": "agree"})
    block(client, Span(TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR))
    assert status_of(one) == Status.HELD
    assert not BusySpan.objects.exists()


def test_an_editor_is_refused(client: Client, django_user_model: Any) -> None:
    one = hold()
    client.force_login(
        django_user_model.objects.create_user("helper", is_staff=True, is_editor=True)
    )
    for path in (WEEK, MONTH, ADD, page_of(one)):
        assert client.get(path).status_code == 403
    for path in (f"{WEEK}{one.pk}/standing/", f"{WEEK}block/", f"{WEEK}free/"):
        assert client.post(path, {"to": "agree"}).status_code == 403


def test_the_enquiry_is_answered_where_its_time_is_agreed(desk: Client) -> None:
    one = hold()
    press(desk, one, "agree")
    assert Enquiry.objects.get().status == Enquiry.Status.BOOKED


def first_day(desk: Client) -> str:
    return str(parsed(desk.get(WEEK)).xpath("//ol[@class='week']/li/@id")[0])


def test_at_a_weekend_with_nothing_to_come_the_next_week_is_shown(
    desk: Client, therapist: User, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(A_MONDAY + 5 * DAY, tick=False)
    desk.force_login(therapist)
    assert first_day(desk) == "day-2027-03-08"
    page = parsed(desk.get(WEEK))
    [today] = page.xpath("//nav[@class='diary__steps']/a[text()='Today']/@href")
    assert today == f"{WEEK}?day=2027-03-06#day-2027-03-06"
    assert "today" in day_in(desk.get(today.partition("#")[0]), "2027-03-06")
    add(desk, day="2027-03-07")
    assert first_day(desk) == "day-2027-03-01"
    time_machine.move_to(A_MONDAY + 6 * DAY + 3 * HOUR, tick=False)
    desk.force_login(therapist)
    assert first_day(desk) == "day-2027-03-08"
