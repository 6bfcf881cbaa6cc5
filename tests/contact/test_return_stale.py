"""A page that is sent again from the history opens nothing; words that did not arrive are kept."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from contact.models import Enquiry, Entry
from practice.models import PracticeProfile
from tests.contact.returning import RETURN, send, text
from tests.visitor import pressing_send

WORDS = "Mornings are\nbetter."

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def strict() -> Client:
    """A browser whose CSRF tokens are looked at, as outside tests."""
    return Client(enforce_csrf_checks=True)


def open_with(strict: Client, number: str) -> dict[str, str]:
    """Type the number, and return what the first form of the page would post: an addition."""
    asked = pressing_send(page(strict.get(RETURN)))
    return first_form(strict.post(RETURN, asked | {"number": number}))


def first_form(response: Any) -> dict[str, str]:
    """What the form of an addition would post, untouched."""
    before, _, rest = page(response).partition("<form")
    form, _, _ = rest.partition("</form>")
    return pressing_send(f"{before}<form{form}</form>")


def page(response: Any) -> str:
    return str(response.content.decode())


def test_each_page_leads_on_to_the_next(strict: Client, client: Client) -> None:
    fields = open_with(strict, send(client))
    added = strict.post(RETURN, fields | {"message": WORDS})
    assert added.status_code == 200
    again = strict.post(RETURN, first_form(added) | {"message": "And one more."})
    assert again.status_code == 200
    assert Entry.objects.count() == 2


def test_a_page_of_before_asks_for_the_number_and_shows_nothing(
    strict: Client, client: Client
) -> None:
    number = send(client)
    asked = pressing_send(page(strict.get(RETURN))) | {"number": number}
    fields = first_form(strict.post(RETURN, asked)) | {"message": WORDS}
    assert strict.post(RETURN, fields).status_code == 200
    for earlier in (asked, fields):
        response = strict.post(RETURN, earlier)
        assert response.status_code == 403
        assert "Please type your number once more" in text(response)
        shown = page(response)
        assert number.split()[0] not in shown
        assert "Mornings are" not in shown
        assert "no-store" in response["Cache-Control"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 64])
def test_words_that_did_not_arrive_are_kept_and_sent_with_the_number(
    strict: Client, client: Client, token: str
) -> None:
    number = send(client)
    typed = open_with(strict, number) | {"message": WORDS, "csrfmiddlewaretoken": token}
    refused = strict.post(RETURN, typed)
    assert refused.status_code == 403
    assert not Entry.objects.exists()

    kept = pressing_send(page(refused))
    assert kept["message"] == WORDS
    assert kept["number"] == ""
    mistyped = strict.post(RETURN, kept | {"number": "1234"})
    assert pressing_send(page(mistyped))["message"] == WORDS
    sent = strict.post(RETURN, pressing_send(page(mistyped)) | {"number": number})
    assert "It has arrived" in text(sent)
    assert Entry.objects.count() == 1


def test_the_button_that_erases_does_nothing_from_a_page_of_before(
    strict: Client, client: Client
) -> None:
    number = send(client)
    fields = open_with(strict, number) | {"do": "erase_now"}
    strict.cookies["csrftoken"] = "b" * 32
    assert strict.post(RETURN, fields).status_code == 403
    assert Enquiry.objects.exists()


def test_a_browser_without_cookies_is_given_the_phone_number(strict: Client) -> None:
    response = strict.post(RETURN, {"number": "1"})
    assert "does not keep cookies" in text(response)
    assert 'href="tel:01632960123"' in page(response)


def test_before_the_profile_is_filled_in_it_is_no_error_of_ours(strict: Client) -> None:
    PracticeProfile.objects.all().delete()
    assert strict.post(RETURN, {"number": "1"}).status_code == 503


def test_a_postgres_that_takes_nothing_loses_no_word(client: Client) -> None:
    number = send(client)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    response = client.post(RETURN, {"number": number, "do": "add", "message": WORDS})
    assert response.status_code == 503
    assert WORDS in page(response)
    assert response["Retry-After"]
