"""While nobody new is taken, or nothing can be sealed: no way gets round it, no word is lost."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from contact.models import Enquiry
from practice.models import Opening, OutboxMail, PracticeProfile, SealingKey
from tests.factories import form_data
from tests.pages import Element, page_at, text_of

TYPED = {
    "name": "Robin <R>",
    "email": "robin@enquirer.example",
    "phone": "01632 960 456",
    "message": "First line.\n\nSecond line.",
    "pronouns": "they/them",
    "access_needs": "A lift",
}


@pytest.fixture
def closed(profile: PracticeProfile) -> None:
    PracticeProfile.objects.update(opening=Opening.CLOSED)


@pytest.fixture(params=["no key", "swapped key", "another ENCRYPTION_KEY"])
def without_key(request: pytest.FixtureRequest, profile: PracticeProfile, settings: Any) -> None:
    if request.param == "no key":
        SealingKey.objects.all().delete()
    elif request.param == "swapped key":
        SealingKey.objects.update(public=bytes(32))
    else:
        settings.ENCRYPTION_KEY = "another" * 10


def page_of(response: Any) -> Element:
    return html.fromstring(response.content.decode())


def given_back(response: Any) -> str:
    """What stands in the box from which the typed words can be copied."""
    [box] = page_of(response).xpath("//textarea[@readonly]")
    return str(box.text)


@pytest.mark.usefixtures("closed")
def test_the_form_is_not_there(client: Client) -> None:
    page = page_at(client, "/contact/")
    assert "I take no new enquiries" in text_of(page)
    assert page.xpath("//form") == []


@pytest.mark.usefixtures("closed")
def test_a_page_from_before_is_refused_and_every_typed_word_given_back(client: Client) -> None:
    response = client.post("/contact/", form_data(**TYPED))
    assert response.status_code == 409
    assert [words for words in TYPED.values() if words not in given_back(response)] == []
    assert not Enquiry.objects.exists()


@pytest.mark.usefixtures("closed")
def test_a_stale_page_does_not_bring_the_form_back() -> None:
    response = Client(enforce_csrf_checks=True).post("/contact/", form_data(**TYPED))
    assert [words for words in TYPED.values() if words not in given_back(response)] == []
    assert page_of(response).xpath("//form") == []


@pytest.mark.usefixtures("without_key")
def test_without_a_key_of_ours_the_form_is_closed(client: Client) -> None:
    page = page_at(client, "/contact/", status=503)
    assert "The form is closed for the moment" in text_of(page)
    assert page.xpath("//form") == []


@pytest.mark.usefixtures("without_key")
def test_a_form_from_before_is_not_kept_in_the_clear_and_every_typed_word_given_back(
    client: Client,
) -> None:
    response = client.post("/contact/", form_data(**TYPED))
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    assert [words for words in TYPED.values() if words not in given_back(response)] == []
    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.usefixtures("closed")
def test_each_word_stands_below_its_question_and_nothing_is_chosen_for_anybody(
    client: Client,
) -> None:
    response = client.post("/contact/", form_data(name="Robin", email="", message="A lamp."))
    assert given_back(response).split("\n\n") == [
        "What should I call you?\nRobin",
        "Anything you’d like me to know\nA lamp.",
    ]
