"""The answer: sealed for both, previewed as it goes out, hers to take back for three minutes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from contact import replying
from contact.models import Enquiry, Entry
from contact.replying import UNDO_FOR, Answer, NotOpenError
from contact.safe_contact import SafeContact
from practice.models import AuditLine, OutboxMail, PracticeProfile
from practice.outbox.letters import message_for
from practice.sealing import SealError, TooLongError
from tests.at_once import meanwhile, wait_until_it_waits
from tests.factories import A_MONDAY, key_ring, make_enquiry

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SHOWN = A_MONDAY + UNDO_FOR
BY_MAIL = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
HELLO = Answer("token", "Hello Robin, come on Tuesday.")
NO = Answer("token", "I have no room.", declines=True)


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY - DAY, **BY_MAIL)


def send(enquiry: Enquiry, answer: Answer = HELLO, *, now: Any = A_MONDAY) -> Entry:
    return replying.send(enquiry, answer, ring=key_ring(), who="therapist", now=now)


def take_back(enquiry: Enquiry, entry: Entry, *, now: Any = A_MONDAY) -> bool:
    return replying.take_back(enquiry, entry.pk, ring=key_ring(), now=lambda: now)


def state(enquiry: Enquiry) -> tuple[str, Any, Any]:
    enquiry.refresh_from_db()
    return enquiry.status, enquiry.answered_at, enquiry.closed_at


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(template="answer"))


def test_an_answer_is_sealed_for_both_and_shown_in_three_minutes(enquiry: Enquiry) -> None:
    entry = send(enquiry)
    assert entry.unseal(key_ring())["text"] == HELLO.text
    assert entry.sealed_for_code
    assert HELLO.text.encode() not in bytes(entry.sealed) + bytes(entry.sealed_for_code)
    assert (entry.written_at, entry.shown_from) == (A_MONDAY, SHOWN)


def test_its_mail_waits_as_long(enquiry: Enquiry) -> None:
    entry = send(enquiry)
    [mail] = mails()
    assert (mail.due_at, mail.cause) == (SHOWN, f"{enquiry.thing} {entry.thing}")


def test_the_enquiry_counts_as_answered_from_when_it_can_be_read(enquiry: Enquiry) -> None:
    send(enquiry)
    assert state(enquiry) == ("answered", SHOWN, None)
    lines = AuditLine.objects.filter(verb=AuditLine.Verb.ANSWERED)
    assert [(line.who, line.thing) for line in lines] == [("therapist", enquiry.thing)]


@pytest.mark.parametrize(
    "said",
    [
        BY_MAIL | {"safe_to_write": "no"},
        BY_MAIL | {"safe_to_write": "unsure"},
        {"reply_by": "code"},
        {},
    ],
)
def test_where_mail_is_not_safe_the_answer_waits_behind_the_number(
    profile: PracticeProfile, said: dict[str, str]
) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY - DAY, **said)
    send(enquiry)
    assert mails() == []
    assert state(enquiry)[0] == "answered"


def test_the_mail_waits_for_a_safe_time(profile: PracticeProfile) -> None:
    said = BY_MAIL | {"safe_times": "tue morning"}
    send(make_enquiry(profile, now=A_MONDAY - DAY, **said))
    assert mails()[0].due_at == A_MONDAY + DAY - timedelta(hours=1)


def test_the_same_answer_again_changes_nothing(enquiry: Enquiry) -> None:
    first = send(enquiry)
    again = send(enquiry, now=A_MONDAY + timedelta(minutes=1))
    assert first.pk == again.pk
    assert Entry.objects.count() == len(mails()) == 1
    assert AuditLine.objects.filter(verb=AuditLine.Verb.ANSWERED).count() == 1
    assert state(enquiry) == ("answered", SHOWN, None)


def test_corrected_words_are_another_answer(enquiry: Enquiry) -> None:
    send(enquiry)
    send(enquiry, Answer("token", "Hello Robin, come on Wednesday."))
    assert Entry.objects.count() == len(mails()) == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_are_one_answer(enquiry: Enquiry) -> None:
    clicks = [meanwhile(lambda: send(enquiry).pk) for _ in range(20)]
    made = {click.result(timeout=30) for click in clicks}
    assert len(made) == Entry.objects.count() == len(mails()) == 1


@pytest.mark.parametrize("status", ["held", "closed"])
def test_what_is_closed_or_held_takes_no_answer(enquiry: Enquiry, status: str) -> None:
    closed = {"closed_at": A_MONDAY, "closed_because": "withdrawn"} if status == "closed" else {}
    Enquiry.objects.update(status=status, **closed)
    with pytest.raises(NotOpenError):
        send(enquiry)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("status", ["waiting", "booked"])
def test_an_answer_leaves_other_statuses_alone(enquiry: Enquiry, status: str) -> None:
    Enquiry.objects.update(status=status)
    entry = send(enquiry)
    assert state(enquiry)[0] == status
    take_back(enquiry, entry)
    assert state(enquiry) == (status, None, None)


def test_where_the_card_does_not_open_nothing_is_sent(enquiry: Enquiry) -> None:
    Enquiry.objects.update(sealed=b"\x02nothing")
    with pytest.raises(SealError), transaction.atomic():
        send(enquiry)
    assert not Entry.objects.exists()
    assert mails() == []


def test_the_card_that_counts_is_the_one_of_this_moment(enquiry: Enquiry) -> None:
    stale = Enquiry.objects.get()
    enquiry.seal({"name": "Robin", **BY_MAIL, "safe_to_write": "no"})
    enquiry.save()
    send(stale)
    assert mails() == []


def test_too_long_an_answer_leaves_no_trace(enquiry: Enquiry) -> None:
    with pytest.raises(TooLongError), transaction.atomic():
        send(enquiry, Answer("token", "ä" * 10_000))
    assert state(enquiry) == ("new", None, None)


# --- Taking it back -----------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [HELLO, NO], ids=["answer", "no"])
def test_taking_it_back_leaves_everything_as_it_was(enquiry: Enquiry, answer: Answer) -> None:
    before = state(enquiry)
    assert take_back(enquiry, send(enquiry, answer), now=SHOWN - SECOND)
    assert state(enquiry) == before
    assert not Entry.objects.exists()
    assert mails() == []


@pytest.mark.parametrize("now", [SHOWN, SHOWN + DAY])
def test_after_three_minutes_it_is_too_late(enquiry: Enquiry, now: Any) -> None:
    entry = send(enquiry)
    assert not take_back(enquiry, entry, now=now)
    assert state(enquiry) == ("answered", SHOWN, None)
    assert len(mails()) == 1


def test_what_a_worker_has_sent_is_not_taken_back(enquiry: Enquiry) -> None:
    entry = send(enquiry)
    OutboxMail.objects.update(sent_at=A_MONDAY, address=None, text=None)
    assert not take_back(enquiry, entry)
    assert Entry.objects.count() == 1


def test_taking_back_twice_does_no_harm(enquiry: Enquiry) -> None:
    entry = send(enquiry)
    assert take_back(enquiry, entry)
    assert not take_back(enquiry, entry)


def test_taken_back_it_can_be_sent_again(enquiry: Enquiry) -> None:
    take_back(enquiry, send(enquiry))
    send(enquiry)
    assert Entry.objects.count() == len(mails()) == 1


def test_the_first_answer_stays_when_the_second_is_taken_back(enquiry: Enquiry) -> None:
    send(enquiry)
    later = A_MONDAY + DAY
    second = send(enquiry, Answer("other", "One more thing."), now=later)
    assert take_back(enquiry, second, now=later)
    assert state(enquiry) == ("answered", SHOWN, None)
    assert len(mails()) == 1


def test_a_no_after_an_answer_goes_back_to_the_answer(enquiry: Enquiry) -> None:
    send(enquiry)
    later = A_MONDAY + DAY
    declined = send(enquiry, NO, now=later)
    assert state(enquiry) == ("closed", SHOWN, later + UNDO_FOR)
    assert take_back(enquiry, declined, now=later)
    assert state(enquiry) == ("answered", SHOWN, None)


def test_both_can_be_taken_back_in_any_order(enquiry: Enquiry) -> None:
    first, second = send(enquiry), send(enquiry, NO, now=A_MONDAY + SECOND)
    assert take_back(enquiry, first, now=A_MONDAY + SECOND)
    assert take_back(enquiry, second, now=A_MONDAY + SECOND)
    assert state(enquiry) == ("new", None, None)


def test_somebody_on_the_waiting_list_is_back_on_it(enquiry: Enquiry) -> None:
    Enquiry.objects.update(status="waiting")
    assert take_back(enquiry, send(enquiry, NO))
    assert state(enquiry) == ("waiting", None, None)


@pytest.mark.django_db(transaction=True)
def test_the_time_that_it_took_to_get_hold_of_the_enquiry_counts(enquiry: Enquiry) -> None:
    entry, clock = send(enquiry), [A_MONDAY]
    with transaction.atomic():
        Enquiry.objects.select_for_update().get()
        late = meanwhile(
            lambda: replying.take_back(enquiry, entry.pk, ring=key_ring(), now=lambda: clock[-1])
        )
        wait_until_it_waits()
        clock.append(SHOWN)
    assert late.result(timeout=10) is False
    assert Entry.objects.exists()


def test_what_was_withdrawn_meanwhile_stays_withdrawn(enquiry: Enquiry) -> None:
    entry = send(enquiry, NO)
    Enquiry.objects.update(closed_at=A_MONDAY + SECOND, closed_because="withdrawn")
    assert take_back(enquiry, entry, now=A_MONDAY + SECOND)
    assert state(enquiry)[0] == "closed"


def test_an_answer_to_another_enquiry_is_not_taken_back_here(
    enquiry: Enquiry, profile: PracticeProfile
) -> None:
    entry = send(enquiry)
    other = make_enquiry(profile, now=A_MONDAY)
    assert not take_back(other, entry)
    assert not replying.take_back(other, UUID(int=0), ring=key_ring(), now=lambda: A_MONDAY)


# --- "No" ---------------------------------------------------------------------------------------


def test_a_no_closes_the_enquiry_as_declined(enquiry: Enquiry) -> None:
    send(enquiry, NO)
    assert state(enquiry) == ("closed", SHOWN, SHOWN)
    assert enquiry.closed_because == "declined"


def test_a_no_names_the_other_services(profile: PracticeProfile) -> None:
    profile.other_services = "The Elm Practice, 01632 960 200\nA low-cost service\n"
    words = replying.declining("Robin", profile)
    assert words.startswith("Hello Robin,")
    assert "sooner:\n\nThe Elm Practice, 01632 960 200\nA low-cost service\n\nI wish" in words
    assert words.endswith("Dr Miriam Vale")


def test_a_no_without_other_services_promises_none(profile: PracticeProfile) -> None:
    assert "sooner" not in replying.declining("Robin", profile)


# --- What goes out is what was shown ------------------------------------------------------------


@pytest.mark.parametrize("mail_says", ["notice", "answer"])
def test_the_mail_is_what_the_preview_showed(profile: PracticeProfile, mail_says: str) -> None:
    said = BY_MAIL | {"mail_says": mail_says, "safe_times": "mon afternoon"}
    enquiry = make_enquiry(profile, now=A_MONDAY - DAY, **said)
    card = SafeContact.of(said)
    shown = replying.preview(enquiry, card, HELLO, now=A_MONDAY)
    send(enquiry)

    [mail] = mails()
    sent = message_for(mail)
    assert shown.mail
    assert shown.mail_at == mail.due_at == A_MONDAY + timedelta(hours=3)
    for part in ("subject", "body", "from_email", "to", "reply_to"):
        assert getattr(shown.mail, part) == getattr(sent, part)
    assert (HELLO.text in sent.body) == (mail_says == "answer")


def test_a_preview_keeps_nothing(enquiry: Enquiry) -> None:
    replying.preview(enquiry, SafeContact.of(BY_MAIL), HELLO, now=A_MONDAY)
    assert mails() == []
    assert not Entry.objects.exists()
