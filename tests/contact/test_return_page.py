"""What somebody reads who came back: where it stands, the promised day, answers and additions."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry, Entry
from contact.replying import Answer
from contact.replying import send as answer
from practice.models import SealingKey
from tests.contact.returning import come_back, reply, send, text
from tests.factories import A_MONDAY, key_ring

RING_ME = "Please ring me: 01632 960 123."
DUE = A_MONDAY + timedelta(days=2)  # a Wednesday: the last moment is its midnight

pytestmark = pytest.mark.usefixtures("profile")


def on(day: datetime, client: Client, number: str) -> str:
    with time_machine.travel(day, tick=False):
        return text(come_back(client, number))


def sent_on_a_monday(client: Client) -> str:
    with time_machine.travel(A_MONDAY, tick=False):
        return send(client)


def closed(because: str) -> None:
    Enquiry.objects.update(status="closed", closed_because=because, closed_at=A_MONDAY)


def test_it_says_by_which_day_an_answer_comes(client: Client) -> None:
    shown = on(A_MONDAY, client, sent_on_a_monday(client))
    assert "My answer comes by Wednesday 3 March." in shown


def test_a_promise_that_was_not_kept_is_owned_from_the_first_second_on(client: Client) -> None:
    number = sent_on_a_monday(client)
    midnight = DUE.replace(hour=0, minute=0) + timedelta(days=1)
    assert "comes by Wednesday 3 March" in on(midnight - timedelta(seconds=1), client, number)
    late = on(midnight, client, number)
    assert "I had promised an answer by Wednesday 3 March. That day has passed" in late
    assert RING_ME in late


def test_what_was_held_back_looks_like_any_other(client: Client) -> None:
    number = sent_on_a_monday(client)
    before = on(A_MONDAY, client, number)
    Enquiry.objects.update(status="held")
    assert on(A_MONDAY, client, number) == before


@pytest.mark.parametrize(
    ("status", "because", "says"),
    [
        ("waiting", "", "You are on my waiting list."),
        ("booked", "", "We have agreed on a time."),
        ("closed", "declined", "I have no room just now."),
        ("closed", "withdrawn", "You took this message back on Monday 1 March."),
        ("closed", "done", "We brought this to an end on Monday 1 March."),
        ("closed", "expired", "This was closed on Monday 1 March, since its time was over."),
    ],
)
def test_each_status_is_said_in_plain_words(
    client: Client, status: str, because: str, says: str
) -> None:
    number = sent_on_a_monday(client)
    Enquiry.objects.update(
        status=status, closed_because=because, closed_at=A_MONDAY if because else None
    )
    assert says in on(A_MONDAY, client, number)


def test_an_answer_by_another_way_is_not_looked_for_here(client: Client) -> None:
    number = sent_on_a_monday(client)
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    assert "I have answered you, by the way that you chose." in on(A_MONDAY, client, number)


def test_answers_and_additions_are_there_in_order_and_notes_are_not(client: Client) -> None:
    number = sent_on_a_monday(client)
    enquiry = Enquiry.objects.get()
    for minutes, words in [(1, "First answer."), (3, "Second answer.")]:
        reply(enquiry, words, now=A_MONDAY + timedelta(minutes=minutes))
    with time_machine.travel(A_MONDAY + timedelta(minutes=2), tick=False):
        come_back(client, number, do="add", message="Between them.")
    note = Entry(enquiry=enquiry, kind="note", key=SealingKey.objects.current())
    note.written_at = note.shown_from = A_MONDAY
    note.seal({"text": "For myself."})
    note.save()

    shown = on(A_MONDAY + timedelta(hours=1), client, number)
    places = [shown.index(words) for words in ("First answer.", "Between them.", "Second answer.")]
    assert places == sorted(places)
    assert "For myself." not in shown
    assert "damaged" not in shown


@pytest.mark.parametrize("declines", [False, True])
def test_an_answer_is_not_given_away_before_it_is_shown(client: Client, *, declines: bool) -> None:
    number = sent_on_a_monday(client)
    before = on(A_MONDAY, client, number)
    wrote = Answer("a" * 32, "Thursday at ten?", declines=declines)
    answer(Enquiry.objects.get(), wrote, ring=key_ring(), who="therapist", now=A_MONDAY)

    shown_from = Entry.objects.get().shown_from
    assert on(shown_from - timedelta(seconds=1), client, number) == before
    assert "Thursday at ten?" in on(shown_from, client, number)


def test_words_are_shown_as_they_were_typed_and_no_html_is_made_of_them(client: Client) -> None:
    number = sent_on_a_monday(client)
    reply(Enquiry.objects.get(), "<b>Bold</b> & brave", now=A_MONDAY)
    assert "<b>Bold</b> & brave" in on(A_MONDAY, client, number)


@pytest.mark.parametrize("damage", [b"", b"\x02", b"\x09" + bytes(60), bytes(2000)])
def test_a_part_that_is_damaged_says_so_and_the_rest_is_there(
    client: Client, damage: bytes
) -> None:
    number = sent_on_a_monday(client)
    enquiry = Enquiry.objects.get()
    reply(enquiry, "Whole.", now=A_MONDAY)
    broken = reply(enquiry, "Broken.", now=A_MONDAY)
    Entry.objects.filter(pk=broken.pk).update(sealed_for_code=damage)

    shown = on(A_MONDAY, client, number)
    assert "Whole." in shown
    assert f"This part was damaged and does not open. {RING_ME}" in shown


def test_an_answer_that_was_moved_here_from_somebody_else_does_not_open(client: Client) -> None:
    number = sent_on_a_monday(client)
    mine = reply(Enquiry.objects.get(), "Mine.", now=A_MONDAY)
    send(Client(), name="Somebody else")
    other = reply(Enquiry.objects.latest("received_at"), "Not mine.", now=A_MONDAY)
    Entry.objects.filter(pk=mine.pk).update(sealed_for_code=other.sealed_for_code)
    assert "This part was damaged" in on(A_MONDAY, client, number)


def test_a_damaged_key_leaves_the_page_its_buttons_and_no_words(client: Client) -> None:
    number = sent_on_a_monday(client)
    reply(Enquiry.objects.get(), "Whole.", now=A_MONDAY)
    Enquiry.objects.update(code_private=b"damaged")

    assert "This part was damaged" in on(A_MONDAY, client, number)
    assert RING_ME in text(come_back(client, number, do="route"))
    assert "You took this message back" in text(come_back(client, number, do="withdraw"))
    assert come_back(client, number, do="erase_now").status_code == 200
    assert not Enquiry.objects.exists()


def test_nothing_of_the_form_is_shown(client: Client) -> None:
    number = send(client, name="Typed-name", message="Typed-words", email="typed@one.example")
    assert "yped" not in come_back(client, number).content.decode()


def test_all_that_is_kept_is_shown_to_who_asks_for_it(client: Client) -> None:
    number = send(client, name="Typed-name", message="Typed-words", email="typed@one.example")
    enquiry, now = Enquiry.objects.get(), timezone.now()
    reply(enquiry, "Seen.", now=now - timedelta(hours=1))
    reply(enquiry, "Not yet.", now=now, shown_in=3)
    Enquiry.objects.update(status="answered", answered_at=now + timedelta(minutes=3))
    shown = text(come_back(client, number, do="all"))
    for words in (
        "What should I call you?",
        "Typed-name",
        "Typed-words",
        "typed@one.example",
        "Seen.",
    ):
        assert words in shown
    assert "Not yet." not in shown
    assert "I have your message" in shown or "I have answered you." in shown


def test_what_is_kept_and_damaged_says_so(client: Client) -> None:
    number = send(client)
    Enquiry.objects.update(sealed_for_code=b"damaged")
    assert RING_ME in text(come_back(client, number, do="all"))


def test_an_answer_that_she_can_read_here_counts_although_nobody_rang_yet(client: Client) -> None:
    said = {"reply_by": "phone", "phone": "01632 960 741", "voicemail": "nothing"}
    with time_machine.travel(A_MONDAY, tick=False):
        number = send(client, **said)
        words, who = Answer("token", "Come on Tuesday."), "therapist"
        answer(Enquiry.objects.get(), words, ring=key_ring(), who=who, now=A_MONDAY)
    assert "have not answered it yet" in on(A_MONDAY, client, number)
    shown = on(A_MONDAY + timedelta(minutes=3), client, number)
    assert "I have answered you." in shown
    assert "Come on Tuesday." in shown
