"""The therapist's own notes: sealed for her alone, kept once, removed when she likes."""

from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, Entry
from practice.models import PracticeProfile
from tests.contact.desk_pages import LIST, parsed, text_of
from tests.factories import make_enquiry


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=timezone.now(), email="robin@enquirer.example")


def answer_it(desk: Client, enquiry: Enquiry) -> None:
    data = {"token": "t", "text": "Come on Tuesday.", "send": "1"}
    desk.post(f"{LIST}{enquiry.pk}/answer/", data)


def note(desk: Client, enquiry: Enquiry, text: str) -> Any:
    data = {"token": "t", "text": text}
    answer = desk.post(f"{LIST}{enquiry.pk}/notes/", data, follow=True)
    return lxml.html.document_fromstring(answer.content.decode())


def test_a_note_is_sealed_for_her_alone(unlocked_desk: Client, enquiry: Enquiry) -> None:
    page = note(unlocked_desk, enquiry, "Sounded <b>tired</b>.")
    assert "Sounded <b>tired</b>." in text_of(page)

    kept = Entry.objects.get()
    assert kept.sealed_for_code is None
    assert b"tired" not in bytes(kept.sealed)


def test_the_same_note_again_adds_none(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for _ in range(2):
        note(unlocked_desk, enquiry, "Sounded tired.")
    assert Entry.objects.count() == 1


def test_a_note_is_removed_and_an_answer_is_not(unlocked_desk: Client, enquiry: Enquiry) -> None:
    note(unlocked_desk, enquiry, "Sounded tired.")
    answer_it(unlocked_desk, enquiry)
    for entry in Entry.objects.all():
        unlocked_desk.post(f"{LIST}{enquiry.pk}/notes/{entry.pk}/remove/")
    assert Entry.objects.get().kind == Entry.Kind.REPLY


def test_an_entry_that_does_not_open_says_so_and_the_rest_is_there(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    note(unlocked_desk, enquiry, "Sounded tired.")
    answer_it(unlocked_desk, enquiry)
    Entry.objects.filter(kind=Entry.Kind.REPLY).update(sealed=b"\x02damaged")
    page = text_of(parsed(unlocked_desk, enquiry))
    assert page.count("This does not open") == 1
    assert "Sounded tired." in page
    assert "robin@enquirer.example" in page
