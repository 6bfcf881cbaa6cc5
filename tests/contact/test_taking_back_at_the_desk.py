"""Taking an answer back on the page: she does it to correct a word, not to write it all again."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, Entry
from practice.models import OutboxMail, PracticeProfile
from tests.contact.desk_pages import (
    BY_MAIL,
    LIST,
    TEXT,
    held_by,
    in_the_box,
    openings,
    parsed,
    press,
    status_of,
    text_of,
    undo,
)
from tests.factories import make_enquiry


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now(), **BY_MAIL)


def says_no(page: Any) -> bool:
    return page.get_element_by_id("id_declines").get("checked") is not None


def test_taken_back_its_words_are_in_the_box_and_nowhere_else(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    press(unlocked_desk, enquiry, "send")
    page = undo(unlocked_desk, enquiry)
    assert in_the_box(page) == TEXT
    assert not says_no(page)
    assert "Nobody has seen it." in text_of(page)
    assert "answer due on" in text_of(page)
    assert page.xpath("//*[@id='exchange']") == []
    assert status_of(enquiry) == "new"
    assert not Entry.objects.exists()
    assert not OutboxMail.objects.filter(template="answer").exists()
    assert in_the_box(parsed(unlocked_desk, enquiry)) == ""


def test_corrected_it_is_sent_again(unlocked_desk: Client, enquiry: Enquiry) -> None:
    press(unlocked_desk, enquiry, "send", declines="on")
    page = undo(unlocked_desk, enquiry)
    assert says_no(page)
    [form] = page.xpath("//form[.//button[@name='preview']]")
    typed = held_by(form) | {"text": in_the_box(page) + " Or ring."}
    assert "come on Tuesday. Or ring." in text_of(press(unlocked_desk, enquiry, "send", **typed))
    assert status_of(enquiry) == "closed"


def test_what_does_not_open_is_taken_back_all_the_same(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    press(unlocked_desk, enquiry, "send")
    Entry.objects.update(sealed=b"damaged")
    assert in_the_box(undo(unlocked_desk, enquiry)) == ""
    assert not Entry.objects.exists()


def test_where_the_opening_cannot_be_noted_nothing_is_taken_back(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_away(*_: object, **__: object) -> None:
        raise OperationalError

    press(unlocked_desk, enquiry, "send")
    noted = openings()
    monkeypatch.setattr("practice.audit.record", is_away)
    path = f"{LIST}{enquiry.pk}/answer/{Entry.objects.get().pk}/undo/"
    assert unlocked_desk.post(path).status_code == 503
    assert openings() == noted
