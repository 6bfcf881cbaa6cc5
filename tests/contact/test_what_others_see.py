"""What the form says that somebody else could see is what there is to see."""

import pytest
from django.conf import settings
from django.test import Client

from contact.models.enquiry import KEPT_AFTER_ANSWER, KEPT_AT_MOST
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.letters import message_for
from practice.retention import in_words
from tests.factories import A_MONDAY, form_data, make_enquiry
from tests.pages import Element, page_at, text_of


@pytest.fixture
def said(client: Client, profile: PracticeProfile) -> Element:
    [section] = page_at(client, "/contact/").find_class("what-others-see")
    return section


def line_for(said: Element, way: str) -> str:
    [line] = said.find_class(way)
    return text_of(line)


def test_the_title_is_the_one_of_every_page_of_an_enquiry(client: Client, said: Element) -> None:
    client.post("/contact/", form_data())
    for path in ("/contact/", "/contact/received/", "/contact/return/"):
        assert page_at(client, path).findtext(".//title") == "Contact"
    assert "This page is called “Contact”" in text_of(said)


def test_subject_and_sender_are_those_of_the_mail(said: Element, profile: PracticeProfile) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    mail = OutboxMail(template="answer", cause=f"{enquiry.thing} reply", created_at=A_MONDAY)
    letter = message_for(mail)
    assert f"called “{letter.subject}”, comes from {letter.from_email}" in line_for(
        said, "by-safe-email"
    )
    assert settings.SITE_URL in letter.body


def test_the_mail_to_the_therapist_is_called_as_it_is_said(
    said: Element, profile: PracticeProfile
) -> None:
    make_enquiry(profile, now=A_MONDAY)
    letter = message_for(OutboxMail.objects.get())
    assert f"says only “{letter.subject}”" in text_of(said)


@pytest.mark.parametrize("way", ["by-safe-email", "by-phone", "by-safe-text", "by-nothing"])
def test_each_way_of_replying_has_its_own_line(said: Element, way: str) -> None:
    assert line_for(said, way)


def test_how_long_it_is_kept_is_what_the_site_keeps_to(said: Element) -> None:
    periods = f"{in_words(KEPT_AFTER_ANSWER)} after I have answered"
    assert periods in text_of(said)
    assert f"at the latest {in_words(KEPT_AT_MOST)} from now" in text_of(said)


def test_nothing_there_names_what_the_practice_is(said: Element) -> None:
    assert "therap" not in text_of(said).lower()
