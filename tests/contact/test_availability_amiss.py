"""What is wrong or pointless on the page of her times is said in plain words; nothing is lost."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contact import hours
from contact.models import ExtraHours, WeeklyHours
from practice.models import Opening, PracticeProfile
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


@pytest.mark.parametrize("asked", ["1999-01-04", "9999-12-31", "2027-02-30", "<b>"])
def test_no_week_outside_the_horizon_is_shown(desk: Client, asked: str) -> None:
    shown = press(desk, "picture", fields_of(page(desk)) | A_ROW, to=asked)

    assert shown.context["picture"].week.first >= timezone.localdate() - timedelta(days=7)
    assert shown.context["picture"].week.first <= timezone.localdate() + timedelta(days=28)


def test_a_row_that_is_to_go_need_not_be_right(desk: Client) -> None:
    typed = typed_into(page(desk), extra_0_day="never", extra_0_DELETE="on")
    save(desk, typed | A_ROW)

    assert entered() == IN_WORDS


def wrong_rows() -> list[tuple[dict[str, str | list[str]], str]]:
    a_row: dict[str, str | list[str]] = {
        "extra_0_day": in_days(3),
        "extra_0_begins": "09:00",
        "extra_0_ends": "12:00",
        "extra_0_modalities": "online",
    }
    far = "Days off, row 1: Please check the year"
    return [
        (a_row | {"extra_0_ends": "08:00"}, "Extra hours, row 1: This must be later than 09:00."),
        (a_row | {"extra_0_ends": "09:00"}, "Extra hours, row 1: This must be later than 09:00."),
        (a_row | {"extra_0_begins": "nine"}, "Extra hours, row 1: Please give a time such as"),
        (a_row | {"extra_0_begins": "25:00"}, "Extra hours, row 1: Please give a time such as"),
        (a_row | {"extra_0_ends": ""}, "Extra hours, row 1: Until when?"),
        (a_row | {"extra_0_day": ""}, "Extra hours, row 1: On which day?"),
        (a_row | {"extra_0_day": "2027-02-30"}, "Extra hours, row 1: This day is not in the cal"),
        (a_row | {"extra_0_day": in_days(-1)}, "Extra hours, row 1: This day is over."),
        (a_row | {"extra_0_day": "9999-12-31"}, "Extra hours, row 1: Please check the year"),
        (a_row | {"extra_0_modalities": []}, "Extra hours, row 1: How can you meet then?"),
        ({"weekly_0_begins": "09:00"}, "Weekly hours, row 1: On which days?"),
        ({"closed_0_first": in_days(-1)}, "Days off, row 1: This day is over."),
        ({"closed_0_first": in_days(-3), "closed_0_last": in_days(-1)}, "Days off, row 1: This"),
        ({"closed_0_last": in_days(1)}, "Days off, row 1: From which day?"),
        (
            {"closed_0_first": in_days(3), "closed_0_last": in_days(2)},
            "Days off, row 1: This must not be before",
        ),
        ({"closed_0_first": in_days(1), "closed_0_last": "2999-01-01"}, far),
        ({"length": "9"}, "How many minutes a first conversation takes: Please give 10 or more."),
        ({"step": "241"}, "One can begin every … minutes: Please give 240 or less."),
        ({"notice_hours": "-1"}, "Hours of notice that you need: Please give 0 or more."),
        ({"horizon_days": "366"}, "How many days ahead can be chosen: Please give 365 or less."),
        ({"most_a_day": ""}, "At most … on one day: Please give a number."),
        ({"most_a_week": "two"}, "At most … in one week: Please give a whole number."),
    ]


@pytest.mark.parametrize("number", range(len(wrong_rows())))
@pytest.mark.parametrize("button", ["save", "picture"])
def test_what_is_wrong_is_said_in_plain_words_with_everything_kept(
    desk: Client, number: int, button: str
) -> None:
    wrong, words = wrong_rows()[number]
    typed = typed_into(page(desk), **wrong)
    answer = press(desk, button, typed)
    shown = parsed(answer)

    assert answer.status_code == 422
    assert any(slip.startswith(words) for slip in slips(shown)), slips(shown)
    for link in shown.xpath("//*[@class='times-slips']//li/a/@href"):
        assert shown.get_element_by_id(link[1:]) is not None
    assert words_of(fields_of(shown)) == words_of(typed)
    assert entered() == []


@pytest.mark.parametrize(
    ("begins", "ends", "refused"),
    [
        ("10:00", "12:00", True),
        ("08:00", "09:01", True),
        ("09:30", "10:00", True),
        ("09:00", "11:00", True),
        ("11:00", "12:00", False),  # one ends as the other begins
        ("08:00", "09:00", False),
    ],
)
def test_hours_of_one_way_on_one_weekday_do_not_overlap(
    desk: Client, begins: str, ends: str, *, refused: bool
) -> None:
    second = {
        "weekly-1-weekdays": ["3", "4"],
        "weekly-1-begins": [begins],
        "weekly-1-ends": [ends],
        "weekly-1-modalities": ["in_person", "phone"],
    }
    more = press(desk, "more", fields_of(page(desk)) | A_ROW, to="weekly")
    answer = press(desk, "save", fields_of(parsed(more)) | second)

    assert answer.status_code == (422 if refused else 302)
    if refused:
        assert slips(parsed(answer)) == [
            "Weekly hours, row 2: Thursday, by phone: these hours overlap with those from 09:00 to"
            " 11:00 in another row. Please make one of the two."
        ]


def test_different_ways_may_share_their_time(desk: Client) -> None:
    second = A_ROW | {"weekly-0-modalities": ["in_person"]}
    moved = {name.replace("-0-", "-1-"): value for name, value in second.items()}
    more = press(desk, "more", fields_of(page(desk)) | A_ROW, to="weekly")
    shown = save(desk, fields_of(parsed(more)) | moved)

    assert "Tuesday and Thursday, 09:00–11:00: in person, online and by phone" in text_of(shown)


def test_extra_hours_may_lie_within_the_weekly_ones(desk: Client) -> None:
    day = timezone.localdate() + timedelta(days=7)
    WeeklyHours.objects.create(weekday=day.weekday(), begins=time(9), ends=NOON, modality="online")
    typed = typed_into(
        page(desk),
        extra_0_day=day.isoformat(),
        extra_0_begins="10:00",
        extra_0_ends="14:00",
        extra_0_modalities="online",
    )
    save(desk, typed)

    assert ExtraHours.objects.count() == 1


def test_hours_shorter_than_a_conversation_are_kept_with_a_warning(desk: Client) -> None:
    typed = fields_of(page(desk)) | A_ROW | {"length": ["150"]}
    words = "09:00–11:00 (Tuesday and Thursday) is shorter than a conversation of 150 minutes"
    assert words in text_of(parsed(press(desk, "picture", typed)))
    save(desk, typed)

    assert entered() == IN_WORDS


def test_it_says_why_nothing_can_be_chosen(desk: Client) -> None:
    typed = fields_of(page(desk)) | A_ROW | {"notice_hours": ["168"], "horizon_days": ["7"]}
    shown = parsed(press(desk, "picture", typed))
    assert "you need more notice than the days that can be chosen" in text_of(shown)

    PracticeProfile.objects.update(opening=Opening.WAITING_LIST)
    shown = parsed(press(desk, "picture", fields_of(page(desk)) | A_ROW))
    assert "My practice is full; I keep a waiting list." in text_of(shown)


def test_nobody_else_gets_at_it(client: Client, desk: Client, therapist: Any) -> None:
    therapist.is_superuser, therapist.is_editor = False, True
    therapist.save()

    assert desk.get(PAGE).status_code == 403
    assert desk.post(PAGE, A_ROW | {"save": "1"}).status_code == 403
    desk.logout()
    assert desk.get(PAGE).status_code == 302
    assert entered() == []


def test_without_a_profile_she_is_led_to_it(desk: Client) -> None:
    PracticeProfile.objects.all().delete()

    assert desk.get(PAGE).headers["Location"] == "/admin/first/name/"


@pytest.mark.parametrize("typed", [{}, {"weekly-TOTAL_FORMS": "x"}, {"more": "<b>"}])
def test_garbage_saves_nothing(desk: Client, typed: dict[str, str]) -> None:
    make_availability()
    before = hours.stored(timezone.localdate())
    for button in ({"save": "1"}, {"picture": ""}, {}):
        assert desk.post(PAGE, typed | button).status_code in (200, 422)

    assert hours.stored(timezone.localdate()) == before
