"""The therapist says when she has time, sees what comes of it, and saves it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from contact import hours
from contact.hours import ChangedElsewhereError
from contact.models import Availability, BusySpan, ClosedDays, ExtraHours, WeeklyHours
from contact.timetable import Timetable
from practice.models import Holiday, PracticeProfile
from tests.contact.times_page import (
    A_ROW,
    IN_WORDS,
    PAGE,
    entered,
    fields_of,
    in_days,
    page,
    parsed,
    press,
    save,
    slips,
    text_of,
    typed_into,
    words_of,
)
from tests.factories import make_availability

NOON = time(12)

pytestmark = pytest.mark.usefixtures("profile")


def test_before_she_said_anything_nothing_is_proposed(desk: Client) -> None:
    shown = page(desk)

    assert "You have not said yet when you have time" in text_of(shown)
    assert fields_of(shown)["weekly-0-begins"] == [""]
    assert shown.xpath("//*[@id='picture']") == []
    assert entered() == []


def test_the_desk_leads_to_it_and_the_journal_too(desk: Client) -> None:
    save(desk, fields_of(page(desk)) | A_ROW)
    settings = desk.get("/admin/settings/").content.decode()

    assert f'href="{PAGE}"' in settings
    for link in (entry.get_admin_url() for entry in LogEntry.objects.all()):
        assert link
        assert desk.get(link).headers["Location"] == PAGE


def test_a_row_says_days_hours_and_ways_at_once(desk: Client) -> None:
    shown = save(desk, fields_of(page(desk)) | A_ROW)

    assert entered() == IN_WORDS
    assert "Tuesday and Thursday, 09:00–11:00: online and by phone" in text_of(shown)


def test_the_page_holds_what_is_stored_and_saving_it_changes_nothing(desk: Client) -> None:
    make_availability(length=45, confirms_itself=True)
    ExtraHours.objects.create(day=in_days(3), begins=NOON, ends=time(14), modality="phone")
    ClosedDays.objects.create(first=in_days(5), last=in_days(9))
    before = hours.stored(timezone.localdate())
    save(desk, fields_of(page(desk)))

    assert hours.stored(timezone.localdate()) == before
    assert LogEntry.objects.count() == 0


def test_all_terms_can_be_set(desk: Client) -> None:
    terms = {name: ["11"] for name in hours.TERMS} | {"confirms_itself": ["on"]}
    save(desk, fields_of(page(desk)) | terms)

    stored = dict(hours.stored(timezone.localdate()).terms)
    assert stored.pop("confirms_itself") is True
    assert {str(value) for value in stored.values()} == {"11"}


def test_the_picture_shows_what_would_be_free_and_saves_nothing(desk: Client) -> None:
    answer = press(desk, "picture", fields_of(page(desk)) | A_ROW)
    shown = parsed(answer)

    assert answer.status_code == 200
    assert "Can begin at 09:00, 09:30" in text_of(shown)
    assert entered() == []
    assert not Availability.objects.exists()
    assert A_ROW.items() <= fields_of(shown).items()


def test_the_picture_is_what_people_can_choose_once_it_is_saved(desk: Client) -> None:
    Holiday.objects.create(day=in_days(8))
    BusySpan.objects.create(during=(timezone.now(), timezone.now() + timedelta(days=4)))
    PracticeProfile.objects.update(away_from=in_days(10), away_until=in_days(12))
    typed = typed_into(
        page(desk),
        weekly_0_weekdays=list("0123456"),
        weekly_0_begins="08:00",
        weekly_0_ends="20:00",
        weekly_0_modalities=["online", "in_person"],
        extra_0_day=in_days(7),
        extra_0_begins="20:00",
        extra_0_ends="22:00",
        extra_0_modalities="phone",
        closed_0_first=in_days(14),
        closed_0_last=in_days(16),
    )
    seen = press(desk, "picture", typed).context["picture"].slots
    save(desk, typed)

    profile = PracticeProfile.objects.current()
    had = Timetable.read(profile, timezone.now()).free_slots()
    assert len(seen) > 100
    assert [slot.start for slot in seen] == [slot.start for slot in had]
    assert [slot.modalities for slot in seen] == [slot.modalities for slot in had]


def test_other_weeks_are_looked_at_without_losing_a_word(desk: Client) -> None:
    first = parsed(press(desk, "picture", fields_of(page(desk)) | A_ROW))
    [after] = first.xpath("//button[text()='Week after']/@value")
    second = parsed(press(desk, "picture", fields_of(first), to=after))
    [before] = second.xpath("//button[text()='Week before']/@value")

    assert words_of(fields_of(second)) == words_of(fields_of(first))
    assert second.xpath("//*[@class='week']/li/@id")[0] == f"day-{after}"
    assert date.fromisoformat(before) == date.fromisoformat(after) - timedelta(days=7)


def test_one_more_row_keeps_everything_and_complains_of_nothing(desk: Client) -> None:
    typed = typed_into(page(desk), weekly_0_begins="12:00", weekly_0_ends="09:00", length="x")
    answer = press(desk, "more", typed, to="weekly")
    shown = parsed(answer)
    again = parsed(press(desk, "more", fields_of(shown), to="weekly"))

    assert answer.status_code == 200
    assert slips(shown) == []
    assert shown.xpath("//*[@aria-invalid]") == []
    kept = fields_of(shown)
    assert (kept["weekly-0-begins"], kept["weekly-0-ends"]) == (["12:00"], ["09:00"])
    assert kept["length"] == ["x"]
    assert "weekly-1-begins" in kept
    assert "weekly-2-begins" in fields_of(again)
    assert "extra-1-begins" not in fields_of(again)


def test_a_row_that_is_ticked_goes_and_so_does_one_that_was_emptied(desk: Client) -> None:
    ClosedDays.objects.create(first=in_days(5), last=in_days(9))
    shown = save(desk, fields_of(page(desk)) | A_ROW)
    typed = typed_into(shown, weekly_0_DELETE="on", closed_0_first="", closed_0_last="")
    save(desk, typed)

    assert entered() == []


def test_one_single_day_off_needs_one_day_only(desk: Client) -> None:
    save(desk, typed_into(page(desk), closed_0_first=in_days(5)))

    assert entered() == [f"{in_days(5)} – {in_days(5)}"]


def test_what_is_over_goes_and_what_is_under_way_stays(desk: Client) -> None:
    ClosedDays.objects.create(first=in_days(-9), last=in_days(-1))
    ClosedDays.objects.create(first=in_days(-9), last=in_days(0))
    ExtraHours.objects.create(day=in_days(-1), begins=NOON, ends=time(14), modality="phone")
    save(desk, fields_of(page(desk)))

    assert entered() == [f"{in_days(-9)} – {in_days(0)}"]


def test_a_second_click_saves_and_notes_nothing_more(desk: Client) -> None:
    typed = fields_of(page(desk)) | A_ROW
    save(desk, typed)
    rows = list(WeeklyHours.objects.values())
    save(desk, typed)

    assert list(WeeklyHours.objects.values()) == rows
    assert LogEntry.objects.count() == 1


def test_a_window_that_is_behind_asks_before_it_takes_the_place_of_another(desk: Client) -> None:
    old = fields_of(page(desk))
    save(desk, fields_of(page(desk)) | A_ROW)
    of_mine = typed_into(page(desk), closed_0_first=in_days(5)) | {"based_on": old["based_on"]}
    answer = press(desk, "save", of_mine)

    assert answer.status_code == 409
    shown = parsed(answer)
    assert "Your times were changed in another window" in text_of(shown)
    assert fields_of(shown)["closed-0-first"] == [in_days(5)]
    assert entered() == IN_WORDS
    save(desk, fields_of(shown))
    assert entered() == [*IN_WORDS, f"{in_days(5)} – {in_days(5)}"]


def test_a_plan_that_is_behind_changes_nothing() -> None:
    today = timezone.localdate()
    plan = hours.stored(today)
    ClosedDays.objects.create(first=today, last=today)
    with pytest.raises(ChangedElsewhereError):
        hours.replace(plan, based_on=plan.version, today=today)

    assert ClosedDays.objects.count() == 1
    assert not Availability.objects.exists()


def test_postgres_itself_has_no_hours_twice() -> None:
    make_availability()
    ExtraHours.objects.create(day=in_days(1), begins=NOON, ends=time(14), modality="phone")
    ClosedDays.objects.create(first=in_days(1), last=in_days(2))
    rows: list[Any] = [
        WeeklyHours.objects.all()[0],
        ExtraHours.objects.get(),
        ClosedDays.objects.get(),
    ]
    for row in rows:
        row.pk = None
        with pytest.raises(IntegrityError, match="are_there_once"), transaction.atomic():
            row.save(force_insert=True)


def test_what_was_changed_stands_in_the_journal(desk: Client) -> None:
    save(desk, fields_of(page(desk)) | A_ROW | {"length": ["45"]})

    said = LogEntry.objects.get().get_change_message()
    assert said == "Changed length of a first conversation, in minutes and weekly hours."


def test_the_page_asks_no_more_the_more_there_is(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    make_availability(horizon_days=365)
    for day in range(1, 60):
        at = timezone.now() + timedelta(days=day)
        ClosedDays.objects.create(first=at.date(), last=at.date())
        BusySpan.objects.create(during=(at, at + timedelta(hours=1)))
    with django_assert_max_num_queries(14):
        page(desk)


def test_after_saving_the_page_opens_at_the_top_whatever_was_looked_at_before(
    desk: Client,
) -> None:
    """A browser that is sent on keeps the end of the address where no other is named."""
    answer = press(desk, "save", fields_of(page(desk)) | A_ROW)
    assert answer["Location"] == f"{PAGE}#content-start"
    top = page(desk).get_element_by_id("content-start")
    assert "Saved." in top.find_class("messagelist")[0].text_content()


def test_where_nothing_can_be_chosen_that_is_said_without_a_nought(desk: Client) -> None:
    PracticeProfile.objects.update(opening="closed")
    row = A_ROW | {"notice_hours": ["720"], "horizon_days": ["7"]}
    [saved, *_why] = save(desk, fields_of(page(desk)) | row).xpath("//ul[@class='messagelist']/li")
    assert saved.text.startswith("Saved. There is no time to choose, until ")


def test_a_single_time_is_not_said_twice(desk: Client) -> None:
    row = A_ROW | {"weekly-0-ends": ["09:50"]}
    shown = text_of(parsed(press(desk, "picture", fields_of(page(desk)) | row)))
    assert "09:00–09:50 free" in shown
    assert "Can begin at" not in shown
