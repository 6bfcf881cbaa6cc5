"""Somebody who came back changes how she may be reached; mail that waits follows her."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from contact.models import Enquiry
from contact.replying import Answer
from contact.replying import send as answer
from practice.models import OutboxMail, SealingKey
from practice.sealing import environment
from tests.contact.returning import come_back, send, text
from tests.factories import A_MONDAY, key_ring

SAFE_MAIL = {"reply_by": "email", "email": "new@enquirer.example", "safe_to_write": "yes"}
BY_NUMBER = {"reply_by": "code"}
WORDS = "Thursday at ten?"

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture(autouse=True)
def a_monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        yield clock


def change(client: Client, number: str, card: dict[str, str]) -> str:
    return text(come_back(client, number, do="change", **card))


def answered() -> None:
    answer(
        Enquiry.objects.get(),
        Answer("a" * 32, WORDS),
        ring=key_ring(),
        who="therapist",
        now=A_MONDAY,
    )


def to_her() -> OutboxMail | None:
    return OutboxMail.objects.filter(template="answer").first()


def address_of(mail: OutboxMail) -> str:
    opened = json.loads(environment.decrypt(bytes(mail.address or b""), purpose=mail.message_id))
    return str(opened["address"])


def text_of(mail: OutboxMail) -> str:
    return environment.decrypt(bytes(mail.text or b""), purpose=mail.message_id)


def test_the_page_shows_what_was_chosen(client: Client) -> None:
    shown = come_back(client, send(client), do="route").content.decode()
    assert 'value="robin@enquirer.example"' in shown


def test_the_new_way_is_kept_under_both_seals_and_the_rest_stays(client: Client) -> None:
    number = send(client)
    written = Enquiry.objects.get().unseal(key_ring())
    assert "From now on I use this way and no other." in change(client, number, BY_NUMBER)

    now = Enquiry.objects.get().unseal(key_ring())
    assert now["reply_by"] == "code"
    assert not {"email", "safe_to_write"} & now.keys()
    assert {name: now[name] for name in ("name", "wish", "message")} == {
        name: written[name] for name in ("name", "wish", "message")
    }
    assert "robin@enquirer.example" not in come_back(client, number, do="route").content.decode()


@pytest.mark.parametrize("card", [{}, {"reply_by": "email"}, SAFE_MAIL | {"email": "no address"}])
def test_what_is_missing_is_asked_for_and_nothing_changes(
    client: Client, card: dict[str, str]
) -> None:
    number = send(client)
    before = bytes(Enquiry.objects.get().sealed)
    response = come_back(client, number, do="change", **card)
    assert response.status_code == 422
    assert "Please look at this again" in text(response)
    assert bytes(Enquiry.objects.get().sealed) == before


def test_mail_that_waits_goes_to_the_new_address_and_not_to_the_old_one(client: Client) -> None:
    number = send(client)
    answered()
    change(client, number, SAFE_MAIL)
    [mail] = OutboxMail.objects.filter(template="answer")
    assert address_of(mail) == "new@enquirer.example"
    assert mail.next_try_at == A_MONDAY + timedelta(minutes=3)


def test_mail_that_waits_is_not_sent_where_the_new_way_is_not_safe(client: Client) -> None:
    number = send(client)
    answered()
    change(client, number, BY_NUMBER)
    assert to_her() is None
    assert OutboxMail.objects.filter(template="new_message").exists()  # hers, to the therapist


def test_mail_that_waits_keeps_to_the_new_safe_times(client: Client) -> None:
    number = send(client)
    answered()
    change(client, number, SAFE_MAIL | {"safe_times": "tue"})
    mail = to_her()
    assert mail
    assert mail.next_try_at == A_MONDAY.replace(day=2, hour=0)


def test_a_mail_that_held_the_answer_says_only_that_there_is_one_where_she_chose_so(
    client: Client,
) -> None:
    number = send(client, mail_says="answer")
    answered()
    mail = to_her()
    assert mail
    assert text_of(mail) == WORDS
    change(client, number, SAFE_MAIL | {"mail_says": "notice"})
    mail = to_her()
    assert mail
    assert mail.text is None


def test_an_answer_that_comes_in_a_minute_is_told_of_by_the_new_way(client: Client) -> None:
    number = send(client, reply_by="code", email="", safe_to_write="")
    answered()
    assert to_her() is None
    change(client, number, SAFE_MAIL | {"mail_says": "answer"})
    mail = to_her()
    assert mail
    assert (address_of(mail), text_of(mail)) == ("new@enquirer.example", WORDS)
    assert mail.next_try_at == A_MONDAY + timedelta(minutes=3)


def test_what_was_sent_already_is_not_sent_again(
    client: Client, a_monday: time_machine.Traveller
) -> None:
    number = send(client)
    answered()
    mail = to_her()
    assert mail
    mail.record_success(A_MONDAY + timedelta(minutes=4))
    a_monday.shift(timedelta(minutes=5))
    change(client, number, SAFE_MAIL)
    assert list(OutboxMail.objects.filter(template="answer").unsent()) == []


def test_a_second_click_changes_nothing_more(client: Client) -> None:
    number = send(client)
    answered()
    assert change(client, number, SAFE_MAIL) == change(client, number, SAFE_MAIL)
    assert OutboxMail.objects.filter(template="answer").count() == 1


def test_a_damaged_message_cannot_be_changed_and_says_so(client: Client) -> None:
    number = send(client)
    Enquiry.objects.update(sealed_for_code=b"damaged")
    for fields in ({"do": "route"}, {"do": "change"} | SAFE_MAIL):
        response = come_back(client, number, **fields)
        assert response.status_code == 200
        assert "This cannot be changed" in text(response)


def test_without_a_key_to_seal_to_nothing_is_changed(client: Client) -> None:
    number = send(client)
    SealingKey.objects.update(pin=bytes(32))
    before = bytes(Enquiry.objects.get().sealed)
    assert come_back(client, number, do="change", **SAFE_MAIL).status_code == 503
    assert bytes(Enquiry.objects.get().sealed) == before
