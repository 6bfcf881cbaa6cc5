"""A mail tells of an offer while it is there to be taken, and not afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contact import booking, lapsing
from contact.models import Appointment, Enquiry
from contact.safe_contact import follow
from practice import audit
from practice.models import OutboxMail, PracticeProfile
from tests.contact.told import card, send_all
from tests.contact.waiting_people import HOUR, SAFE, SECOND, offer, three_people, waiting
from tests.factories import A_MONDAY
from tests.smtp_server import SmtpServer


@pytest.fixture
def robin(profile: PracticeProfile) -> Enquiry:
    """Somebody on the waiting list who may be mailed."""
    return three_people(profile)[1]


def mails_to_her() -> list[str]:
    rows = OutboxMail.objects.unsent().exclude(address=None).order_by("template")
    return list(rows.values_list("template", flat=True))


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (lambda one: booking.confirm(one, who=audit.ENQUIRER, now=A_MONDAY), []),
        (lambda one: booking.confirm(one, who="therapist", now=A_MONDAY), ["time_news"]),
        (lambda one: booking.decline(one, who=audit.ENQUIRER, now=A_MONDAY), []),
        (lambda one: booking.give_back(one, who="therapist", now=A_MONDAY), ["time_news"]),
        (lambda one: lapsing.lapse(one.held_until), ["time_news"]),
    ],
)
def test_no_mail_tells_of_an_offer_that_is_there_no_more(
    robin: Enquiry, answer: Callable[[Appointment], object], left: list[str]
) -> None:
    one = offer(robin)
    assert mails_to_her() == ["time_news", "time_offered"]
    answer(one)
    assert mails_to_her() == left


@pytest.mark.parametrize(("keep_for", "queued"), [(9 * HOUR, False), (9 * HOUR + SECOND, True)])
def test_an_offer_that_ends_before_a_mail_is_safe_is_told_by_none(
    robin: Enquiry, profile: PracticeProfile, keep_for: timedelta, *, queued: bool
) -> None:
    careful = waiting(profile, days=5, **SAFE | {"safe_times": "mon evening"})
    offer(careful, keep_for=keep_for)  # on Monday at nine in the morning
    assert ("time_offered" in mails_to_her()) is queued


def test_a_mail_of_an_offer_is_given_up_where_that_ended_while_the_worker_was_away(
    robin: Enquiry, post: SmtpServer
) -> None:
    until = offer(robin).held_until
    assert until is not None
    send_all(until)
    mail = OutboxMail.objects.get(template="time_offered")
    assert (mail.sent_at, mail.given_up_at, mail.address) == (None, until, None)


def test_another_card_leaves_the_end_of_an_offer_as_it_is(robin: Enquiry) -> None:
    until = offer(robin).held_until
    follow(robin, card(safe_times="mon evening"), A_MONDAY)
    assert OutboxMail.objects.get(template="time_offered").not_after == until
    follow(robin, card(safe_times="sat"), A_MONDAY)
    assert mails_to_her() == ["time_news"]
