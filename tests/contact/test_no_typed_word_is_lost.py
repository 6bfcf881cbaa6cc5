"""Whatever goes wrong under a form, at the desk or at the return page, its words come back."""

from typing import Any

import lxml.html
import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from contact import replying
from contact.models import Enquiry, Entry
from contact.views import returning
from practice.models import PracticeProfile
from practice.models.user import User
from tests.contact.desk_pages import LIST, page_of
from tests.factories import make_enquiry

TEXT = "Hello Robin,\n\ncome on Tuesday."
POSTED = {"token": "t", "text": TEXT, "send": "1"}
PATHS = ["answer/", "notes/"]


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now())


def given_back(response: Any) -> str:
    """What stands in the boxes of a page."""
    page: Any = lxml.html.document_fromstring(response.content.decode())
    return "\n".join(box.text_content().strip() for box in page.xpath("//textarea"))


def is_away(*_: object, **__: object) -> None:
    raise OperationalError


def test_postgres_away_under_an_answer_gives_it_back(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "send", is_away)
    answer = unlocked_desk.post(f"{LIST}{enquiry.pk}/answer/", POSTED)
    assert (answer.status_code, given_back(answer)) == (503, TEXT)


def test_an_opening_that_cannot_be_noted_gives_the_answer_back(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("practice.audit.record", is_away)
    posted = {"token": "t", "text": TEXT, "preview": "1"}
    answer = unlocked_desk.post(f"{LIST}{enquiry.pk}/answer/", posted)
    assert (answer.status_code, given_back(answer)) == (503, TEXT)


def test_postgres_away_under_a_change_of_route_gives_the_address_back(
    client: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_come_back", is_away)
    posted = {"number": "1" * 20, "do": "change", "email": "new@enquirer.example", "phone": "0163"}
    answer = client.post("/contact/return/", posted)
    assert answer.status_code == 503
    assert given_back(answer) == "new@enquirer.example\n\n0163"


def test_neither_number_nor_phrase_is_given_back(
    client: Client, profile: PracticeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returning, "_come_back", is_away)
    posted = {"number": "1" * 20, "phrase": "amber", "password": "secret", "message": "Words."}
    assert given_back(client.post("/contact/return/", posted)) == "Words."


@pytest.mark.parametrize("path", PATHS)
def test_signed_out_the_words_are_kept_and_lead_back_to_the_desk(
    enquiry: Enquiry, path: str
) -> None:
    stranger = Client()
    answer = stranger.post(f"{LIST}{enquiry.pk}/{path}", POSTED)
    assert (answer.status_code, given_back(answer)) == (403, TEXT)
    page: Any = lxml.html.document_fromstring(answer.content.decode())
    [link] = page.xpath("//a[@target='_blank']/@href")
    assert link == f"/admin/login/?next={page_of(enquiry)}"
    assert str(enquiry) not in page.text_content()
    assert "no-store" in answer["Cache-Control"]
    assert not Entry.objects.exists()


def test_signed_out_nobody_learns_which_enquiries_there_are(enquiry: Enquiry) -> None:
    real = Client().post(f"{LIST}{enquiry.pk}/answer/", POSTED)
    made_up = Client().post(f"{LIST}{Enquiry().pk}/answer/", POSTED)
    assert real.status_code == made_up.status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_a_stale_form_at_the_desk_gives_its_words_back_to_send_again(
    enquiry: Enquiry, therapist: User, path: str
) -> None:
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(therapist)
    answer = desk.post(f"{LIST}{enquiry.pk}/{path}", POSTED | {"declines": "on"})
    assert (answer.status_code, given_back(answer)) == (403, TEXT)
    page: Any = lxml.html.document_fromstring(answer.content.decode())
    held = dict(page.xpath("//form[.//textarea]")[0].fields)
    assert held["csrfmiddlewaretoken"]
    assert (held["token"], held["declines"]) == ("t", "on")
    assert not Entry.objects.exists()


def test_another_stale_form_of_the_desk_gives_its_text_back(therapist: User) -> None:
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(therapist)
    posted = {"title": "Thank you", "text": TEXT}
    answer = desk.post("/admin/contact/snippet/add/", posted)
    assert (answer.status_code, given_back(answer)) == (403, f"{TEXT}\n\nThank you")
