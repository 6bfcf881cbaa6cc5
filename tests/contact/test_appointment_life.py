"""A time and its enquiry: what becomes of the one when something becomes of the other."""

from datetime import timedelta
from typing import Any

import pytest

from contact import booking, erasure, keeping_times, lapsing, replying, time_mail
from contact.booking import NotFreeError, Wanted
from contact.export import for_the_therapist
from contact.models import Appointment, Enquiry
from contact.moves import MOVES
from contact.replying import UNDO_FOR, Answer
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import AuditLine, OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SAFE = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
THURSDAY_AT_TWO = Wanted(A_MONDAY + timedelta(days=3, hours=5), "online")
END = THURSDAY_AT_TWO.start + timedelta(minutes=50)

Status = Appointment.Status


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    make_availability()
    return make_enquiry(profile, now=A_MONDAY, **SAFE)


@pytest.fixture
def held(enquiry: Enquiry, profile: PracticeProfile) -> Appointment:
    made = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    time_mail.expect(enquiry, SafeContact.of(SAFE), made, remind=True, now=A_MONDAY)
    OutboxMail.objects.filter(address=None).delete()
    return made


@pytest.fixture
def agreed(held: Appointment) -> Appointment:
    booking.confirm(held, who="therapist", now=A_MONDAY)
    return held


def fresh(row: Any) -> str:
    row.refresh_from_db()
    return str(row.status)


def is_free(profile: PracticeProfile) -> bool:
    """Whether somebody else can have Thursday at two."""
    try:
        booking.hold(
            make_enquiry(profile, now=A_MONDAY), THURSDAY_AT_TWO, profile=profile, now=A_MONDAY
        )
    except NotFreeError:
        return False
    return True


def queued(template: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.unsent().filter(template=template))


def move(enquiry: Enquiry, to: str) -> int:
    return MOVES[to]([enquiry.pk], who="therapist", now=A_MONDAY)


@pytest.mark.parametrize("to", ["declined", "closed"])
def test_closing_an_enquiry_declines_the_time_that_it_waits_for(
    held: Appointment, enquiry: Enquiry, profile: PracticeProfile, to: str
) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    assert [move(enquiry, to), move(enquiry, to)] == [1, 0]
    assert (fresh(held), fresh(enquiry)) == (Status.DECLINED, "closed")
    [news] = queued("time_news")
    assert news.due_at == A_MONDAY
    assert queued("time_reminder") == []
    assert is_free(profile)


def test_saying_no_to_somebody_cancels_what_was_agreed(
    agreed: Appointment, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    assert move(enquiry, "declined") == 1
    assert (fresh(agreed), fresh(enquiry)) == (Status.CANCELLED, "closed")
    assert queued("time_reminder") == []
    assert is_free(profile)


def test_nothing_is_done_while_an_agreed_time_is_to_come(
    agreed: Appointment, enquiry: Enquiry
) -> None:
    assert move(enquiry, "closed") == 0
    assert (fresh(agreed), fresh(enquiry)) == (Status.CONFIRMED, "booked")
    now = THURSDAY_AT_TWO.start
    assert MOVES["closed"]([enquiry.pk], who="therapist", now=now) == 1
    assert (fresh(agreed), fresh(enquiry)) == (Status.CONFIRMED, "closed")


def answer_no(enquiry: Enquiry) -> Any:
    no = Answer("t", "I am sorry.", declines=True)
    return replying.send(enquiry, no, ring=key_ring(), who="therapist", now=A_MONDAY)


def test_an_answer_that_declines_frees_the_time_once_it_cannot_be_taken_back(
    held: Appointment, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    answer_no(enquiry)
    assert not booking.confirm(held, who="therapist", now=A_MONDAY)
    lapsing.lapse(A_MONDAY + UNDO_FOR - SECOND)
    assert fresh(held) == Status.HELD
    lapsing.lapse(A_MONDAY + UNDO_FOR)
    assert fresh(held) == Status.DECLINED
    assert queued("time_news") == []  # the answer says it
    assert is_free(profile)


def test_an_answer_that_is_taken_back_leaves_the_time_as_it_was(
    held: Appointment, enquiry: Enquiry
) -> None:
    answer = answer_no(enquiry)
    assert replying.take_back(enquiry, answer.pk, ring=key_ring(), now=lambda: A_MONDAY)
    lapsing.lapse(A_MONDAY + UNDO_FOR)
    assert fresh(held) == Status.HELD
    assert booking.confirm(held, who="therapist", now=A_MONDAY + UNDO_FOR)


def test_a_time_that_is_agreed_takes_in_what_looked_like_spam(
    held: Appointment, enquiry: Enquiry
) -> None:
    Enquiry.objects.update(status="held")
    booking.confirm(held, who="therapist", now=A_MONDAY)
    assert fresh(enquiry) == "booked"


def test_erasing_frees_the_time_and_leaves_nothing_of_it(
    held: Appointment, enquiry: Enquiry, profile: PracticeProfile
) -> None:
    erasure.erase(enquiry, who=audit.ENQUIRER, now=A_MONDAY)
    assert not Appointment.objects.exists()
    assert not OutboxMail.objects.exists()
    assert is_free(profile)


def test_the_therapist_hears_that_somebody_who_was_to_come_is_gone(
    agreed: Appointment, enquiry: Enquiry
) -> None:
    erasure.erase(enquiry, who=audit.ENQUIRER, now=A_MONDAY)
    [mail] = OutboxMail.objects.all()
    assert (mail.template, mail.address) == ("time_changed", None)
    assert str(enquiry.pk) not in mail.cause


def test_a_time_that_is_over_is_no_news(agreed: Appointment, enquiry: Enquiry) -> None:
    erasure.erase(enquiry, who=audit.ENQUIRER, now=THURSDAY_AT_TWO.start)
    assert not OutboxMail.objects.exists()


def test_what_a_backup_brings_back_is_erased_with_its_time(
    agreed: Appointment, enquiry: Enquiry
) -> None:
    erasure.erase_again(enquiry.pk, A_MONDAY)
    assert not Appointment.objects.exists()


def test_an_enquiry_goes_half_a_year_after_the_appointment(
    agreed: Appointment, enquiry: Enquiry
) -> None:
    lapsing.lapse(END + DAY)
    due_at = END + timedelta(days=180)
    assert Enquiry.objects.erasure_day(enquiry.pk) == due_at.date()
    erasure.erase_what_is_due(due_at - SECOND)
    assert Enquiry.objects.exists()
    erasure.erase_what_is_due(due_at)
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("status", ["answered", "booked", "new", "held"])
def test_nothing_is_erased_by_its_period_while_a_time_is_to_come(
    agreed: Appointment, enquiry: Enquiry, status: str
) -> None:
    long_ago = A_MONDAY - timedelta(days=400)
    answered_at = long_ago if status in ("answered", "booked") else None
    Enquiry.objects.update(status=status, received_at=long_ago, answered_at=answered_at)
    over = END + DAY
    assert Enquiry.objects.erasure_day(enquiry.pk) == over.date()
    for now in (A_MONDAY, over - SECOND):
        lapsing.lapse(now)
        erasure.erase_what_is_due(now)
        assert Enquiry.objects.exists()
    lapsing.lapse(over)
    erasure.erase_what_is_due(over)
    assert not Enquiry.objects.exists()


def test_a_day_after_its_end_it_took_place(agreed: Appointment) -> None:
    lapsing.lapse(END + DAY - SECOND)
    assert fresh(agreed) == Status.CONFIRMED
    lapsing.lapse(END + DAY)
    assert fresh(agreed) == Status.HAPPENED
    assert not AuditLine.objects.filter(verb="happened").exists()  # it would say for good when


def test_that_nobody_came_stays_as_the_therapist_said(agreed: Appointment) -> None:
    assert booking.settle(agreed, Status.MISSED, who="therapist", now=END)
    lapsing.lapse(END + DAY)
    assert fresh(agreed) == Status.MISSED


def test_a_worker_that_comes_at_the_same_moment_does_not_overrule_her(
    agreed: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = keeping_times.locked

    def a_moment_later(one: Appointment) -> Appointment:
        booking.settle(one, Status.MISSED, who="therapist", now=END + DAY)
        return look(one)

    monkeypatch.setattr(keeping_times, "locked", a_moment_later)
    lapsing.lapse(END + DAY)
    assert fresh(agreed) == Status.MISSED


def test_it_can_be_corrected_after_that(agreed: Appointment) -> None:
    lapsing.lapse(END + DAY)
    assert booking.settle(agreed, Status.MISSED, who="therapist", now=END + 2 * DAY)
    assert fresh(agreed) == Status.MISSED


def test_what_has_begun_is_not_cancelled(agreed: Appointment) -> None:
    now = THURSDAY_AT_TWO.start
    assert not booking.give_back(agreed, who=audit.ENQUIRER, now=now)
    assert not booking.cancel_for_therapist(agreed, ring=key_ring(), who="therapist", now=now)
    assert booking.give_back(agreed, who=audit.ENQUIRER, now=now - SECOND)


def test_all_of_it_is_handed_out(agreed: Appointment, enquiry: Enquiry) -> None:
    held = for_the_therapist(enquiry, key_ring())
    [time] = held.appointments
    assert (time.starts_at, time.ends_at, time.how) == (THURSDAY_AT_TWO.start, END, "Online")
    assert time.status == "Agreed"
    assert "agreed to the time" in [deed.did for deed in held.audit]
    subjects = sorted(mail.subject for mail in held.mails)
    assert subjects == ["Thursday 14:00", "Your message"]
    OutboxMail.objects.get(template="time_reminder").record_success(A_MONDAY)
    subjects = sorted(mail.subject for mail in for_the_therapist(enquiry, key_ring()).mails)
    assert subjects == ["Your message", "the time"]
