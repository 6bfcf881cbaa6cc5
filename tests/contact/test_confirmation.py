"""Only the browser that sent an enquiry sees its confirmation, and only for an hour."""

import base64
import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.core import signing
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile
from practice.sealing import environment
from tests.contact.returning import text
from tests.factories import A_MONDAY, form_data

RECEIVED = "/contact/received/"

NUMBER = re.compile(r"\b(?:\d{4} ){4}\d{4}\b")

HEAR, HERE = "You will hear from me by", "Nothing is sent to you: come back with your number."
NO_OTHER = "I use no other way."
RING = "I ring the number that you gave."
BY_MAIL, NOTICE = "The mail is called “Your message”", "says only that there is an answer"
BY_PHONE = {"reply_by": "phone", "phone": "01632 960 456"}
WAYS: list[tuple[dict[str, str], list[str]]] = [
    ({}, [HEAR, BY_MAIL, NOTICE, NO_OTHER]),
    ({"mail_says": "answer"}, [HEAR, BY_MAIL, "holds my answer", NO_OTHER]),
    (
        {"safe_times": "tue"},
        [HEAR, BY_MAIL, NOTICE, NO_OTHER, "safe."],
    ),
    ({"safe_to_write": "no"}, [HERE]),
    ({"safe_to_write": "unsure"}, [HERE]),
    ({"reply_by": "code"}, [HERE]),
    (BY_PHONE | {"voicemail": "nothing"}, [HEAR, RING, "I hang up.", NO_OTHER]),
    (BY_PHONE | {"voicemail": "first_name"}, [HEAR, RING, "no more than a first name", NO_OTHER]),
    (BY_PHONE | {"voicemail": "normal"}, [HEAR, RING, "I leave a message.", NO_OTHER]),
    (
        {"reply_by": "text", "phone": "01632 960 456"},
        [HEAR, "I send a text message to the number that you gave.", NO_OTHER],
    ),
]

pytestmark = pytest.mark.usefixtures("profile")


def send(client: Client, **changed: str) -> None:
    assert client.post("/contact/", form_data(**changed)).status_code == 303


def leads_to_the_form(client: Client) -> bool:
    response = client.get(RECEIVED)
    return (response.status_code, response.get("Location")) == (302, "/contact/")


def test_it_says_the_day_by_which_an_answer_comes(client: Client) -> None:
    with time_machine.travel(A_MONDAY, tick=False):
        send(client)
        assert "Wednesday 3 March" in client.get(RECEIVED).content.decode()


def test_the_number_is_shown_once_and_then_it_says_what_to_do_without_it(client: Client) -> None:
    send(client)
    client.head(RECEIVED)  # a look that shows nothing takes nothing away
    first, second = text(client.get(RECEIVED)), text(client.get(RECEIVED))
    [number] = NUMBER.findall(first)
    assert "If you lose it, ring me: 01632 960 123." in first
    assert not NUMBER.search(second)
    assert "If you have lost it, ring me: 01632 960 123." in second
    opened = client.post("/contact/return/", {"number": number})
    assert "I have your message" in text(opened)


@pytest.mark.parametrize(("card", "says"), WAYS)
def test_it_says_truly_by_which_way_an_answer_comes(
    client: Client, card: dict[str, str], says: list[str]
) -> None:
    send(client, **card)
    for _look in range(2):
        shown = text(client.get(RECEIVED))
        assert [words for words in says if words not in shown] == []
        others = {words for _card, each in WAYS for words in each} - set(says)
        assert [words for words in others if words in shown] == []


def test_nobody_can_tell_from_the_cookie_which_way_was_chosen(client: Client) -> None:
    lengths = set()
    for card, _says in WAYS:
        send(client, **card)
        lengths.add(len(client.cookies["received"].value))
    client.get(RECEIVED)
    lengths.add(len(client.cookies["received"].value))
    assert len(lengths) == 1


def test_it_shows_nothing_that_was_typed(client: Client) -> None:
    send(client, name="Typed-name", message="Typed-message", email="typed@enquirer.example")
    assert "yped" not in client.get(RECEIVED).content.decode()


def test_it_is_not_stored_by_a_browser(client: Client) -> None:
    send(client)
    assert "no-store" in client.get(RECEIVED)["Cache-Control"]


@pytest.mark.parametrize(("seconds", "expired"), [(3599, False), (3601, True)])
def test_it_is_shown_for_an_hour(client: Client, *, seconds: int, expired: bool) -> None:
    with time_machine.travel(A_MONDAY, tick=False) as clock:
        send(client)
        clock.move_to(A_MONDAY + timedelta(seconds=seconds))
        assert leads_to_the_form(client) == expired


def test_the_cookie_is_for_the_server_alone_and_for_these_pages_only(client: Client) -> None:
    send(client)
    cookie = client.cookies["received"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/contact/", True, "Lax")
    assert cookie["max-age"] == 3600


def test_without_having_sent_anything_it_leads_to_the_form(client: Client) -> None:
    assert leads_to_the_form(client)


@pytest.mark.parametrize("cookie", ["", "x", ":::", "é", "a" * 4000, "%00", '"', str(UUID(int=7))])
def test_a_forged_cookie_leads_to_the_form(client: Client, cookie: str) -> None:
    client.cookies["received"] = cookie
    assert leads_to_the_form(client)


def test_a_cookie_put_together_from_two_leads_to_the_form(client: Client) -> None:
    send(client)
    _, _, signature = client.cookies["received"].value.partition(":")
    other = Client()
    send(other)
    contents, _, _ = other.cookies["received"].value.partition(":")
    client.cookies["received"] = f"{contents}:{signature}"
    assert leads_to_the_form(client)


@pytest.mark.parametrize(("signed_as", "purpose"), [("other", "received"), ("received", "other")])
def test_a_cookie_made_for_something_else_leads_to_the_form(
    client: Client, signed_as: str, purpose: str
) -> None:
    send(client)
    kept = json.dumps({"enquiry": str(Enquiry.objects.get().pk)})
    encrypted = base64.urlsafe_b64encode(environment.encrypt(kept, purpose=purpose)).decode()
    client.cookies["received"] = signing.get_cookie_signer(signed_as).sign(encrypted)
    assert leads_to_the_form(client)


def test_once_the_enquiry_is_erased_it_leads_to_the_form(client: Client) -> None:
    send(client)
    Enquiry.objects.all().delete()
    assert leads_to_the_form(client)


def test_it_cannot_be_posted_to(client: Client) -> None:
    assert client.post(RECEIVED).status_code == 405


def test_a_profile_that_changes_does_not_change_the_promised_day(
    client: Client, profile: PracticeProfile
) -> None:
    with time_machine.travel(A_MONDAY, tick=False):
        send(client)
        PracticeProfile.objects.update(reply_days=9)
        assert "Wednesday 3 March" in client.get(RECEIVED).content.decode()
