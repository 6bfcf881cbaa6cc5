"""The worker as a process of its own, against a real mail server."""

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from contact.models import Enquiry
from practice import outbox
from practice.models import OutboxMail, PracticeProfile
from practice.models.outbox_mail import OutboxMailQuerySet
from tests.contact.canaries import CANARIES, found_in
from tests.factories import make_article, make_enquiry
from tests.live_site import live_worker, wait_until
from tests.smtp_server import SmtpServer, smtp_server

MAILS = 30

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("profile")]


@pytest.fixture
def post() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def publishing_fails() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'not today'; END $$;"
            "CREATE TRIGGER refuse BEFORE UPDATE ON blog_article EXECUTE FUNCTION refuse()"
        )
        yield
        cursor.execute("DROP FUNCTION refuse() CASCADE")


def queue(count: int) -> None:
    for number in range(count):
        outbox.queue("new_message", cause=f"enquiry:{number}", now=timezone.now())


def unsent() -> OutboxMailQuerySet:
    return OutboxMail.objects.unsent()


def test_an_enquiry_is_told_of_and_nothing_of_it_is_said(
    profile: PracticeProfile, post: SmtpServer
) -> None:
    with live_worker(EMAIL_URL=post.url, MAIL_FROM="site@practice.example") as worker:
        make_enquiry(profile, now=timezone.now(), **CANARIES)
        [received] = post.wait_for(1)
        wait_until(lambda: not unsent().exists())
        printed = worker.printed()

    assert (received.sender, received.recipients) == ("site@practice.example", [profile.email])
    assert received.message["Subject"] == "1 new message"
    assert found_in(received.raw) == set()
    assert found_in(printed.encode()) == set()
    assert profile.email not in printed


def test_two_workers_at_once_send_each_mail_once(post: SmtpServer) -> None:
    post.seconds = 0.02  # long enough for the other to want the same mail
    with live_worker(EMAIL_URL=post.url), live_worker(EMAIL_URL=post.url):
        queue(MAILS)
        wait_until(lambda: not unsent().exists())

    ids = [offered.message["Message-ID"] for offered in post.offered]
    assert post.most_at_once == 2
    assert len(ids) == MAILS
    assert set(ids) == set(OutboxMail.objects.values_list("message_id", flat=True))
    assert set(OutboxMail.objects.values_list("tries", flat=True)) == {1}


def test_a_signal_finishes_the_mail_in_hand_and_leaves_the_next(post: SmtpServer) -> None:
    post.seconds = 1.0
    queue(2)
    with live_worker(EMAIL_URL=post.url) as worker:
        wait_until(lambda: len(post.offered) == 1)
        worker.ask_to_stop()
        assert worker.exit_code() == 0
        assert worker.printed().endswith("worker: stopped\n")

    [received] = post.received
    assert (
        OutboxMail.objects.exclude(sent_at=None).get().message_id == received.message["Message-ID"]
    )
    assert len(post.offered) == 1


def test_ctrl_c_ends_an_idle_worker(post: SmtpServer) -> None:
    with live_worker(EMAIL_URL=post.url) as worker:
        worker.process.send_signal(signal.SIGINT)
        assert worker.exit_code() == 0
        assert worker.printed() == "worker: ready\nworker: stopped\n"


def test_a_mail_of_a_worker_that_was_killed_is_sent_by_the_next(post: SmtpServer) -> None:
    post.seconds = 2.0
    queue(1)
    with live_worker(EMAIL_URL=post.url) as killed:
        wait_until(lambda: len(post.offered) == 1)
        killed.process.kill()
        killed.process.wait()
    post.seconds = 0.0
    with live_worker(EMAIL_URL=post.url):
        wait_until(lambda: not unsent().exists())

    ids = {offered.message["Message-ID"] for offered in post.offered}
    assert ids == {OutboxMail.objects.get().message_id}


def test_a_mail_that_is_refused_is_tried_again_by_itself(post: SmtpServer) -> None:
    post.answer = f"550 no {CANARIES['name']}"
    queue(1)
    with live_worker(EMAIL_URL=post.url) as worker:
        wait_until(lambda: OutboxMail.objects.get().tries == 1)
        post.answer = "250 OK"
        unsent().update(next_try_at=timezone.now())
        post.wait_for(1)
        wait_until(lambda: not unsent().exists())
        printed = worker.printed()

    assert "SMTPDataError" in printed
    assert "Traceback" not in printed
    assert found_in(printed.encode()) == set()


def test_a_connection_to_postgres_that_breaks_is_made_again(post: SmtpServer) -> None:
    with live_worker(EMAIL_URL=post.url) as worker:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        queue(1)
        post.wait_for(1)
        assert worker.process.poll() is None
        assert "Traceback" not in worker.printed()


def test_the_worker_does_what_is_due_when_it_starts(
    profile: PracticeProfile, post: SmtpServer
) -> None:
    now = timezone.now()
    old = make_enquiry(profile, now=now - timedelta(days=366))
    article = make_article(status="scheduled", publish_at=now - timedelta(minutes=1))
    with live_worker(EMAIL_URL=post.url):
        wait_until(lambda: not Enquiry.objects.filter(pk=old.pk).exists())
    article.refresh_from_db()
    assert article.status == "published"


def test_a_duty_that_fails_stops_no_mail(post: SmtpServer, publishing_fails: None) -> None:
    with live_worker(EMAIL_URL=post.url) as worker:
        wait_until(lambda: "duties: Postgres refused" in worker.printed())
        queue(1)
        post.wait_for(1)
