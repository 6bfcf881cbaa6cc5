"""Somebody who came back takes her message back, or lets every trace of it go."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from contact import returning
from contact.models import Enquiry, Entry
from contact.replying import Answer
from contact.replying import send as answer
from practice.models import AuditLine, OutboxMail
from tests.at_once import meanwhile, wait_until_it_waits
from tests.contact.returning import WRONG, come_back, reply, send, text
from tests.factories import A_MONDAY, key_ring

pytestmark = pytest.mark.usefixtures("profile")


def causes() -> list[str]:
    return list(OutboxMail.objects.values_list("cause", flat=True))


def verbs() -> list[tuple[str, str]]:
    return list(AuditLine.objects.order_by("pk").values_list("who", "verb"))


def withdraw(client: Client, number: str) -> str:
    return text(come_back(client, number, do="withdraw"))


def test_withdrawing_closes_it_tells_the_therapist_and_cancels_what_was_not_sent(
    client: Client,
) -> None:
    number = send(client)
    with time_machine.travel(A_MONDAY, tick=False):
        assert "You took this message back on Monday 1 March." in withdraw(client, number)
    enquiry = Enquiry.objects.get()
    assert (enquiry.status, enquiry.closed_because) == ("closed", "withdrawn")
    assert enquiry.closed_at == A_MONDAY
    assert causes() == [f"{enquiry.thing} withdrawn"]
    assert verbs() == [("enquirer", "withdrawn")]


def test_withdrawing_twice_changes_and_tells_nothing_more(client: Client) -> None:
    number = send(client)
    withdraw(client, number)
    before = Enquiry.objects.values().get()
    assert "Take this message back" not in withdraw(client, number)
    assert Enquiry.objects.values().get() == before
    assert (len(causes()), len(verbs())) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_at_once_the_second_sees_what_the_first_did(client: Client) -> None:
    number = send(client)
    with transaction.atomic():
        enquiry = Enquiry.objects.select_for_update().get()
        second = meanwhile(lambda: withdraw(Client(), number))
        wait_until_it_waits()
        returning.withdraw(enquiry, timezone.now())
    assert "You took this message back" in second.result()
    assert (len(causes()), len(verbs())) == (1, 1)


def test_what_the_therapist_has_closed_is_not_closed_again(client: Client) -> None:
    number = send(client)
    Enquiry.objects.update(status="closed", closed_because="done", closed_at=timezone.now())
    assert "We brought this to an end" in withdraw(client, number)
    assert verbs() == []


def test_withdrawing_while_a_no_can_still_be_taken_back_counts(client: Client) -> None:
    """She does not know of it yet; and the mail that would tell her must not go out."""
    number = send(client)
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        wrote = Answer("a" * 32, "No room.", declines=True)
        answer(Enquiry.objects.get(), wrote, ring=key_ring(), who="therapist", now=A_MONDAY)
        assert "You took this message back" in withdraw(client, number)
        clock.shift(timedelta(minutes=4))
        assert "You took this message back" in text(come_back(client, number))
    assert causes() == [f"{Enquiry.objects.get().thing} withdrawn"]


def test_erasing_asks_once_more(client: Client) -> None:
    number = send(client)
    asked = text(come_back(client, number, do="erase"))
    assert "Erase everything?" in asked
    assert Enquiry.objects.exists()


def test_erasing_leaves_nothing_but_a_line_that_says_so(client: Client) -> None:
    number = send(client)
    enquiry = Enquiry.objects.get()
    come_back(client, number, do="add", message="More.")
    reply(enquiry, "An answer.", now=A_MONDAY)
    OutboxMail.objects.first().record_success(A_MONDAY)  # type: ignore[union-attr]

    response = come_back(client, number, do="erase_now")
    assert "Nothing is kept here any more" in text(response)
    assert not Enquiry.objects.exists()
    assert not Entry.objects.exists()
    assert causes() == []
    assert list(AuditLine.objects.values_list("who", "verb", "thing")) == [
        ("enquirer", "erased", enquiry.thing)
    ]
    assert client.cookies["received"].value == ""
    assert come_back(client, number).status_code == 422


def test_whoever_presses_erase_twice_is_told_the_same_and_so_is_a_wrong_number(
    client: Client,
) -> None:
    number = send(client)
    answers = {text(come_back(client, each, do="erase_now")) for each in (number, number, WRONG)}
    assert len(answers) == 1
    assert verbs() == [("enquirer", "erased")]


def test_erasing_one_leaves_everybody_elses(client: Client) -> None:
    number, others = send(client), send(Client(), name="Somebody else")
    come_back(client, number, do="erase_now")
    assert come_back(client, others).status_code == 200
    assert len(causes()) == 1
