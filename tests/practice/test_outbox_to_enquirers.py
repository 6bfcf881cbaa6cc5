"""Mail to an enquirer: within her safe times, neutral, wiped once done, given up aloud."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from contact.models import Enquiry
from contact.safe_contact import SafeContact, write_to
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.sending import send_next
from tests.factories import A_MONDAY, make_enquiry
from tests.smtp_server import ReceivedMail, SmtpServer

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TOO_LATE = timedelta(hours=72)
ADDRESS = "robin@enquirer.example"
SECRET = "Come on Tuesday at four"
HEADERS = {
    "Auto-Submitted",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
}

pytestmark = pytest.mark.usefixtures("profile")


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    made = make_enquiry(profile, now=A_MONDAY)
    OutboxMail.objects.all().delete()
    return made


def queued(enquiry: Enquiry, **said: str) -> OutboxMail:
    """A mail of Monday, nine in the morning, to an address that is safe."""
    safe = {"reply_by": "email", "email": ADDRESS, "safe_to_write": "yes"}
    card = SafeContact.of(safe | said)
    write_to(enquiry, card, "answer", cause="reply", at=A_MONDAY, text=SECRET)
    return OutboxMail.objects.get(template="answer")


def sent(post: SmtpServer, at: datetime = A_MONDAY) -> ReceivedMail:
    assert send_next(at)
    return post.wait_for(1)[0]


def refresh(mail: OutboxMail) -> OutboxMail:
    mail.refresh_from_db()
    return mail


def fail_until(mail: OutboxMail, moment: datetime) -> None:
    """Try whenever it is due, before `moment`."""
    while refresh(mail).next_try_at < moment and not mail.given_up_at:
        assert send_next(mail.next_try_at)


def test_a_notice_says_that_there_is_an_answer_and_no_more(
    enquiry: Enquiry, post: SmtpServer, settings: Settings, profile: PracticeProfile
) -> None:
    queued(enquiry)
    mail = sent(post)
    assert (mail.sender, mail.recipients) == ("site@practice.example", [ADDRESS])
    assert set(mail.message.keys()) == HEADERS
    assert mail.message["From"] == "site@practice.example"
    assert mail.message["Subject"] == "Your message"

    text = mail.message.get_content()
    assert f"{settings.SITE_URL}/contact/return/" in text.split()
    assert text.count("://") == 1
    for telling in (SECRET, profile.name, profile.email, str(enquiry.pk)):
        assert telling.encode() not in mail.raw


def test_the_answer_itself_goes_where_that_was_chosen_and_can_be_replied_to(
    enquiry: Enquiry, post: SmtpServer
) -> None:
    queued(enquiry, mail_says="answer")
    mail = sent(post)
    assert set(mail.message.keys()) == HEADERS | {"Reply-To"}
    assert mail.message["Reply-To"] == "hello@practice.example"
    assert mail.message["From"] == "site@practice.example"
    assert mail.message["Subject"] == "Your message"
    assert SECRET in mail.message.get_content()


@pytest.mark.parametrize("name", ["address", "text"])
def test_the_length_of_what_waits_does_not_show(enquiry: Enquiry, name: str) -> None:
    short = queued(enquiry, mail_says="answer")
    OutboxMail.objects.filter(pk=short.pk).delete()
    card = {"email": "robin.of.a.longer.name@enquirer.example", "safe_times": "mon tue morning"}
    longer = SafeContact.of(
        {"reply_by": "email", "safe_to_write": "yes", "mail_says": "answer"} | card
    )
    written = write_to(enquiry, longer, "answer", cause="r", at=A_MONDAY, text=SECRET * 20)
    assert written is not None
    assert len(getattr(written, name)) == len(getattr(short, name)) > 1024


def test_what_she_typed_is_not_turned_into_html(enquiry: Enquiry, post: SmtpServer) -> None:
    card = SafeContact.of(
        {"reply_by": "email", "email": ADDRESS, "safe_to_write": "yes", "mail_says": "answer"}
    )
    write_to(enquiry, card, "answer", cause="r", at=A_MONDAY, text='Don’t & "won\'t" <b>')
    assert 'Don’t & "won\'t" <b>' in sent(post).message.get_content()


@pytest.mark.parametrize("mail_says", ["notice", "answer"])
def test_address_and_text_are_wiped_once_it_is_sent(
    enquiry: Enquiry, post: SmtpServer, mail_says: str
) -> None:
    mail = queued(enquiry, mail_says=mail_says)
    sent(post)
    assert (refresh(mail).sent_at, mail.address, mail.text) == (A_MONDAY, None, None)


def test_a_worker_that_is_late_waits_for_the_next_safe_time(
    enquiry: Enquiry, post: SmtpServer
) -> None:
    mail = queued(enquiry, safe_times="mon tue morning")
    noon = A_MONDAY + 3 * HOUR
    assert send_next(noon)
    assert refresh(mail).next_try_at == A_MONDAY + DAY - HOUR
    assert (mail.tries, mail.sent_at, post.offered) == (0, None, [])

    assert not send_next(mail.next_try_at - SECOND)
    assert send_next(mail.next_try_at)
    assert len(post.received) == 1


def test_a_try_that_fails_at_the_end_of_a_safe_time_is_not_repeated_outside_it(
    enquiry: Enquiry, post: SmtpServer
) -> None:
    mail = queued(enquiry, safe_times="mon tue morning")
    post.answer = "451 Come back later"
    send_next(A_MONDAY + 3 * HOUR - SECOND)
    post.answer = "250 OK"
    send_next(refresh(mail).next_try_at)
    assert post.received == []
    assert refresh(mail).next_try_at == A_MONDAY + DAY - HOUR


def test_it_is_tried_for_72_hours_and_then_given_up(enquiry: Enquiry, post: SmtpServer) -> None:
    mail = queued(enquiry, mail_says="answer")
    post.answer = "451 Come back later"
    fail_until(mail, A_MONDAY + TOO_LATE)
    assert refresh(mail).next_try_at == A_MONDAY + TOO_LATE
    assert mail.address is not None

    tries, offered = mail.tries, len(post.offered)
    assert send_next(A_MONDAY + TOO_LATE)
    assert refresh(mail).given_up_at == A_MONDAY + TOO_LATE
    assert {mail.address, mail.text, mail.sent_at} == {None}
    assert (mail.tries, len(post.offered)) == (tries, offered)


def test_an_address_is_gone_after_72_hours_though_the_next_safe_time_is_later(
    enquiry: Enquiry, post: SmtpServer
) -> None:
    mail = queued(enquiry, safe_times="mon morning")
    assert send_next(A_MONDAY + 4 * HOUR)
    assert refresh(mail).next_try_at == A_MONDAY + TOO_LATE
    send_next(A_MONDAY + TOO_LATE)
    assert refresh(mail).given_up_at
    assert post.offered == []


def test_the_time_runs_from_when_it_was_due_not_from_when_it_was_written(
    enquiry: Enquiry, post: SmtpServer
) -> None:
    mail = queued(enquiry, safe_times="sun morning")
    assert mail.due_at == A_MONDAY + 6 * DAY - HOUR
    assert send_next(mail.due_at)
    assert refresh(mail).sent_at == mail.due_at


def test_giving_up_is_told(enquiry: Enquiry, post: SmtpServer) -> None:
    mail = queued(enquiry)
    OutboxMail.objects.update(next_try_at=A_MONDAY + TOO_LATE)
    assert send_next(A_MONDAY + TOO_LATE)
    told = OutboxMail.objects.get(template="not_sent")
    assert told.cause == mail.cause

    assert send_next(A_MONDAY + TOO_LATE)
    [received] = post.wait_for(1)
    assert received.recipients == ["hello@practice.example"]
    assert received.message["Subject"] == "1 mail could not be sent"
    assert ADDRESS.encode() not in received.raw
    assert "/admin/" in received.message.get_content()


def test_the_desk_shows_what_was_given_up(enquiry: Enquiry, desk: Client) -> None:
    queued(enquiry)
    path = "/admin/practice/outboxmail/?given_up_at__isempty=0"
    assert b"answer" not in desk.get(path).content
    OutboxMail.objects.update(given_up_at=A_MONDAY, address=None)
    assert b"answer" in desk.get(path).content


def test_under_another_key_it_is_given_up_and_told_too(
    enquiry: Enquiry, post: SmtpServer, settings: Settings
) -> None:
    mail = queued(enquiry)
    settings.ENCRYPTION_KEY = "another key " * 5
    assert send_next(A_MONDAY)
    assert (refresh(mail).last_error, mail.sent_at) == ("SealError", None)
    fail_until(mail, A_MONDAY + TOO_LATE)
    assert send_next(A_MONDAY + TOO_LATE)
    assert refresh(mail).given_up_at


def test_the_therapists_own_mail_is_never_given_up(
    profile: PracticeProfile, post: SmtpServer
) -> None:
    make_enquiry(profile, now=A_MONDAY)
    mail = OutboxMail.objects.get()
    assert mail.gives_up_at is None
    assert send_next(A_MONDAY + 400 * DAY)
    assert refresh(mail).sent_at


def test_no_address_is_in_the_log(
    enquiry: Enquiry, post: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    queued(enquiry)
    post.answer = f"550 no {ADDRESS}"
    send_next(A_MONDAY)
    OutboxMail.objects.update(next_try_at=A_MONDAY + TOO_LATE)
    send_next(A_MONDAY + TOO_LATE)
    assert "given up" in caplog.text
    assert "robin" not in caplog.text


@pytest.mark.parametrize("address", ["a@b.example\nBcc: c@d.example", "x@" + "ä" * 60 + ".example"])
def test_an_address_that_cannot_be_written_is_a_failed_try(
    enquiry: Enquiry, post: SmtpServer, address: str
) -> None:
    mail = queued(enquiry, email=address)
    assert send_next(A_MONDAY)
    assert refresh(mail).last_error in ("UnicodeError", "ValueError")
    assert post.offered == []
