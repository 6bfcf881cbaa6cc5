"""The therapist reads what was written, once her desk is unlocked; nobody edits it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from contact.models import Enquiry
from practice import sealing
from practice.models import AuditLine, OutboxMail, PracticeProfile
from tests.contact.canaries import CANARIES, found_in
from tests.contact.desk_pages import LIST, openings, page_of, parsed, status_of
from tests.factories import A_MONDAY, make_enquiry

DOES_NOT_OPEN = "This message does not open"


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY, **CANARIES)


@pytest.fixture
def openings_are_refused(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'not today'; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON practice_auditline EXECUTE FUNCTION refuse()"
        )


def written(desk: Client, enquiry: Enquiry) -> dict[str, str]:
    """Question and answer, as the page of `enquiry` shows them."""
    texts = [each.text_content().strip() for each in parsed(desk, enquiry).xpath("//dl/*")]
    return dict(zip(texts[::2], texts[1::2], strict=True))


def standing(desk: Client, enquiry: Enquiry) -> str:
    [line] = parsed(desk, enquiry).find_class("standing")
    return " ".join(line.text_content().split())


def move(desk: Client, enquiry: Enquiry, to: str) -> str:
    desk.post(f"{LIST}{enquiry.pk}/standing/", {"to": to})
    return status_of(enquiry)


def test_an_enquiry_is_read_in_the_words_of_the_form(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    contents = {"reply_by": "phone", "voicemail": "first_name", "wish": "conversation"}
    contents["safe_times"] = "tue thu morning"
    enquiry = make_enquiry(profile, now=A_MONDAY, name="Robin", **contents)
    assert written(unlocked_desk, enquiry) == {
        "What should I call you?": "Robin",
        "How should I reply?": "By phone call",
        "If I reach your voicemail, what may I say?": "Your first name only",
        "Times that are safe": "Tue and Thu mornings",
        "What would you like?": "Have a first conversation",
    }


def test_a_wish_that_is_no_longer_offered_is_still_read(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY, wish="waiting_list")
    assert "Join the waiting list" in written(unlocked_desk, enquiry).values()


def test_every_answer_is_there(unlocked_desk: Client, enquiry: Enquiry) -> None:
    assert set(CANARIES.values()) <= set(written(unlocked_desk, enquiry).values())


def test_html_in_every_field_is_shown_as_text(
    unlocked_desk: Client, profile: PracticeProfile
) -> None:
    html = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    enquiry = make_enquiry(profile, now=A_MONDAY, **dict.fromkeys(CANARIES, html))
    assert list(written(unlocked_desk, enquiry).values()) == [html] * len(CANARIES)

    page = parsed(unlocked_desk, enquiry)
    assert page.xpath("//*[@onerror] | //script[contains(., 'alert')]") == []


def test_while_the_desk_is_locked_the_page_leads_to_where_it_is_unlocked(
    desk: Client, enquiry: Enquiry
) -> None:
    answer = desk.get(page_of(enquiry))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/unlock/?next=")
    assert str(enquiry.pk) in answer["Location"]
    assert not openings()


def test_every_opening_leaves_one_line(unlocked_desk: Client, enquiry: Enquiry) -> None:
    for times in (1, 2):
        unlocked_desk.get(page_of(enquiry))
        assert openings() == times
    line = AuditLine.objects.filter(verb=AuditLine.Verb.OPENED).first()
    assert line
    assert (line.who, line.thing) == ("therapist", f"enquiry:{enquiry.pk}")


def test_no_line_no_content(
    unlocked_desk: Client, enquiry: Enquiry, openings_are_refused: None
) -> None:
    answer = unlocked_desk.get(page_of(enquiry))
    assert answer.status_code == 503
    assert b"cannot be shown just now" in answer.content
    assert found_in(answer.content) == set()


@pytest.mark.django_db(transaction=True)
def test_the_line_is_committed_before_the_content_is_shown(
    unlocked_desk: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    unseal = Enquiry.unseal

    def looking(self: Enquiry, ring: Any) -> dict[str, str]:
        seen.append(openings() == 1 and not connection.in_atomic_block)
        return unseal(self, ring)

    monkeypatch.setattr(Enquiry, "unseal", looking)
    unlocked_desk.get(page_of(enquiry))
    assert seen == [True]


def test_a_real_message_is_taken_in_and_no_mail_tells_of_it(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    Enquiry.objects.update(status="held")
    OutboxMail.objects.all().delete()
    assert "It looks like spam" in standing(unlocked_desk, enquiry)

    assert move(unlocked_desk, enquiry, "taken_in") == "new"
    assert not OutboxMail.objects.exists()


def test_having_spoken_to_somebody_is_noted_once(desk: Client, enquiry: Enquiry) -> None:
    for _ in range(2):
        assert move(desk, enquiry, "answered") == "answered"
    lines = AuditLine.objects.filter(verb=AuditLine.Verb.ANSWERED)
    assert [line.thing for line in lines] == [enquiry.thing]


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        ("new", "waiting", "waiting"),
        ("held", "waiting", "held"),
        ("answered", "waiting", "waiting"),
        ("answered", "new", "new"),
        ("answered", "closed", "closed"),
        ("waiting", "closed", "waiting"),
        ("new", "closed", "new"),
        ("held", "declined", "held"),
        ("answered", "reopened", "answered"),
        ("held", "answered", "held"),
        ("held", "closed", "held"),
        ("closed", "new", "closed"),
        ("closed", "waiting", "closed"),
        ("waiting", "taken_in", "waiting"),
    ],
)
def test_only_moves_that_make_sense_are_made(
    desk: Client, enquiry: Enquiry, before: str, to: str, after: str
) -> None:
    closed = {"closed_at": A_MONDAY, "closed_because": "done"} if before == "closed" else {}
    answered = {"answered_at": A_MONDAY} if before == "answered" else {}
    Enquiry.objects.update(status=before, **closed, **answered)
    assert move(desk, enquiry, to) == after


def test_a_move_that_does_not_exist_is_refused(desk: Client, enquiry: Enquiry) -> None:
    assert desk.post(f"{LIST}{enquiry.pk}/standing/", {"to": "gone"}).status_code == 404


def test_no_enquiry_is_made_at_the_desk(desk: Client, enquiry: Enquiry) -> None:
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}add/", {"status": "new"}).status_code == 403
    assert Enquiry.objects.count() == 1


def test_nothing_that_was_written_can_be_changed(unlocked_desk: Client, enquiry: Enquiry) -> None:
    before = Enquiry.objects.values().get()
    forged = {"sealed": "x", "message": "x", "submission": "x", "status": "answered"}
    assert unlocked_desk.post(page_of(enquiry), forged).status_code == 405
    assert Enquiry.objects.values().get() == before


def test_erasing_leaves_nothing_and_the_journal_says_nothing(
    desk: Client, enquiry: Enquiry
) -> None:
    move(desk, enquiry, "answered")
    desk.post(f"{LIST}{enquiry.pk}/delete/", {"post": "yes"})

    assert not Enquiry.objects.exists()
    assert not OutboxMail.objects.exists()
    entries = LogEntry.objects.values_list("object_id", "object_repr", "change_message")
    assert found_in(str(list(entries)).encode()) == set()
    assert AuditLine.objects.get(verb=AuditLine.Verb.ERASED).who == "therapist"


def damaged(enquiry: Enquiry, other: Enquiry, damage: str) -> bytes:
    sealed = bytes(enquiry.sealed)
    return {
        "a flipped bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "another row's": bytes(other.sealed),
        "cut short": sealed[:-1],
        "nothing left": b"",
        "an unknown version": b"\x09" + sealed[1:],
        "another key": sealing.seal(
            {"name": "Robin"},
            to=sealing.public_key_of(sealing.new_private_key()),
            row=enquiry.thing,
        ),
    }[damage]


@pytest.mark.parametrize(
    "damage",
    [
        "a flipped bit",
        "another row's",
        "cut short",
        "nothing left",
        "an unknown version",
        "another key",
    ],
)
def test_one_that_does_not_open_says_so_and_the_others_still_open(
    unlocked_desk: Client, enquiry: Enquiry, profile: PracticeProfile, damage: str
) -> None:
    other = make_enquiry(profile, now=A_MONDAY, message="This one opens.")
    Enquiry.objects.filter(pk=enquiry.pk).update(sealed=damaged(enquiry, other, damage))

    assert unlocked_desk.get(LIST).status_code == 200
    answer = unlocked_desk.get(page_of(enquiry))
    assert answer.status_code == 200
    assert answer.content.decode().count(DOES_NOT_OPEN) == 1
    assert "This one opens." not in answer.content.decode()
    assert "This one opens." in written(unlocked_desk, other).values()


@pytest.mark.parametrize("path", ["", "{pk}/change/"])
def test_nobody_who_has_not_signed_in_sees_an_enquiry(
    client: Client, enquiry: Enquiry, path: str
) -> None:
    answer = client.get(LIST + path.format(pk=enquiry.pk))
    assert (answer.status_code, answer["Location"][:13]) == (302, "/admin/login/")


def test_an_address_that_names_no_enquiry_has_no_page(unlocked_desk: Client) -> None:
    assert unlocked_desk.get(f"{LIST}nothing/change/").status_code == 404
