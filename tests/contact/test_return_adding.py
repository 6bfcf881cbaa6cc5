"""Somebody who came back adds to her message: sealed, told, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, Entry
from practice.models import OutboxMail, SealingKey
from tests.contact.returning import come_back, send, text
from tests.factories import A_MONDAY, key_ring

TOKEN = "0123456789abcdef0123456789abcdef"
WORDS = "Mornings are better.\nOr Friday."

pytestmark = pytest.mark.usefixtures("profile")


def add(client: Client, number: str, message: str = WORDS, token: str = TOKEN) -> str:
    return text(come_back(client, number, do="add", message=message, submission=token))


def test_it_is_kept_under_both_seals_and_told_of(client: Client) -> None:
    shown = add(client, send(client))
    assert "It has arrived, and I am told of it." in shown
    assert "Mornings are better." in shown
    assert "Or Friday." in shown
    entry = Entry.objects.get()
    assert entry.unseal(key_ring()) == {"text": WORDS}
    told = OutboxMail.objects.filter(template="new_message").values_list("cause", flat=True)
    assert set(told) == {entry.enquiry.thing, f"{entry.enquiry.thing} {entry.thing}"}


def test_a_second_click_adds_and_tells_nothing_more(client: Client) -> None:
    number = send(client)
    assert add(client, number) == add(client, number)
    assert (Entry.objects.count(), OutboxMail.objects.count()) == (1, 2)


def test_a_correction_is_added_and_not_dropped(client: Client) -> None:
    number = send(client)
    add(client, number, "Mornings.")
    add(client, number, "Evenings.")
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "\x00", TOKEN.upper(), "é" * 32])
def test_a_page_without_a_token_of_ours_adds_all_the_same(client: Client, token: str) -> None:
    add(client, send(client), token=token)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_add_one_thing(client: Client) -> None:
    number = send(client)

    def click(_number: int) -> str:
        try:
            return add(Client(), number)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = set(pool.map(click, range(10)))
    assert len(answers) == 1
    assert (Entry.objects.count(), OutboxMail.objects.count()) == (1, 2)


@pytest.mark.parametrize("message", ["", "  \n ", "\x00"])
def test_nothing_is_not_added(client: Client, message: str) -> None:
    response = come_back(client, send(client), do="add", message=message)
    assert response.status_code == 422
    assert "Please write what you would like to add." in text(response)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("message", ["x" * 10_001, "😀" * 9_999])
def test_what_is_too_long_is_given_back_to_be_shortened(client: Client, message: str) -> None:
    response = come_back(client, send(client), do="add", message=message)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Entry.objects.exists()


def test_without_a_key_to_seal_to_nothing_is_kept_and_the_words_are_given_back(
    client: Client,
) -> None:
    number = send(client)
    SealingKey.objects.update(pin=bytes(32))
    response = come_back(client, number, do="add", message="Given back.")
    assert response.status_code == 503
    assert "Given back." in response.content.decode()
    assert not Entry.objects.exists()


def test_what_is_closed_is_added_to_and_told_of_and_stays_closed(client: Client) -> None:
    number = send(client)
    Enquiry.objects.update(status="closed", closed_because="done", closed_at=timezone.now())
    assert "It does not open your message again" in add(client, number)
    assert Enquiry.objects.get().status == "closed"
    assert OutboxMail.objects.count() == 2


def test_twenty_additions_a_day_are_taken(client: Client) -> None:
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        number = send(client)
        for count in range(20):
            add(client, number, f"Addition {count}.")
        assert "You have added a lot today" in add(client, number, "One more.")
        clock.shift(timedelta(days=1))
        assert "It has arrived" in add(client, number, "One more.")
    assert Entry.objects.count() == 21
