"""Today: what waits, oldest due first, who comes, what is written; names only where they may be."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact import booking
from contact.booking import Wanted
from contact.models import Enquiry, Entry
from contact.models.appointment import Status, reference_of
from practice import backups
from practice.first_steps import before_going_live
from practice.models import PracticeProfile, User
from practice.models.user import Role
from practice.today import conversations, waiting
from tests.contact.test_resealing import make_note
from tests.contact.waiting_people import offer, three_people
from tests.factories import (
    A_MONDAY,
    make_article,
    make_availability,
    make_draft,
    make_enquiry,
    make_helpline,
    make_series,
)
from tests.practice.today_page import BY_PHONE, DAY, HOUR, TODAY, hold, parsed, rows, section, words


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    return time_machine


def test_who_waits_is_there_oldest_due_first(desk: Client, profile: PracticeProfile) -> None:
    new = make_enquiry(profile, now=A_MONDAY)
    old = make_enquiry(profile, now=A_MONDAY - 7 * DAY)
    answered = make_enquiry(profile, now=A_MONDAY - 9 * DAY)
    Enquiry.objects.filter(pk=answered.pk).update(status="answered", answered_at=A_MONDAY)

    assert rows(desk, "waiting") == [
        f"{reference_of(old.pk)} Answer due on Wednesday 24 February: 5 days overdue",
        f"{reference_of(new.pk)} Answer due on Wednesday 3 March: 2 working days left",
    ]


def test_what_was_added_held_back_or_to_come_back_to_waits_too(
    desk: Client, profile: PracticeProfile
) -> None:
    added, held, later, not_yet = (make_enquiry(profile, now=A_MONDAY - 9 * DAY) for _ in range(4))
    Enquiry.objects.exclude(pk=held.pk).update(status="answered", answered_at=A_MONDAY - 8 * DAY)
    Enquiry.objects.filter(pk=held.pk).update(status="held")
    Enquiry.objects.filter(pk=later.pk).update(follow_up_on=A_MONDAY.date())
    Enquiry.objects.filter(pk=not_yet.pk).update(follow_up_on=A_MONDAY.date() + DAY)
    note = make_note(added, "A note.")
    Entry.objects.filter(pk=note.pk).update(kind=Entry.Kind.NOTE)
    Enquiry.objects.filter(pk=added.pk).update(added_at=A_MONDAY - DAY)

    assert rows(desk, "waiting") == [
        f"{reference_of(added.pk)} Something was added.",
        f"{reference_of(later.pk)} To come back to on Monday 1 March.",
        f"{reference_of(held.pk)} Held back, since it looks like spam. Is it?",
    ]


def test_a_time_is_agreed_to_by_one_tap_that_leads_back(
    desk: Client, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    one = hold(profile, A_MONDAY + 7 * DAY)
    (row,) = section(desk, "waiting").xpath(".//li")
    assert "Would like Monday 8 March, 09:00: online, waits for your yes until" in words(row)

    (form,) = row.xpath(".//form")
    fields = {name: value for name, value in form.fields.items() if value}
    answer = desk.post(form.action, fields | {"to": "agree"}, follow=True)

    one.refresh_from_db()
    assert one.status == Status.CONFIRMED
    assert answer.redirect_chain == [(TODAY, 302)]
    assert "Monday 8 March 2027, 09:00: agreed." in words(parsed(answer).body)


def test_a_time_of_somebody_who_was_answered_waits_for_a_yes_alone(
    desk: Client, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    one = hold(profile, A_MONDAY + 7 * DAY)
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    (row,) = rows(desk, "waiting")
    assert row.startswith(f"{one.reference} Would like Monday 8 March, 09:00")


def test_a_time_is_never_without_what_else_there_is_to_know_of_who_asks_for_it(
    desk: Client, profile: PracticeProfile
) -> None:
    """Neither is listed: what is held back is not due, and many wait for longer than the other."""
    make_availability(notice_hours=0, most_a_day=9)
    spam, new = (hold(profile, A_MONDAY + days * DAY) for days in (7, 8))
    Enquiry.objects.filter(appointments=spam).update(status="held")
    for _number in range(waiting.AT_MOST + 1):
        make_enquiry(profile, now=A_MONDAY - 7 * DAY)
    found = waiting.rows(
        waiting.enquiries(A_MONDAY.date()),
        conversations.appointments(A_MONDAY),
        is_free=profile.free_days_from(A_MONDAY.date()),
        now=A_MONDAY,
    )
    why = {row.enquiry.pk: (row.why, row.countdown) for row in found if row.time}
    assert why == {
        spam.enquiry_id: ("Held back, since it looks like spam. Is it?", ""),
        new.enquiry_id: ("Answer due on Wednesday 3 March:", "2 working days left"),
    }


def test_conversations_are_those_of_today_and_tomorrow_that_are_not_over(
    desk: Client, profile: PracticeProfile, monday: TimeMachineFixture
) -> None:
    make_availability(most_a_day=9)
    midnight = A_MONDAY.replace(hour=0) + DAY
    for start in (A_MONDAY + HOUR, midnight + DAY - HOUR, midnight + DAY):
        booking.add("MV", Wanted(start, "phone"), pk=uuid4(), who="therapist", now=A_MONDAY)
    assert rows(desk, "conversations") == ["10:00–10:50 MV By phone", "23:00–23:50 MV By phone"]

    monday.move_to(A_MONDAY + HOUR + timedelta(minutes=50), tick=False)
    assert rows(desk, "conversations") == ["23:00–23:50 MV By phone"]


def test_a_time_that_was_offered_and_not_taken_leads_to_the_waiting_list(
    desk: Client, profile: PracticeProfile
) -> None:
    kim, _robin, _sam = three_people(profile)
    offered = offer(kim)
    assert "was not taken" not in words(section(desk, "waiting"))
    booking.decline(offered, who="enquirer", now=A_MONDAY)
    assert "1 time that you offered was not taken" in words(section(desk, "waiting"))


def test_drafts_and_what_appears_by_itself(desk: Client) -> None:
    series = make_series(title="Sleep")
    at = A_MONDAY + 8 * DAY
    make_article("later", status="scheduled", publish_at=at, series=series, position=2)
    make_draft("begun", title="Begun")
    make_article("there")
    assert rows(desk, "writing") == [
        "Later Appears on Tuesday 9 March, 09:00Part 2 of “Sleep”",
        "Begun Draft, last changed just now",
    ]


def test_every_list_says_so_where_there_is_nothing(desk: Client, profile: PracticeProfile) -> None:
    make_helpline(checked_on=A_MONDAY.date())
    backups.note(A_MONDAY)
    page = words(parsed(desk.get(TODAY)).body)
    for said in (
        "Nobody waits for you.",
        "None to come.",
        "None so far.",
        "No drafts, and nothing is to appear by itself.",
        "All is well. I looked at mail, backups, disk, urgent-help numbers and calendars.",
    ):
        assert said in page
    assert "Needs attention" not in page


def test_what_stands_in_the_list_before_going_live_is_not_said_once_more(
    desk: Client, profile: PracticeProfile, therapist: User
) -> None:
    therapist.date_joined = A_MONDAY - HOUR
    therapist.save()
    make_helpline()
    page = words(parsed(desk.get(TODAY)).body)
    assert "Check the urgent-help numbers" in page
    assert not any(said in page for said in ("never been checked", "no backup", "All is well"))

    session = desk.session
    session[before_going_live.IN_SESSION] = True
    session.save()
    assert "1 urgent-help number has never been checked." in rows(desk, "attention")[0]


def test_before_there_is_a_practice_the_page_is_there_all_the_same(desk: Client) -> None:
    page = words(parsed(desk.get(TODAY)).body)
    assert "What you are writing" in page
    assert "waits for you" not in page


def test_an_editor_sees_what_is_written_and_nothing_else(
    client: Client, profile: PracticeProfile
) -> None:
    make_enquiry(profile, now=A_MONDAY, **BY_PHONE)
    make_draft()
    editor = User(username="editor")
    editor.role = Role.EDITOR
    editor.save()
    client.force_login(editor)
    headings = parsed(client.get(TODAY)).xpath("//main//h2/text()")
    assert headings == ["What you are writing"]
