"""Free times, as an enquirer sees them: by day, in her zone, never in an address."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from contact.chosen import wanted_of
from contact.free_days import MOST_DAYS, MOST_TIMES, free_days
from contact.models import Appointment, Availability, ClosedDays, WeeklyHours
from contact.slots import Slot
from practice.models import Opening, PracticeProfile
from tests.factories import A_MONDAY, make_availability
from tests.pages import Element, page_at, source_at, text_of, values

TIMES = "/times/"
LONDON = ZoneInfo("Europe/London")
TUESDAY_AT_TEN = A_MONDAY + timedelta(days=1, hours=1)


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> None:
    time_machine.move_to(A_MONDAY, tick=False)


def buttons(page: Element) -> dict[str, str]:
    """What each button sends, and what a screen reader says of it."""
    found = page.xpath("//form[@method='post']//button")
    return {button.get("value"): text_of(button) for button in found}


def days(page: Element) -> list[str]:
    return values(page, "//h2[@class='free-day']/text()")


def test_each_button_says_day_time_and_how(client: Client) -> None:
    make_availability()
    page = page_at(client, TIMES)
    assert days(page)[:2] == ["Tuesday 2 March", "Wednesday 3 March"]
    assert buttons(page)["2027-03-02T10:00Z online"] == "Tuesday 2 March, 10:00, online"
    assert buttons(page)["2027-03-02T10:00Z in_person"] == "Tuesday 2 March, 10:00, in person"


def test_what_is_chosen_is_posted_and_stands_in_no_address(client: Client) -> None:
    make_availability()
    page = page_at(client, TIMES)
    [form] = page.xpath("//form[.//button[@name='slot']]")
    assert (form.get("method"), form.get("action")) == ("post", "/contact/")
    assert all(wanted_of(value) for value in buttons(page))
    addresses = values(page, "//@href | //form[@method='get']/@action")
    assert [address for address in addresses if "T10:00" in address or "slot" in address] == []


def test_notice_and_what_is_taken_are_left_out(client: Client) -> None:
    make_availability()
    offered = buttons(page_at(client, TIMES))
    Appointment.objects.create(
        starts_at=TUESDAY_AT_TEN,
        ends_at=TUESDAY_AT_TEN + timedelta(minutes=50),
        during=(TUESDAY_AT_TEN, TUESDAY_AT_TEN + timedelta(hours=1)),
        modality="online",
        status=Appointment.Status.CONFIRMED,
        made_at=A_MONDAY,
        changed_at=A_MONDAY,
    )
    gone = set(offered) - set(buttons(page_at(client, TIMES)))
    assert not [value for value in offered if value.startswith("2027-03-01")]
    assert {value[:16] for value in gone} == {
        f"2027-03-02T{at}" for at in ("09:30", "10:00", "10:30")
    }


def test_the_zone_in_the_address_is_shown_with_the_practices_time_beside(client: Client) -> None:
    make_availability()
    shown = buttons(page_at(client, f"{TIMES}?zone=Europe/Berlin"))
    words = "Tuesday 2 March, 11:00, online (10:00 in London)"
    assert shown["2027-03-02T10:00Z online"] == words


def test_a_day_is_that_of_the_visitors_clock_and_the_other_is_named(client: Client) -> None:
    make_availability()
    page = page_at(client, f"{TIMES}?zone=Pacific/Auckland")
    words = "Wednesday 3 March, 02:00, online (Tuesday 13:00 in London)"
    assert buttons(page)["2027-03-02T13:00Z online"] == words
    assert days(page)[0] == "Tuesday 2 March"
    assert days(page)[1] == "Wednesday 3 March"


@pytest.mark.parametrize(
    "typed",
    [
        "Nowhere/Atlantis",
        "../../etc/passwd",
        "/etc/localtime",
        "%00",
        "posix/Europe/Paris",
        "é" * 99,
    ],
)
def test_an_unknown_zone_is_said_kindly_and_shows_the_practices(client: Client, typed: str) -> None:
    make_availability()
    page = page_at(client, f"{TIMES}?zone={typed}")
    assert "I do not know that time zone, so these are the times of London." in text_of(page)
    assert buttons(page)["2027-03-02T10:00Z online"].endswith("10:00, online")
    assert values(page, "//input[@name='zone']") == []


def test_the_chosen_zone_is_selected_and_goes_along(client: Client) -> None:
    make_availability()
    page = page_at(client, f"{TIMES}?zone=Asia/Calcutta")
    assert values(page, "//option[@selected]/@value") == ["Asia/Kolkata"]
    assert values(page, "//form[@method='post']//input[@name='zone']/@value") == ["Asia/Kolkata"]
    assert "Asia/" not in client.cookies.output()
    later = values(page, "//nav[@class='free-more']/a/@href")
    assert [address for address in later if "zone=Asia%2FKolkata&from=" not in address] == []


def test_later_times_are_a_link_away_and_each_is_shown_once(client: Client) -> None:
    make_availability(horizon_days=90)
    address, seen = TIMES, []
    while address:
        page = page_at(client, address)
        shown = buttons(page)
        assert 0 < len(shown) <= MOST_TIMES
        seen += list(shown)
        later = page.xpath("//nav[@class='free-more']/a[normalize-space()='Later times']/@href")
        address = f"{TIMES}{later[0]}" if later else ""
    assert len(seen) == len(set(seen)) > 1000
    assert seen[-1] > "2027-05-28"


def test_going_on_and_back_leads_to_the_same_days(client: Client) -> None:
    make_availability()
    first = page_at(client, TIMES)
    [later] = values(first, "//nav[@class='free-more']/a/@href")
    second = page_at(client, TIMES + later)
    earlier = values(second, "//nav[@class='free-more']/a/@href")[0]
    assert days(page_at(client, TIMES + earlier)) == days(first) != days(second)


@pytest.mark.parametrize(
    "first", ["", "x", "2027-13-45", "0001-01-01", "9999-12-31", "2027-03-06", "%00"]
)
def test_any_day_in_the_address_is_harmless(client: Client, first: str) -> None:
    make_availability()
    assert days(page_at(client, f"{TIMES}?from={first}"))


def test_one_page_shows_a_whole_day_at_least_and_no_more_than_can_be_looked_over() -> None:
    slots = [
        Slot(A_MONDAY + timedelta(days=day, minutes=5 * step), ("online",))
        for day in range(30)
        for step in range(100 if day == 0 else 1)
    ]
    shown = free_days(slots, LONDON)
    assert [len(day.times) for day in shown.days] == [100]
    assert shown.later == date(2027, 3, 2)
    second = free_days(slots, LONDON, first=shown.later)
    assert (len(second.days), second.earlier) == (MOST_DAYS, date(2027, 3, 1))


def test_with_nothing_free_it_says_until_when_it_looked_and_offers_the_waiting_list(
    client: Client,
) -> None:
    make_availability()
    ClosedDays.objects.create(first=date(2027, 3, 1), last=date(2027, 6, 1))
    page = page_at(client, TIMES)
    assert "I have looked until Monday 29 March" in text_of(page)
    assert "tel:01632960123" in values(page, "//main//a/@href")
    [link] = values(page, "//main//a[contains(., 'waiting list')]/@href")
    form = page_at(client, link)
    assert values(form, "//input[@name='wish'][@checked]/@value") == ["waiting_list"]


def test_before_hours_are_entered_it_says_so_and_promises_no_list(client: Client) -> None:
    page = page_at(client, TIMES)
    assert "I offer no times to choose here at the moment." in text_of(page)
    assert "waiting list" not in text_of(page)
    assert values(page, "//main//form") == []


@pytest.mark.parametrize(
    ("state", "sentence", "offers_to_write"),
    [
        ({"opening": Opening.WAITING_LIST}, "My practice is full; I keep a waiting list.", True),
        ({"opening": Opening.CLOSED}, "I take no new enquiries at the moment.", False),
    ],
)
def test_while_none_are_offered_it_says_why_in_the_one_truths_words(
    client: Client, state: dict[str, str], sentence: str, *, offers_to_write: bool
) -> None:
    make_availability()
    PracticeProfile.objects.update(**state)
    page = page_at(client, TIMES)
    assert values(page, "//h1/text()") == [sentence]
    assert values(page, "//main//form") == []
    assert ("/contact/" in values(page, "//main//a/@href")) is offers_to_write


def test_while_she_is_away_only_times_after_it_are_offered(client: Client) -> None:
    make_availability()
    PracticeProfile.objects.update(away_from=date(2027, 3, 1), away_until=date(2027, 3, 9))
    page = page_at(client, TIMES)
    assert "I am away until 9 March 2027." in text_of(page)
    assert days(page)[0] == "Wednesday 10 March"


def test_it_is_not_stored_has_a_neutral_title_and_a_way_out(client: Client) -> None:
    make_availability()
    response = client.get(TIMES)
    page = page_at(client, TIMES)
    assert "no-store" in response["Cache-Control"]
    assert values(page, "//title/text()") == ["Times"]
    assert "Leave this page" in text_of(page)
    assert "/urgent-help/" in values(page, "//main//a/@href")


def test_it_can_only_be_looked_at(client: Client) -> None:
    assert client.post(TIMES).status_code == 405
    assert client.head(TIMES).status_code == 200


@pytest.mark.parametrize("asked", ["", "?zone=Europe/London", "?zone=x"])
def test_the_script_that_finds_a_zone_is_there_only_while_none_was_chosen(
    client: Client, asked: str
) -> None:
    make_availability()
    scripts = values(page_at(client, TIMES + asked), "//script/@src")
    assert [("times." in script) for script in scripts] == ([False] if asked else [False, True])


@pytest.mark.parametrize("appointments", [10, 300])
def test_it_asks_at_most_five_questions_however_many_appointments_there_are(
    client: Client, appointments: int, django_assert_max_num_queries: Any
) -> None:
    make_availability(horizon_days=90, most_a_day=50, most_a_week=200)
    begins = [A_MONDAY + timedelta(days=number % 90, hours=number // 90) for number in range(300)]
    Appointment.objects.bulk_create(
        Appointment(
            pk=uuid4(),
            starts_at=begin,
            ends_at=begin + timedelta(minutes=50),
            during=(begin, begin + timedelta(hours=1)),
            modality="online",
            status=Appointment.Status.CONFIRMED,
            made_at=A_MONDAY,
            changed_at=A_MONDAY,
        )
        for begin in begins[:appointments]
    )
    with django_assert_max_num_queries(5):
        assert client.get(TIMES).status_code == 200


def test_home_and_form_lead_there_exactly_while_times_are_offered(client: Client) -> None:
    def lead_there() -> list[bool]:
        return [f'href="{TIMES}"' in source_at(client, page) for page in ("/", "/contact/")]

    assert lead_there() == [False, False]
    make_availability()
    assert lead_there() == [True, True]
    PracticeProfile.objects.update(opening=Opening.WAITING_LIST)
    assert lead_there() == [False, False]
    PracticeProfile.objects.update(opening=Opening.OPEN)
    WeeklyHours.objects.all().delete()
    assert lead_there() == [False, False]
    assert Availability.objects.exists()
