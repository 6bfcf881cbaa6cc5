"""A form for a time, interrupted: stale, closed, or with Postgres away. Its time is kept in it."""

import pytest
from django.db import OperationalError
from django.test import Client
from time_machine import TimeMachineFixture

from contact.timetable import Timetable
from practice.models import Opening, PracticeProfile, SealingKey
from tests.contact.returning import text
from tests.contact.time_forms import CHOSEN, CONTACT, HELD, hers, keeps_every_word, page_of, sent
from tests.factories import A_MONDAY, make_availability
from tests.pages import values
from tests.visitor import pressing_send


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture, profile: PracticeProfile) -> TimeMachineFixture:
    time_machine.move_to(A_MONDAY, tick=False)
    make_availability()
    return time_machine


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_stale_page_of_times_leads_to_the_form_all_the_same(strict: Client) -> None:
    response = strict.post(CONTACT, CHOSEN)
    assert response.status_code == 200
    assert HELD.items() <= pressing_send(response.content.decode()).items()
    assert "Please press Send once more" not in text(response)


def test_a_stale_form_keeps_its_time_and_every_word(strict: Client) -> None:
    response = strict.post(CONTACT, sent())
    assert response.status_code == 403
    assert keeps_every_word(response)
    again = pressing_send(response.content.decode())
    assert HELD.items() <= again.items()
    assert strict.post(CONTACT, again).status_code == 303
    assert hers() == (1, 1)


def is_away(*_: object, **__: object) -> None:
    raise OperationalError


@pytest.mark.parametrize("at", ["contact.views.form.receive", "contact.booking.hold"])
def test_with_postgres_away_the_form_comes_back_with_its_time(
    client: Client, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(at, is_away)
        response = client.post(CONTACT, sent())
    assert response.status_code == 503
    assert keeps_every_word(response)
    again = pressing_send(response.content.decode())
    assert HELD.items() <= again.items()
    assert client.post(CONTACT, again).status_code == 303


def test_choosing_while_postgres_is_away_keeps_the_time_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Timetable, "read", is_away)
    response = client.post(CONTACT, CHOSEN)
    assert response.status_code == 503
    assert HELD.items() <= pressing_send(response.content.decode()).items()


def test_without_a_key_the_time_is_given_back_with_the_words(client: Client) -> None:
    SealingKey.objects.all().delete()
    response = client.post(CONTACT, sent())
    assert response.status_code == 503
    assert "Tuesday 2 March, 10:00, online" in text(response)
    assert "of <text>." in text(response)
    assert hers() == (0, 0)


def test_closed_meanwhile_the_time_is_given_back_with_the_words(client: Client) -> None:
    PracticeProfile.objects.update(opening=Opening.CLOSED)
    response = client.post(CONTACT, sent())
    assert response.status_code == 409
    assert "Tuesday 2 March, 10:00, online" in text(response)
    assert hers() == (0, 0)


@pytest.mark.parametrize("wish", [None, "question"])
def test_a_waiting_list_begun_meanwhile_gets_round_by_no_form(
    client: Client, wish: str | None
) -> None:
    PracticeProfile.objects.update(opening=Opening.WAITING_LIST)
    posted = sent() | ({"wish": wish} if wish else {})
    response = client.post(CONTACT, posted)
    assert response.status_code == 409
    assert "I offer no times to choose just now" in text(response)
    assert "My practice is full; I keep a waiting list." in text(response)
    assert keeps_every_word(response)
    assert hers() == (0, 0)
    again = pressing_send(response.content.decode()) | {"wish": "waiting_list"}
    assert client.post(CONTACT, again).status_code == 303


def test_choosing_from_an_older_page_then_leads_to_the_plain_form(client: Client) -> None:
    PracticeProfile.objects.update(opening=Opening.WAITING_LIST)
    response = client.post(CONTACT, CHOSEN)
    assert response.status_code == 409
    assert page_of(response).find_class("error-summary") == []
    assert "waiting_list" in values(page_of(response), "//input[@name='wish']/@value")
