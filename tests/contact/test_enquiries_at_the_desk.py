"""The therapist reads what was written, and marks it; nobody edits it."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import Settings

from contact.models import Enquiry
from practice.models import PracticeProfile, User
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, make_enquiry

LIST = "/admin/contact/enquiry/"
DOES_NOT_OPEN = "This message does not open"


@pytest.fixture
def therapist(db: None) -> User:
    """Signed in without a password: to hash one would take longer than the test."""
    return User.objects.create_superuser("therapist")


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY, **CANARIES)


def page_of(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.pk}/change/"


def status_of(enquiry: Enquiry) -> str:
    enquiry.refresh_from_db()
    return enquiry.status


def written(desk: Client, enquiry: Enquiry) -> dict[str, str]:
    """Question and answer, as the page of `enquiry` shows them."""
    page: Any = lxml.html.document_fromstring(desk.get(page_of(enquiry)).content.decode())
    texts = [element.text_content().strip() for element in page.xpath("//dl/dt | //dl/dd")]
    return dict(zip(texts[::2], texts[1::2], strict=True))


def act(desk: Client, action: str, *enquiries: Enquiry) -> Any:
    data = {"action": action, "_selected_action": [each.pk for each in enquiries]}
    return desk.post(LIST, data, follow=True)


def test_an_enquiry_is_read_in_the_words_of_the_form(
    desk: Client, profile: PracticeProfile
) -> None:
    contents = {"reply_by": "phone", "voicemail": "first_name", "wish": "conversation"}
    enquiry = make_enquiry(profile, now=A_MONDAY, name="Robin", **contents)
    assert written(desk, enquiry) == {
        "What should I call you?": "Robin",
        "How should I reply?": "By phone call",
        "If I reach your voicemail, what may I say?": "Your first name only",
        "What would you like?": "Have a first conversation",
    }


def test_a_wish_that_is_no_longer_offered_is_still_read(
    desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, wish="waiting_list")
    assert "Join the waiting list" in written(desk, enquiry).values()


def test_every_answer_is_there(desk: Client, enquiry: Enquiry) -> None:
    assert set(CANARIES.values()) <= set(written(desk, enquiry).values())


def test_html_in_every_field_is_shown_as_text(desk: Client, profile: PracticeProfile) -> None:
    html = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    enquiry = make_enquiry(profile, now=A_MONDAY, **dict.fromkeys(CANARIES, html))
    assert list(written(desk, enquiry).values()) == [html] * len(CANARIES)

    page: Any = lxml.html.document_fromstring(desk.get(page_of(enquiry)).content.decode())
    assert page.xpath("//*[@onerror] | //script[contains(., 'alert')]") == []


def test_the_list_shows_nothing_that_was_written(desk: Client, enquiry: Enquiry) -> None:
    page = desk.get(LIST).content
    assert str(enquiry).encode() in page
    assert found_in(page) == set()


def test_marking_as_answered_and_as_new_again(desk: Client, enquiry: Enquiry) -> None:
    act(desk, "mark_answered", enquiry)
    assert status_of(enquiry) == Enquiry.Status.ANSWERED
    assert enquiry.answered_at is not None

    act(desk, "mark_new", enquiry)
    assert status_of(enquiry) == Enquiry.Status.NEW
    assert enquiry.answered_at is None


def test_marking_as_answered_twice_keeps_the_first_time(desk: Client, enquiry: Enquiry) -> None:
    Enquiry.objects.mark_answered(A_MONDAY + timedelta(hours=1))
    act(desk, "mark_answered", enquiry)
    enquiry.refresh_from_db()
    assert enquiry.answered_at == A_MONDAY + timedelta(hours=1)


def test_only_the_chosen_enquiries_are_marked(
    desk: Client, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    other = make_enquiry(profile, now=A_MONDAY)
    act(desk, "mark_answered", enquiry)
    assert (status_of(enquiry), status_of(other)) == ("answered", "new")


def test_the_buttons_of_the_page_mark_it_too(desk: Client, enquiry: Enquiry) -> None:
    desk.post(page_of(enquiry), {"_answered": "x"})
    assert status_of(enquiry) == Enquiry.Status.ANSWERED
    desk.post(page_of(enquiry), {"_new": "x"})
    assert status_of(enquiry) == Enquiry.Status.NEW


def test_no_enquiry_is_made_at_the_desk(desk: Client, enquiry: Enquiry) -> None:
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}add/", {"status": "new"}).status_code == 403
    assert Enquiry.objects.count() == 1


def test_nothing_that_was_written_can_be_changed(desk: Client, enquiry: Enquiry) -> None:
    before = Enquiry.objects.values().get()
    page: Any = lxml.html.document_fromstring(desk.get(page_of(enquiry)).content.decode())
    names = set(page.xpath("//form[@id='enquiry_form']//@name")) - {"csrfmiddlewaretoken"}
    assert not names & {field.name for field in Enquiry._meta.fields}

    forged = {"sealed": "x", "message": "x", "what_was_written": "x", "submission": "x"}
    desk.post(page_of(enquiry), forged | {"status": "answered", "reply_due_on": "2030-01-01"})
    assert Enquiry.objects.values().get() == before


def test_the_journal_of_the_desk_holds_nothing_that_was_written(
    desk: Client, enquiry: Enquiry
) -> None:
    desk.post(page_of(enquiry), {"_answered": "x"})
    act(desk, "mark_new", enquiry)
    act(desk, "delete_selected", enquiry)
    desk.post(f"{LIST}{enquiry.pk}/delete/", {"post": "yes"})

    assert not Enquiry.objects.exists()
    entries = LogEntry.objects.values_list("object_id", "object_repr", "change_message")
    assert entries
    assert found_in(str(list(entries)).encode()) == set()


@pytest.mark.parametrize("damage", ["one byte", "nothing left", "another key"])
def test_one_that_does_not_open_says_so_and_the_others_still_open(
    desk: Client, enquiry: Enquiry, profile: PracticeProfile, settings: Settings, damage: str
) -> None:
    if damage == "another key":
        settings.ENCRYPTION_KEY = "another key " * 5
    other = make_enquiry(profile, now=A_MONDAY, message="This one opens.")
    if damage != "another key":
        sealed = b"" if damage == "nothing left" else bytes(enquiry.sealed)[:-1] + b"?"
        Enquiry.objects.filter(pk=enquiry.pk).update(sealed=sealed)

    assert desk.get(LIST).status_code == 200
    answer = desk.get(page_of(enquiry))
    assert answer.status_code == 200
    assert answer.content.decode().count(DOES_NOT_OPEN) == 1
    assert "This one opens." in written(desk, other).values()


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_nobody_who_has_not_signed_in_sees_an_enquiry(
    client: Client, enquiry: Enquiry, path: str
) -> None:
    answer = client.get(LIST + path.format(pk=enquiry.pk))
    assert (answer.status_code, answer["Location"][:13]) == (302, "/admin/login/")
