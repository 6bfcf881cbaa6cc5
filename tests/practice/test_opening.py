"""Open, waiting list, closed, away: every page says the same, and no way gets round it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils.formats import date_format
from lxml import html
from time_machine import TimeMachineFixture

from contact.models import Enquiry
from practice.models import Opening, OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, form_data, key_ring, make_article, make_profile
from tests.pages import page_at, source_at, text_in, text_of, values
from tests.practice.cached_pages import cached_site, one_connection

MONDAY = A_MONDAY.date()
TOMORROW = MONDAY + timedelta(days=1)
PAGES = ["/", "/articles/", "/contact/"]
ROOM = "I have room for new clients."
WAITING = "My practice is full; I keep a waiting list."
CLOSED = "I take no new enquiries at the moment."
AWAY = "I am away until 2 March 2027."

STATES: list[Any] = [
    pytest.param({}, ROOM, id="open"),
    pytest.param({"opening": "waiting_list"}, WAITING, id="waiting list"),
    pytest.param({"opening": "closed"}, CLOSED, id="closed"),
    pytest.param(
        {"opening": "closed", "closed_until": TOMORROW},
        "I take no new enquiries until 2 March 2027.",
        id="closed until tomorrow",
    ),
    pytest.param({"opening": "closed", "closed_until": MONDAY}, ROOM, id="closed until today"),
    pytest.param({"opening": "open", "closed_until": TOMORROW}, ROOM, id="a date left over"),
    pytest.param(
        {"away_from": MONDAY, "away_until": TOMORROW}, f"{ROOM} {AWAY}", id="away from today"
    ),
    pytest.param(
        {"away_from": MONDAY - timedelta(days=9), "away_until": MONDAY},
        f"{ROOM} I am away until 1 March 2027.",
        id="the last day away",
    ),
    pytest.param({"away_from": TOMORROW, "away_until": TOMORROW}, ROOM, id="not away yet"),
    pytest.param(
        {"opening": "waiting_list", "away_from": MONDAY, "away_until": TOMORROW},
        f"{WAITING} {AWAY}",
        id="waiting list and away",
    ),
    pytest.param(
        {"opening": "closed", "away_from": MONDAY, "away_until": TOMORROW},
        CLOSED,
        id="closed and away",
    ),
]


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(A_MONDAY, tick=False)


def wishes(client: Client) -> list[str]:
    return values(page_at(client, "/contact/"), "//input[@name='wish']/@value")


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_every_page_says_the_same(client: Client, state: dict[str, Any], sentence: str) -> None:
    make_profile(**state)

    assert [text_in(page_at(client, page), "opening") for page in PAGES] == [sentence] * 3
    hero = text_in(page_at(client, "/"), "hero")
    assert sentence in hero


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_home_offers_to_write_exactly_when_it_can_be_done(
    client: Client, state: dict[str, Any], sentence: str
) -> None:
    make_profile(**state)
    can_be_done = client.post("/contact/", form_data()).status_code == 303
    home = page_at(client, "/")

    assert bool(home.find_class("button")) is can_be_done
    assert ("you will hear from me by" in text_in(home, "hero")) is can_be_done
    assert bool(page_at(client, "/contact/").xpath("//form")) is can_be_done
    assert Enquiry.objects.exists() is can_be_done
    assert sentence.startswith("I take no new enquiries") is not can_be_done


def offered_to_machines(client: Client) -> dict[str, Any]:
    """What the home page tells search engines of the practice."""
    [script] = values(page_at(client, "/"), "//script[@type='application/ld+json']/text()")
    told: dict[str, Any] = json.loads(script)
    return told


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_search_engines_are_told_the_same(
    client: Client, state: dict[str, Any], sentence: str
) -> None:
    make_profile(**state)
    told = offered_to_machines(client)
    ways = {ROOM: "InStock", WAITING: "BackOrder", CLOSED: "SoldOut"}
    [way] = [way for words, way in ways.items() if sentence.startswith(words[:24])]

    assert told["makesOffer"]["description"] == sentence
    assert told["makesOffer"]["availability"] == f"https://schema.org/{way}"
    away = told.get("specialOpeningHoursSpecification", {}).get("validThrough")
    assert (away is not None) is ("I am away" in sentence)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "sentence"), STATES)
def test_the_confirmation_says_the_same_and_promises_no_day_on_which_she_is_away(
    client: Client, state: dict[str, Any], sentence: str
) -> None:
    profile = make_profile(**state)
    if profile.opening_now().takes_enquiries:
        page = html.fromstring(client.post("/contact/", form_data(), follow=True).content)
        due_on = Enquiry.objects.get().reply_due_on
        assert text_in(page, "opening") == sentence
        assert date_format(due_on, "l j F") in text_of(page)
        assert not profile.is_away_on(due_on)


@pytest.mark.django_db
def test_kept_pages_follow_within_a_second() -> None:
    make_profile()
    with one_connection():
        site = cached_site()
        assert ROOM in site.get("/").text
        PracticeProfile.objects.update(opening=Opening.CLOSED)
        site.clock.now += 1.0
        after = site.get("/").text
    assert ROOM not in after
    assert "SoldOut" in after
    assert 'class="button"' not in after


@pytest.mark.django_db
def test_a_form_that_was_open_when_she_closed_gives_every_word_back(client: Client) -> None:
    profile = make_profile()
    data = form_data(message="Line one.\nLine <two>.")
    PracticeProfile.objects.filter(pk=profile.pk).update(opening=Opening.CLOSED)
    response = client.post("/contact/", data)

    assert response.status_code == 409
    assert "Line one.\nLine &lt;two&gt;." in response.content.decode()
    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.django_db
def test_an_open_practice_offers_conversations(client: Client) -> None:
    make_profile()

    assert wishes(client) == ["question", "conversation"]
    assert client.post("/contact/", form_data(wish="conversation")).status_code == 303


@pytest.mark.django_db
def test_a_full_one_offers_its_waiting_list_instead(client: Client) -> None:
    make_profile(opening=Opening.WAITING_LIST)

    assert wishes(client) == ["question", "waiting_list"]
    assert client.post("/contact/", form_data(wish="waiting_list")).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["wish"] == "waiting_list"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opening", "wish"), [(Opening.WAITING_LIST, "conversation"), (Opening.OPEN, "waiting_list")]
)
def test_what_is_not_offered_cannot_be_asked_for(client: Client, opening: str, wish: str) -> None:
    make_profile(opening=opening)

    assert client.post("/contact/", form_data(wish=wish)).status_code == 422
    assert not Enquiry.objects.exists()


@pytest.mark.django_db
def test_it_opens_by_itself_at_midnight(client: Client, time_machine: TimeMachineFixture) -> None:
    make_profile(opening=Opening.CLOSED, closed_until=TOMORROW)
    midnight = A_MONDAY.replace(hour=0) + timedelta(days=1)

    time_machine.move_to(midnight - timedelta(seconds=1), tick=False)
    assert client.post("/contact/", form_data()).status_code == 409
    time_machine.move_to(midnight, tick=False)
    assert client.post("/contact/", form_data()).status_code == 303


@pytest.mark.django_db
def test_reading_goes_on_while_nobody_new_is_taken(client: Client) -> None:
    make_profile(opening=Opening.CLOSED)
    make_article("an-article")

    assert "Some text." in source_at(client, "/articles/an-article/")
    assert "urgent help" in source_at(client, "/contact/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days",
    [
        {"away_from": MONDAY},
        {"away_until": MONDAY},
        {"away_from": TOMORROW, "away_until": MONDAY},
    ],
    ids=["no end", "no beginning", "ends before it begins"],
)
def test_half_a_time_away_is_refused_by_postgres(days: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match='"away_ends_after_it_begins"'):
        make_profile(**days)
