"""Erasing takes every trace away, and leaves one line that holds nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.test import Client

from contact import erasure, erasure_ledger
from contact.models import Enquiry, Entry
from practice import outbox
from practice.models import AuditLine, OutboxMail, PracticeProfile
from tests.at_once import meanwhile, wait_until_it_waits
from tests.contact.canaries import CANARIES
from tests.factories import A_MONDAY, make_enquiry

ROOT, APPS = Path(__file__).resolve().parents[2], ["practice", "blog", "contact"]
SECOND = timedelta(seconds=1)
LIST = "/admin/contact/enquiry/"


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY, **CANARIES)


@pytest.fixture
def ledger(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "apart" / "erasures"
    path: Path = settings.ERASURE_LEDGER
    return path


def erase(enquiry: Enquiry) -> None:
    erasure.erase(enquiry, who="enquirer", now=A_MONDAY)


def add_entry(enquiry: Enquiry) -> Entry:
    entry = Entry(
        enquiry=enquiry,
        kind=Entry.Kind.REPLY,
        key=enquiry.key,
        written_at=A_MONDAY,
        shown_from=A_MONDAY,
    )
    entry.seal({"text": "An answer."})
    entry.save()
    return entry


def rows_that_name(number: str) -> set[str]:
    """The tables in which any column of any row holds that number."""
    with connection.cursor() as cursor:
        return {
            table
            for table in connection.introspection.table_names(cursor)
            if _names(cursor, table, number)
        }


def _names(cursor: Any, table: str, number: str) -> bool:
    cursor.execute(f'SELECT count(*) FROM "{table}" AS r WHERE r::text LIKE %s', [f"%{number}%"])  # noqa: S608 - names of our tables
    return bool(cursor.fetchone()[0])


@pytest.mark.usefixtures("ledger")
def test_nothing_is_left_but_the_line_that_it_was_erased(desk: Client, enquiry: Enquiry) -> None:
    add_entry(enquiry)
    OutboxMail.objects.update(sent_at=A_MONDAY)
    outbox.queue("new_message", cause=f"{enquiry.thing} addition", now=A_MONDAY)
    assert {"contact_enquiry", "contact_entry", "practice_outboxmail"} == rows_that_name(
        str(enquiry.pk)
    )

    desk.post(f"{LIST}{enquiry.pk}/delete/", {"post": "yes"})

    assert rows_that_name(str(enquiry.pk)) == {"practice_auditline"}
    assert not Entry.objects.exists()
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("ledger")
def test_the_line_says_who_what_and_when_and_nothing_else(enquiry: Enquiry) -> None:
    erase(enquiry)
    line = AuditLine.objects.values("at", "who", "verb", "thing").get()
    assert line == {
        "at": A_MONDAY,
        "who": "enquirer",
        "verb": "erased",
        "thing": f"enquiry:{enquiry.pk}",
    }


@pytest.mark.usefixtures("ledger")
def test_mail_of_another_enquiry_stays(enquiry: Enquiry, profile: PracticeProfile) -> None:
    other = make_enquiry(profile, now=A_MONDAY)
    erase(enquiry)
    assert OutboxMail.objects.get().cause == other.thing
    assert Enquiry.objects.get() == other


def test_erasing_twice_leaves_one_line_here_and_one_in_the_ledger(
    enquiry: Enquiry, ledger: Path
) -> None:
    erase(enquiry)
    erase(enquiry)
    assert AuditLine.objects.count() == 1
    assert ledger.read_text() == f"2027-03-01 {enquiry.pk}\n"


@pytest.mark.django_db(transaction=True)
def test_erasing_at_once_leaves_one_line_too(profile: PracticeProfile, ledger: Path) -> None:
    enquiry = make_enquiry(profile, now=A_MONDAY)
    with transaction.atomic():
        erase(enquiry)
        second = meanwhile(lambda: erase(enquiry))
        wait_until_it_waits()
    second.result(timeout=10)
    assert AuditLine.objects.count() == 1
    assert len(ledger.read_text().splitlines()) == 1


@pytest.mark.usefixtures("ledger")
def test_one_that_is_marked_as_new_meanwhile_is_not_erased(
    enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_at = A_MONDAY + timedelta(days=180)
    Enquiry.objects.update(status="answered", answered_at=A_MONDAY)
    look = erasure._erase

    def a_moment_later(*args: Any, **more: Any) -> None:
        Enquiry.objects.update(status="new", answered_at=None)
        look(*args, **more)

    monkeypatch.setattr(erasure, "_erase", a_moment_later)
    erasure.erase_what_is_due(due_at)
    assert Enquiry.objects.filter(pk=enquiry.pk).exists()
    assert erasure_ledger.erased() == set()


def close(because: str) -> Callable[[Enquiry], None]:
    def closed(enquiry: Enquiry) -> None:
        Enquiry.objects.filter(pk=enquiry.pk).update(
            status="closed", closed_because=because, closed_at=A_MONDAY
        )

    return closed


def mark(status: str) -> Callable[[Enquiry], None]:
    def marked(enquiry: Enquiry) -> None:
        answered_at = A_MONDAY if status in ("answered", "booked", "waiting") else None
        Enquiry.objects.filter(pk=enquiry.pk).update(status=status, answered_at=answered_at)

    return marked


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("end_up", "days"),
    [
        (mark("new"), 365),
        (mark("held"), 30),
        (mark("answered"), 180),
        (mark("booked"), 365),
        (mark("waiting"), 365),
        (close("declined"), 90),
        (close("withdrawn"), 30),
        (close("done"), 30),
        (close("expired"), 30),
    ],
    ids=[
        "new",
        "held",
        "answered",
        "booked",
        "waiting",
        "declined",
        "withdrawn",
        "done",
        "expired",
    ],
)
def test_each_status_has_its_period_to_the_second(
    enquiry: Enquiry, end_up: Callable[[Enquiry], None], days: int
) -> None:
    end_up(enquiry)
    due_at = A_MONDAY + timedelta(days=days)

    erasure.erase_what_is_due(due_at - SECOND)
    assert Enquiry.objects.erasure_day(enquiry.pk) == due_at.date()
    erasure.erase_what_is_due(due_at)
    assert not Enquiry.objects.exists()
    assert AuditLine.objects.get().who == "worker"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("end_up", [mark("answered"), close("declined"), close("done")])
def test_nothing_is_kept_for_more_than_a_year(
    enquiry: Enquiry, end_up: Callable[[Enquiry], None]
) -> None:
    end_up(enquiry)
    came_at = A_MONDAY - timedelta(days=360)  # answered or closed after 360 days
    Enquiry.objects.update(received_at=came_at)

    erasure.erase_what_is_due(came_at + timedelta(days=365) - SECOND)
    assert Enquiry.objects.exists()
    erasure.erase_what_is_due(came_at + timedelta(days=365))
    assert not Enquiry.objects.exists()


def test_enquiries_are_removed_in_one_place_only() -> None:
    removes = re.compile(r"\b(enquiry|enquiries|Enquiry\.objects\b.*)\.delete\(")
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = {path.name for path in sources if removes.search(path.read_text("utf-8"))}
    assert found == {"erasure.py"}
