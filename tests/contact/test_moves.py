"""What becomes of an enquiry by a button: each move leaves a line, and none breaks a promise."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from contact.models import Enquiry, Entry
from contact.moves import MOVES
from practice.models import AuditLine, PracticeProfile
from tests.contact.desk_pages import LIST, parsed, status_of
from tests.factories import A_MONDAY, make_enquiry

LATER = A_MONDAY + timedelta(hours=1)
ANSWERED = {"status": "answered", "answered_at": A_MONDAY}
DONE = {"status": "closed", "closed_because": "done", "closed_at": A_MONDAY}


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY)


def move(enquiry: Enquiry, to: str) -> int:
    return MOVES[to]([enquiry.pk], who="therapist", now=LATER)


def verbs() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize(
    ("stands", "to", "verb", "status"),
    [
        ({}, "answered", "answered", "answered"),
        (ANSWERED, "new", "new_again", "new"),
        ({"status": "held"}, "taken_in", "taken_in", "new"),
        (ANSWERED, "waiting", "waiting", "waiting"),
        ({}, "waiting", "waiting", "waiting"),
        (ANSWERED, "closed", "closed", "closed"),
        (DONE, "reopened", "reopened", "new"),
        ({}, "declined", "declined", "closed"),
    ],
)
def test_each_move_leaves_one_line_and_a_second_press_none(
    enquiry: Enquiry, stands: dict[str, Any], to: str, verb: str, status: str
) -> None:
    Enquiry.objects.update(**stands)
    assert [move(enquiry, to), move(enquiry, to)] == [1, 0]
    assert verbs() == [verb]
    assert status_of(enquiry) == status


@pytest.mark.parametrize("status", ["new", "waiting"])
def test_a_promised_answer_comes_before_the_end(
    unlocked_desk: Client, enquiry: Enquiry, status: str
) -> None:
    Enquiry.objects.update(status=status)
    assert move(enquiry, "closed") == 0
    assert status_of(enquiry) == status
    page = parsed(unlocked_desk, enquiry)
    assert page.xpath("//button[@name='to'][@value='closed']") == []
    assert "You have promised an answer" in page.text_content()


def test_who_is_put_on_the_waiting_list_at_once_is_still_promised_an_answer(
    unlocked_desk: Client, enquiry: Enquiry
) -> None:
    [button] = parsed(unlocked_desk, enquiry).xpath("//button[@value='waiting']")
    unlocked_desk.post(f"{LIST}{enquiry.pk}/standing/", {"to": button.get("value")})
    assert status_of(enquiry) == "waiting"
    assert list(Enquiry.objects.due_by(enquiry.reply_due_on)) == [enquiry]
    assert enquiry.is_unanswered
    assert "answer due on" in parsed(unlocked_desk, enquiry).text_content()
    assert move(enquiry, "answered") == 1
    assert (status_of(enquiry), enquiry.answered_at) == ("waiting", LATER)


def test_taken_off_the_list_before_an_answer_it_is_new(enquiry: Enquiry) -> None:
    move(enquiry, "waiting")
    assert move(enquiry, "reopened") == 1
    assert status_of(enquiry) == "new"


@pytest.mark.parametrize("stands", [DONE, DONE | {"closed_because": "declined"}])
@pytest.mark.parametrize(("answered_at", "status"), [(None, "new"), (A_MONDAY, "answered")])
def test_what_was_closed_by_mistake_is_opened_again(
    unlocked_desk: Client, enquiry: Enquiry, stands: dict[str, Any], answered_at: Any, status: str
) -> None:
    Enquiry.objects.update(**stands, answered_at=answered_at)
    [button] = parsed(unlocked_desk, enquiry).xpath("//button[@value='reopened']")
    unlocked_desk.post(f"{LIST}{enquiry.pk}/standing/", {"to": button.get("value")})
    assert status_of(enquiry) == status
    assert (enquiry.closed_at, enquiry.closed_because) == (None, "")


def test_somebody_is_taken_off_the_waiting_list(unlocked_desk: Client, enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="waiting", answered_at=A_MONDAY)
    assert parsed(unlocked_desk, enquiry).xpath("//button[@value='reopened']")
    assert move(enquiry, "reopened") == 1
    assert status_of(enquiry) == "answered"


@pytest.mark.parametrize("because", ["withdrawn", "expired"])
def test_what_was_withdrawn_or_ran_out_stays_closed(
    unlocked_desk: Client, enquiry: Enquiry, because: str
) -> None:
    Enquiry.objects.update(**DONE | {"closed_because": because})
    assert move(enquiry, "reopened") == 0
    assert parsed(unlocked_desk, enquiry).xpath("//button[@value='reopened']") == []


def test_a_no_that_was_spoken_closes_as_declined_and_counts_as_answered(enquiry: Enquiry) -> None:
    move(enquiry, "declined")
    enquiry.refresh_from_db()
    assert (enquiry.closed_because, enquiry.closed_at, enquiry.answered_at) == (
        "declined",
        LATER,
        LATER,
    )


def test_removing_a_note_leaves_a_line(unlocked_desk: Client, enquiry: Enquiry) -> None:
    posted = {"token": "t", "text": "Sounded tired."}
    unlocked_desk.post(f"{LIST}{enquiry.pk}/notes/", posted)
    path = f"{LIST}{enquiry.pk}/notes/{Entry.objects.get().pk}/remove/"
    for _ in range(2):
        unlocked_desk.post(path)
    assert not Entry.objects.exists()
    assert verbs() == ["note_removed"]


def test_a_locked_desk_removes_no_note(
    unlocked_desk: Client, enquiry: Enquiry, settings: Any
) -> None:
    unlocked_desk.post(f"{LIST}{enquiry.pk}/notes/", {"token": "t", "text": "Sounded tired."})
    del unlocked_desk.cookies[settings.UNLOCK_COOKIE_NAME]
    path = f"{LIST}{enquiry.pk}/notes/{Entry.objects.get().pk}/remove/"
    assert "/admin/unlock/" in unlocked_desk.post(path)["Location"]
    assert Entry.objects.count() == 1
