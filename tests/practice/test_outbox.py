"""Mail is queued with its cause, says nothing, and is tried until the server takes it."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import Settings

from contact.models import Enquiry
from practice import outbox
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.sending import pause_after, send_next
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, make_enquiry
from tests.smtp_server import SmtpServer

SECOND = timedelta(seconds=1)
EXPECTED_HEADERS = {
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
def mail(profile: PracticeProfile) -> OutboxMail:
    """The mail of an enquiry that came on a Monday."""
    make_enquiry(profile, now=A_MONDAY, **CANARIES)
    return OutboxMail.objects.get()


def refresh(mail: OutboxMail) -> OutboxMail:
    mail.refresh_from_db()
    return mail


def try_whenever_due(mail: OutboxMail, times: int) -> list[timedelta]:
    """Try it `times` times, each as soon as it is due; return the pauses after each."""
    pauses = []
    for _ in range(times):
        due: datetime = refresh(mail).next_try_at
        assert send_next(due)
        pauses.append(refresh(mail).next_try_at - due)
    return pauses


def test_an_enquiry_queues_its_mail_for_at_once(mail: OutboxMail) -> None:
    assert (mail.template, mail.cause) == ("new_message", f"enquiry:{Enquiry.objects.get().pk}")
    assert (mail.created_at, mail.next_try_at, mail.sent_at) == (A_MONDAY, A_MONDAY, None)


def test_the_queue_holds_nothing_that_was_typed(mail: OutboxMail) -> None:
    assert found_in(str(OutboxMail.objects.values().get()).encode()) == set()


def test_one_cause_queues_one_mail() -> None:
    for _ in range(2):
        outbox.queue("new_message", cause="enquiry:1", now=A_MONDAY)
    assert OutboxMail.objects.count() == 1


def test_a_mail_goes_with_its_cause_when_that_is_undone(profile: PracticeProfile) -> None:
    with transaction.atomic():
        make_enquiry(profile, now=A_MONDAY)
        transaction.set_rollback(True)
    assert not OutboxMail.objects.exists()


def test_a_mail_that_cannot_be_made_does_not_stop_the_next_one(
    mail: OutboxMail, post: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    OutboxMail.objects.update(template="words_that_are_gone")
    outbox.queue("new_message", cause="enquiry:1", now=A_MONDAY + SECOND)
    assert send_next(A_MONDAY + SECOND)
    assert (refresh(mail).tries, mail.last_error) == (1, "TemplateDoesNotExist")
    assert "words_that_are_gone" not in caplog.text
    assert send_next(A_MONDAY + SECOND)
    assert len(post.wait_for(1)) == 1


def test_the_mail_is_plain_and_says_nothing(mail: OutboxMail, post: SmtpServer) -> None:
    assert send_next(A_MONDAY)
    [received] = post.wait_for(1)
    message = received.message

    assert message["Subject"] == "1 new message"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert not message.is_multipart()
    assert found_in(received.raw) == set()
    assert str(Enquiry.objects.get().pk).encode() not in received.raw


def test_the_mail_goes_from_the_site_to_the_address_of_the_profile(
    mail: OutboxMail, post: SmtpServer
) -> None:
    send_next(A_MONDAY)
    [received] = post.wait_for(1)
    assert (received.sender, received.recipients) == (
        "site@practice.example",
        ["hello@practice.example"],
    )
    assert (received.message["From"], received.message["To"]) == (
        "site@practice.example",
        "hello@practice.example",
    )


def test_the_mail_has_no_header_of_lists_or_tracking(mail: OutboxMail, post: SmtpServer) -> None:
    send_next(A_MONDAY)
    [received] = post.wait_for(1)
    assert set(received.message.keys()) == EXPECTED_HEADERS


def test_line_ends_in_what_was_typed_add_no_header(
    profile: PracticeProfile, post: SmtpServer
) -> None:
    injected = "Robin\r\nBcc: all@evil.example\r\n\r\nAnother text"
    make_enquiry(profile, now=A_MONDAY, **dict.fromkeys(CANARIES, injected))
    send_next(A_MONDAY)
    [received] = post.wait_for(1)
    assert set(received.message.keys()) == EXPECTED_HEADERS
    assert received.recipients == ["hello@practice.example"]
    assert b"evil" not in received.raw


def test_the_mail_leads_to_the_desk_and_nowhere_else(
    mail: OutboxMail, post: SmtpServer, settings: Settings
) -> None:
    send_next(A_MONDAY)
    [received] = post.wait_for(1)
    text = received.message.get_content()
    assert f"{settings.SITE_URL}/admin/" in text.split()
    assert text.count("://") == 1


def test_an_address_that_was_changed_meanwhile_is_the_one_used(
    mail: OutboxMail, post: SmtpServer
) -> None:
    PracticeProfile.objects.update(email="new@practice.example")
    send_next(A_MONDAY)
    assert post.wait_for(1)[0].recipients == ["new@practice.example"]


def test_a_mail_that_was_taken_is_noted_and_never_sent_again(
    mail: OutboxMail, post: SmtpServer
) -> None:
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.tries, mail.last_error) == (A_MONDAY, 1, "")
    assert not send_next(A_MONDAY + timedelta(days=400))
    assert len(post.offered) == 1


def test_nothing_is_sent_before_it_is_due(mail: OutboxMail, post: SmtpServer) -> None:
    assert not send_next(A_MONDAY - SECOND)
    assert send_next(A_MONDAY)


def test_the_mail_that_has_been_due_longest_goes_first(post: SmtpServer) -> None:
    outbox.queue("new_message", cause="later", now=A_MONDAY)
    outbox.queue("new_message", cause="earlier", now=A_MONDAY - SECOND)
    send_next(A_MONDAY)
    assert OutboxMail.objects.unsent().get().cause == "later"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("451 Come back later", "SMTPDataError"), ("550 Not robin@here", "SMTPDataError")],
)
def test_a_mail_that_is_refused_is_tried_again_after_a_second(
    mail: OutboxMail, post: SmtpServer, answer: str, kind: str
) -> None:
    post.answer = answer
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.tries, mail.last_error) == (None, 1, kind)

    post.answer = "250 OK"
    assert not send_next(A_MONDAY + timedelta(seconds=0.9))
    assert send_next(A_MONDAY + timedelta(seconds=1))
    assert refresh(mail).sent_at is not None
    assert (mail.tries, mail.last_error) == (2, "")


def test_a_connection_that_breaks_is_a_failed_try(mail: OutboxMail, post: SmtpServer) -> None:
    post.drops = True
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.last_error) == (None, "SMTPServerDisconnected")


def test_a_server_that_is_not_there_is_a_failed_try(
    mail: OutboxMail, post: SmtpServer, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.last_error) == (None, "ConnectionRefusedError")


def test_an_address_that_the_server_does_not_know_is_a_failed_try(
    mail: OutboxMail, post: SmtpServer
) -> None:
    post.unknown = {"hello@practice.example"}
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.last_error) == (None, "SMTPRecipientsRefused")


@pytest.mark.parametrize(
    "address", ["x@" + "ä" * 60 + ".example", "a@b.example\nBcc: c@d.example"], ids=ascii
)
def test_an_address_that_cannot_be_written_is_a_failed_try(
    mail: OutboxMail, post: SmtpServer, address: str
) -> None:
    PracticeProfile.objects.update(email=address)
    assert send_next(A_MONDAY)
    assert refresh(mail).last_error in ("UnicodeError", "ValueError")
    assert post.offered == []


def test_the_servers_own_words_are_not_kept(
    mail: OutboxMail, post: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    post.answer = f"550 no {CANARIES['name']}"
    send_next(A_MONDAY)
    assert found_in(str(OutboxMail.objects.values().get()).encode()) == set()
    assert found_in(caplog.text.encode()) == set()
    assert "SMTPDataError" in caplog.text


def test_pauses_grow_to_an_hour_and_no_further(mail: OutboxMail, post: SmtpServer) -> None:
    post.answer = "451 Come back later"
    seconds = [pause.total_seconds() for pause in try_whenever_due(mail, 14)]
    assert seconds == [*(2**n for n in range(12)), 3600, 3600]


def test_it_is_never_given_up() -> None:
    assert pause_after(1_000_000) == timedelta(hours=1)


def test_every_try_has_the_same_message_id(mail: OutboxMail, post: SmtpServer) -> None:
    post.answer = "451 Come back later"
    try_whenever_due(mail, 3)
    ids = [offered.message["Message-ID"] for offered in post.offered]
    assert ids == [mail.message_id] * 3


def test_a_mail_that_was_taken_and_not_confirmed_comes_again_under_the_same_message_id(
    mail: OutboxMail, post: SmtpServer
) -> None:
    post.drops = True
    send_next(A_MONDAY)
    post.drops = False
    send_next(A_MONDAY + timedelta(seconds=10))
    assert [each.message["Message-ID"] for each in post.received] == [mail.message_id] * 2
    assert refresh(mail).sent_at is not None


def test_two_mails_have_two_message_ids(profile: PracticeProfile) -> None:
    for _ in range(2):
        make_enquiry(profile, now=A_MONDAY)
    first, second = OutboxMail.objects.all()
    assert first.message_id != second.message_id


def test_a_mail_that_fails_does_not_hold_up_the_others(
    profile: PracticeProfile, post: SmtpServer
) -> None:
    for _ in range(2):
        make_enquiry(profile, now=A_MONDAY)
    post.answer = "451 Come back later"
    send_next(A_MONDAY)
    post.answer = "250 OK"
    send_next(A_MONDAY)
    assert OutboxMail.objects.unsent().get().tries == 1


def test_without_a_profile_the_mail_waits_for_one(mail: OutboxMail, post: SmtpServer) -> None:
    PracticeProfile.objects.all().delete()
    assert send_next(A_MONDAY)
    assert (refresh(mail).sent_at, mail.last_error) == (None, "NotSetUpError")
