"""All that is held on one person, as a page to print and as a file."""

import json
from typing import Any

import lxml.html
import pytest
from django.db import DatabaseError, connection
from django.test import Client

from contact import export
from contact.models import Enquiry, Entry
from practice.models import AuditLine, OutboxMail, PracticeProfile, User
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, key_ring, make_enquiry


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY, **CANARIES)


def add(enquiry: Enquiry, kind: str, text: str, **changed: Any) -> Entry:
    times = {"written_at": A_MONDAY, "shown_from": A_MONDAY} | changed
    entry = Entry(enquiry=enquiry, kind=kind, key=enquiry.key, **times)
    entry.seal({"text": text})
    entry.save()
    return entry


def as_page(desk: Client, enquiry: Enquiry) -> Any:
    return desk.get(f"/admin/contact/enquiry/{enquiry.pk}/export/")


def as_file(desk: Client, enquiry: Enquiry) -> Any:
    return desk.get(f"/admin/contact/enquiry/{enquiry.pk}/export/json/")


def test_the_file_holds_every_word_every_entry_every_mail_and_every_line(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    add(enquiry, Entry.Kind.REPLY, "An answer.")
    add(enquiry, Entry.Kind.NOTE, "A note.")
    answer = as_file(unlocked_desk, enquiry)
    held = json.loads(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="export.json"'
    assert held["written"] == CANARIES
    texts = [(entry["kind"], entry["text"]) for entry in held["entries"]]
    assert sorted(texts) == [("My answer", "An answer."), ("My note", "A note.")]
    assert [mail["subject"] for mail in held["mails"]] == ["1 new message"]
    assert [line["did"] for line in held["audit"]] == ["exported"]
    assert held["received_at"] == "2027-03-01T09:00:00Z"
    assert held["erased_on"] == "2028-02-29"
    assert held["status"] == "New"


def test_the_page_says_the_same_in_the_words_of_the_form(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    add(enquiry, Entry.Kind.ADDITION, "One thing more.\nAnd another.")
    page: Any = lxml.html.document_fromstring(as_page(unlocked_desk, enquiry).content.decode())
    text = page.text_content()
    for word in [*CANARIES.values(), "What should I call you?", "One thing more.", "exported"]:
        assert word in text
    assert str(enquiry.pk) in text
    assert page.xpath("//script") == []


def test_html_that_was_typed_is_shown_as_text(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    html = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    enquiry = make_enquiry(profile, now=A_MONDAY, **dict.fromkeys(CANARIES, html))
    add(enquiry, Entry.Kind.ADDITION, html)
    page: Any = lxml.html.document_fromstring(as_page(unlocked_desk, enquiry).content.decode())
    assert page.xpath("//script | //img") == []
    assert page.text_content().count(html) == len(CANARIES) + 1


@pytest.mark.parametrize("way", [as_page, as_file])
def test_every_export_leaves_one_line_with_who_and_what(
    unlocked_desk: Client, enquiry: Enquiry, way: Any
) -> None:
    way(unlocked_desk, enquiry)
    lines = AuditLine.objects.filter(thing=enquiry.thing).values_list("who", "verb")
    assert list(lines) == [("therapist", "exported")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [as_page, as_file])
def test_without_the_line_no_content(unlocked_desk: Client, enquiry: Enquiry, way: Any) -> None:
    unlocked_desk.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE practice_auditline RENAME TO put_aside")
    try:
        answer = way(unlocked_desk, enquiry)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE put_aside RENAME TO practice_auditline")
    assert answer.status_code == 500
    assert found_in(answer.content) == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [as_page, as_file])
def test_the_line_is_committed_before_a_word_is_read(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch, way: Any
) -> None:
    unlocked_desk.raise_request_exception = False

    def breaks(*_: object) -> None:
        assert not connection.in_atomic_block
        raise DatabaseError

    monkeypatch.setattr(export, "for_the_therapist", breaks)
    assert way(unlocked_desk, enquiry).status_code == 500
    assert AuditLine.objects.filter(verb="exported").count() == 1


@pytest.mark.parametrize("way", [as_page, as_file])
def test_a_locked_desk_shows_nothing_and_leaves_no_line(
    desk: Client, enquiry: Enquiry, way: Any
) -> None:
    answer = way(desk, enquiry)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/admin/contact/enquiry/{enquiry.pk}/change/",
    )
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize("way", [as_page, as_file])
def test_only_who_may_see_enquiries_gets_them(client: Client, enquiry: Enquiry, way: Any) -> None:
    assert way(client, enquiry)["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create(username="editor", is_staff=True, is_editor=True))
    assert way(client, enquiry).status_code == 403


@pytest.mark.parametrize("way", [as_page, as_file])
def test_it_is_kept_by_no_cache(unlocked_desk: Client, enquiry: Enquiry, way: Any) -> None:
    assert "no-store" in way(unlocked_desk, enquiry)["Cache-Control"]


def test_what_does_not_exist_is_not_found(unlocked_desk: Client) -> None:
    nothing = Enquiry()
    assert as_page(unlocked_desk, nothing).status_code == 404
    assert not AuditLine.objects.filter(verb="exported").exists()


def test_one_damaged_entry_does_not_keep_back_the_rest(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    damaged = add(enquiry, Entry.Kind.REPLY, "Lost.")
    Entry.objects.filter(pk=damaged.pk).update(sealed=b"damaged")
    held = json.loads(as_file(unlocked_desk, enquiry).content)
    assert held["entries"][0]["text"] is None
    assert held["written"] == CANARIES
    assert "This does not open" in as_page(unlocked_desk, enquiry).content.decode()


def test_an_export_holds_words_and_follow_up_day_and_nothing_internal(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    reply = add(enquiry, Entry.Kind.REPLY, "An answer.")
    reply.seal({"text": "An answer.", "status_before": "waiting"})
    reply.save()
    Enquiry.objects.update(follow_up_on="2027-03-05")
    page, file = as_page(unlocked_desk, enquiry), as_file(unlocked_desk, enquiry)
    assert "5 March 2027" in page.content.decode()
    assert json.loads(file.content)["follow_up_on"] == "2027-03-05"
    for each in (page, file):
        assert "waiting" not in each.content.decode()
        assert "status_before" not in each.content.decode()
    entry = {name for entry in json.loads(file.content)["entries"] for name in entry}
    assert entry == {"kind", "written_at", "text"}


def test_nothing_that_is_held_shows_in_a_traceback(enquiry: Enquiry) -> None:
    add(enquiry, Entry.Kind.REPLY, CANARIES["message"])
    held = export.for_the_therapist(enquiry, key_ring())
    assert held.written == CANARIES
    assert found_in(repr(held).encode() + repr(held.entries).encode()) == set()


def test_an_export_tells_whether_a_mail_still_holds_the_address(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    OutboxMail.objects.update(address=b"encrypted")
    (mail,) = json.loads(as_file(unlocked_desk, enquiry).content)["mails"]
    assert mail["holds_address"] is True
