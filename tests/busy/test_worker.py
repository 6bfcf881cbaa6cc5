"""The real worker reads calendars from a real server, beside the mail that it sends."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from contact.models import BusyCalendar, BusySpan
from practice import outbox
from tests.busy.calendars import calendar, event
from tests.busy.certificates import Certificates
from tests.busy.tls_server import TlsServer
from tests.live_site import Program, live_worker, wait_until
from tests.smtp_server import SmtpServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("profile")]


@pytest.fixture
def worker(post: SmtpServer, certificates: Certificates) -> Iterator[Program]:
    with live_worker(
        EMAIL_URL=post.url,
        DJANGO_SETTINGS_MODULE="tests.busy.worker_settings",
        AUTHORITY=str(certificates.authority),
    ) as worker:
        yield worker


def add(address: str) -> None:
    calendar = BusyCalendar(name="Home")
    calendar.keep_address(address, now=timezone.now())
    calendar.save()


def tomorrow() -> bytes:
    begin = timezone.now() + timedelta(days=1)
    day = f"{begin:%Y%m%d}"
    return calendar(event(f"{day}T100000Z", f"{day}T110000Z"))


def test_the_worker_reads_what_is_due_and_prints_nothing_of_it(
    worker: Program, server: TlsServer
) -> None:
    server.at["/unmistakable.ics"] = server.sends(tomorrow())
    server.at["/gone-unmistakable.ics"] = server.sends(b"", status="404 Not Found")
    add(server.url("/unmistakable.ics"))
    add(server.url("/gone-unmistakable.ics"))
    wait_until(lambda: BusySpan.objects.exists())
    wait_until(lambda: BusyCalendar.objects.filter(failed_because="gone").exists())
    assert "cannot be read (gone)" in worker.printed()
    assert "nmistakable" not in worker.printed()
    assert "localhost" not in worker.printed()


def test_mail_does_not_wait_for_a_slow_calendar(
    worker: Program, server: TlsServer, post: SmtpServer
) -> None:
    server.at["/"] = lambda there: time.sleep(5)
    add(server.url())
    wait_until(lambda: server.connections == 1)
    outbox.queue("new_message", cause="enquiry:1", now=timezone.now())
    post.wait_for(1)
    assert BusyCalendar.objects.get().failed_because == ""  # still at it
    worker.ask_to_stop()
    assert worker.exit_code() == 0
    assert worker.printed() == "worker: ready\nworker: stopped\n"
