"""A missing or stale CSRF token: nothing is taken, and nothing that was typed is lost."""

import pytest
from django.test import Client

from contact.models import Enquiry
from practice.models import PracticeProfile
from tests.factories import form_data, key_ring
from tests.visitor import pressing_send

TYPED = {
    "name": "Robin",
    "reply_by": "phone",
    "phone": "01632 960 456",
    "voicemail": "nothing",
    "safe_times": "tue",
    "wish": "conversation",
    "modality": "online",
    "message": "Two lines\nof <text>.",
    "pronouns": "they/them",
    "access_needs": "A lift",
    "consent": "on",
}
HELP = "Please press Send once more"

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def strict() -> Client:
    """A browser whose CSRF tokens are looked at, as outside tests."""
    return Client(enforce_csrf_checks=True)


def open_form(strict: Client) -> dict[str, str]:
    return pressing_send(strict.get("/contact/").content.decode())


def refused(strict: Client, fields: dict[str, str]) -> str:
    """Send, see that it is refused, and return the page."""
    response = strict.post("/contact/", fields)
    assert response.status_code == 403
    assert not Enquiry.objects.exists()
    return response.content.decode()


def test_the_token_of_the_page_is_taken(strict: Client) -> None:
    assert strict.post("/contact/", open_form(strict) | TYPED).status_code == 303


def test_a_missing_token_keeps_everything_and_the_next_try_goes_through(strict: Client) -> None:
    page = refused(strict, form_data(**TYPED))
    assert HELP in page
    assert TYPED.items() <= pressing_send(page).items()
    assert strict.post("/contact/", pressing_send(page)).status_code == 303
    assert Enquiry.objects.get().unseal(key_ring())["message"] == TYPED["message"]


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 64, "\x00" * 64])
def test_a_stale_token_keeps_everything_and_the_next_try_goes_through(
    strict: Client, token: str
) -> None:
    page = refused(strict, open_form(strict) | TYPED | {"csrfmiddlewaretoken": token})
    assert TYPED.items() <= pressing_send(page).items()
    assert strict.post("/contact/", pressing_send(page)).status_code == 303


def test_a_token_whose_cookie_was_replaced_keeps_everything(strict: Client) -> None:
    fields = open_form(strict) | TYPED
    strict.cookies["csrftoken"] = "b" * 32
    page = refused(strict, fields)
    assert strict.post("/contact/", pressing_send(page)).status_code == 303


def test_a_browser_without_cookies_is_told_so_and_given_the_phone_number(strict: Client) -> None:
    fields = open_form(strict) | TYPED
    for _ in range(2):
        strict.cookies.clear()
        page = refused(strict, fields)
        fields = pressing_send(page)
        assert "does not keep cookies" in page
        assert 'href="tel:01632960123"' in page.partition("does not keep cookies")[2]
        assert TYPED.items() <= fields.items()


def test_the_submission_stays_the_same_over_a_stale_token(strict: Client) -> None:
    data = form_data(**TYPED)
    assert pressing_send(refused(strict, data))["submission"] == data["submission"]


def test_a_stale_page_is_not_stored_by_a_browser(strict: Client) -> None:
    assert "no-store" in strict.post("/contact/", form_data())["Cache-Control"]


def test_another_sites_form_is_refused(strict: Client) -> None:
    fields = open_form(strict) | TYPED
    response = strict.post("/contact/", fields, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Enquiry.objects.exists()


def test_a_stale_sign_in_gets_a_plain_page_and_not_the_form(strict: Client) -> None:
    response = strict.post("/admin/login/", {"username": "therapist", "password": "typed secret"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "That did not go through" in page
    assert "typed secret" not in page
    assert "<form" not in page


@pytest.mark.django_db
def test_before_the_profile_is_filled_in_a_stale_form_is_no_error_of_ours(strict: Client) -> None:
    PracticeProfile.objects.all().delete()
    assert strict.post("/contact/", form_data(**TYPED)).status_code == 503
