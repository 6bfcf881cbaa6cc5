"""On a working morning the therapist is told how many answers are due, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contact.models import Appointment, Enquiry
from contact.nudge import nudge
from practice.duties import do_what_is_due
from practice.models import Holiday, OutboxMail, PracticeProfile
from practice.outbox.letters import message_for
from tests.factories import A_MONDAY, make_enquiry

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
WEDNESDAY_AT_EIGHT = A_MONDAY + 2 * DAY - HOUR

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def due(profile: PracticeProfile) -> Enquiry:
    """Came on Monday, is due on Wednesday."""
    return make_enquiry(profile, now=A_MONDAY)


def nudges(now: datetime) -> list[OutboxMail]:
    nudge(now)
    return list(OutboxMail.objects.filter(template="due_today"))


def test_it_comes_at_eight_and_not_a_second_before(due: Enquiry) -> None:
    assert nudges(WEDNESDAY_AT_EIGHT - SECOND) == []
    [mail] = nudges(WEDNESDAY_AT_EIGHT)
    assert (mail.cause, mail.due_at) == ("due:2027-03-03", WEDNESDAY_AT_EIGHT)


def test_a_worker_that_was_down_makes_up_for_it_until_noon(due: Enquiry) -> None:
    assert nudges(WEDNESDAY_AT_EIGHT + 4 * HOUR) == []
    assert len(nudges(WEDNESDAY_AT_EIGHT + 4 * HOUR - SECOND)) == 1


def test_it_comes_once_a_day(due: Enquiry) -> None:
    for minutes in range(5):
        nudge(WEDNESDAY_AT_EIGHT + timedelta(minutes=minutes))
    assert len(nudges(WEDNESDAY_AT_EIGHT)) == 1
    assert len(nudges(WEDNESDAY_AT_EIGHT + DAY)) == 2


def test_the_day_before_there_is_nothing_to_say(due: Enquiry) -> None:
    assert nudges(WEDNESDAY_AT_EIGHT - DAY) == []


@pytest.mark.parametrize("status", ["answered", "waiting"])
def test_what_waits_for_no_answer_is_not_counted(due: Enquiry, status: str) -> None:
    Enquiry.objects.update(status=status, answered_at=A_MONDAY)
    assert nudges(WEDNESDAY_AT_EIGHT) == []


def test_who_waits_without_an_answer_is_still_promised_one(due: Enquiry) -> None:
    Enquiry.objects.update(status="waiting")
    assert len(nudges(WEDNESDAY_AT_EIGHT)) == 1


@pytest.mark.parametrize("reason", ["weekend", "holiday", "away"])
def test_on_a_free_day_it_is_quiet(due: Enquiry, profile: PracticeProfile, reason: str) -> None:
    day = WEDNESDAY_AT_EIGHT.date()
    if reason == "weekend":
        profile.working_days = [0, 1]
    elif reason == "holiday":
        Holiday.objects.create(day=day)
    else:
        profile.away_from = profile.away_until = day
    profile.save()
    assert nudges(WEDNESDAY_AT_EIGHT) == []


@pytest.mark.parametrize(
    ("count", "subject"), [(1, "1 message is due today"), (3, "3 messages are due today")]
)
def test_it_says_how_many_overdue_ones_counted_in(
    profile: PracticeProfile, count: int, subject: str
) -> None:
    for days in range(count):
        make_enquiry(profile, now=A_MONDAY - 7 * days * DAY)
    [mail] = nudges(WEDNESDAY_AT_EIGHT)
    message = message_for(mail)
    assert message.subject == subject
    assert message.to == [profile.email]
    assert message.reply_to == []
    assert "/admin/" in message.body


def test_what_is_held_back_is_counted_and_said_to_be(
    due: Enquiry, profile: PracticeProfile
) -> None:
    held = make_enquiry(profile, now=A_MONDAY - DAY)
    Enquiry.objects.filter(pk=held.pk).update(status="held")
    [mail] = nudges(WEDNESDAY_AT_EIGHT)
    assert message_for(mail).subject == "2 messages are due today, 1 of them held back"


def test_without_a_profile_nobody_is_told(due: Enquiry) -> None:
    PracticeProfile.objects.all().delete()
    assert nudges(WEDNESDAY_AT_EIGHT) == []


def test_it_is_one_of_the_duties(due: Enquiry) -> None:
    do_what_is_due(WEDNESDAY_AT_EIGHT)
    assert OutboxMail.objects.filter(template="due_today").exists()


def held(due: Enquiry, **changed: Any) -> Appointment:
    start = WEDNESDAY_AT_EIGHT + DAY
    fields = {"starts_at": start, "ends_at": start + HOUR, "during": (start, start + HOUR)}
    times = {"made_at": A_MONDAY, "changed_at": A_MONDAY, "held_until": start}
    return Appointment.objects.create(enquiry=due, modality="online", **fields | times | changed)


def test_times_that_wait_for_her_yes_are_counted_too(due: Enquiry) -> None:
    held(due)
    [mail] = nudges(WEDNESDAY_AT_EIGHT)
    assert message_for(mail).subject == "1 message is due today; 1 time waits for you"


def test_a_time_is_told_of_where_no_answer_is_due(due: Enquiry) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    held(due)
    [mail] = nudges(WEDNESDAY_AT_EIGHT)
    letter = message_for(mail)
    assert letter.subject == "1 time waits for you"
    for telling in ("Robin", "Thursday", due.pk.hex[:6].upper()):
        assert telling not in letter.subject + str(letter.body)


@pytest.mark.parametrize(
    "changed",
    [
        {"waits_for": "enquirer"},
        {"status": "confirmed"},
        {"held_until": WEDNESDAY_AT_EIGHT},
    ],
)
def test_a_time_that_does_not_wait_for_her_is_not_counted(
    due: Enquiry, changed: dict[str, Any]
) -> None:
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    held(due, **changed)
    assert nudges(WEDNESDAY_AT_EIGHT) == []
