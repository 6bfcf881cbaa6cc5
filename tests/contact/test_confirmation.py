"""Only the browser that sent an enquiry sees its confirmation, and only for an hour."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import signing
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile
from tests.factories import A_MONDAY, form_data

RECEIVED = "/contact/received/"

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


@pytest.mark.parametrize("cookie", ["", "x", ":::", "é", "a" * 4000, "%00", '"', str(uuid4())])
def test_a_forged_cookie_leads_to_the_form(client: Client, cookie: str) -> None:
    client.cookies["received"] = cookie
    assert leads_to_the_form(client)


def test_a_cookie_that_names_another_enquiry_leads_to_the_form(client: Client) -> None:
    send(client)
    _, _, signature = client.cookies["received"].value.partition(":")
    send(Client())
    other = Enquiry.objects.order_by("received_at").last()
    assert other
    client.cookies["received"] = f"{other.pk}:{signature}"
    assert leads_to_the_form(client)


def test_a_cookie_signed_for_something_else_leads_to_the_form(client: Client) -> None:
    send(client)
    client.cookies["received"] = signing.get_cookie_signer("other").sign(
        str(Enquiry.objects.get().pk)
    )
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
