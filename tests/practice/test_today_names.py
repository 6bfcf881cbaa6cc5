"""Names on the first page of the desk: only where they may be, and each look at them is noted."""

import pytest
from django.db import DatabaseError
from django.test import Client
from time_machine import TimeMachineFixture

from contact.models.appointment import reference_of
from practice.models import AuditLine, PracticeProfile
from tests.factories import (
    A_MONDAY,
    make_availability,
    make_enquiry,
)
from tests.practice.today_page import (
    BY_PHONE,
    HOUR,
    RULE,
    TODAY,
    agree,
    hold,
    parsed,
    rows,
    section,
    words,
)


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    return time_machine


def test_while_locked_there_are_references_and_one_way_to_unlock(
    desk: Client, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    one = agree(hold(profile, A_MONDAY + HOUR, **BY_PHONE))
    make_enquiry(profile, now=A_MONDAY, **BY_PHONE)
    page = parsed(desk.get(TODAY))
    assert "Robin" not in words(page.body)
    assert RULE not in words(page.body)
    assert page.xpath("//a[.='Unlock to see who it is']/@href") == ["/admin/unlock/?next=/admin/"]
    assert f"10:00–10:50 {one.reference} Online" in rows(desk, "conversations")
    assert not AuditLine.objects.filter(verb=AuditLine.Verb.LISTED).exists()


def test_unlocked_it_says_who_and_how_she_may_be_reached(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    one = agree(hold(profile, A_MONDAY + HOUR, **BY_PHONE))
    new = make_enquiry(profile, now=A_MONDAY, **BY_PHONE)

    (row,) = rows(unlocked_desk, "waiting")
    assert row.startswith(f"R. B. {reference_of(new.pk)} {RULE} Answer due on Wednesday")
    unlocked_desk.post("/admin/discretion/", {"only_initials": "0"})
    (row,) = rows(unlocked_desk, "waiting")
    assert row.startswith(f"Robin Bell {reference_of(new.pk)} {RULE}")
    assert f"10:00–10:50 Robin Bell {one.reference} Online" in rows(unlocked_desk, "conversations")


def test_that_names_were_shown_is_noted_for_each_and_not_as_a_reading(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    make_availability(notice_hours=0)
    agreed = agree(hold(profile, A_MONDAY + HOUR, **BY_PHONE))
    new = make_enquiry(profile, now=A_MONDAY)
    unlocked_desk.get(TODAY)
    lines = AuditLine.objects.filter(verb=AuditLine.Verb.LISTED)
    things = [f"enquiry:{agreed.enquiry_id}", new.thing]
    assert sorted(lines.values_list("thing", flat=True)) == sorted(things)
    assert not AuditLine.objects.filter(verb=AuditLine.Verb.OPENED).exists()


def test_what_cannot_be_noted_is_not_shown(
    unlocked_desk: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_enquiry(profile, now=A_MONDAY, **BY_PHONE)

    def refuse(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("practice.audit.record_each", refuse)
    shown = words(parsed(unlocked_desk.get(TODAY)).body)
    assert "Names are not shown just now" in shown
    assert "R. B." not in shown
    assert RULE not in shown


def test_at_most_ten_are_opened_and_the_inbox_has_the_rest(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    for number in range(11):
        make_enquiry(profile, now=A_MONDAY - number * HOUR)
    assert len(rows(unlocked_desk, "waiting")) == 10
    assert AuditLine.objects.filter(verb=AuditLine.Verb.LISTED).count() == 10
    (more,) = section(unlocked_desk, "waiting").xpath(".//a[.='All who wait']/@href")
    assert more == "/admin/contact/enquiry/"
