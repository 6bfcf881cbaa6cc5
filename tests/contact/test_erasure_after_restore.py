"""What was erased does not come back with a backup: a real dump, restored over the database."""

import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from contact import erasure
from contact.models import Enquiry
from contact.safe_contact import SafeContact, write_to
from practice.duties import do_what_is_due
from practice.models import AuditLine, OutboxMail, PracticeProfile
from practice.postgres_programs import own_program
from tests.factories import A_MONDAY, make_enquiry
from tests.live_site import test_database_url

ADDRESS = "robin@enquirer.example"

pytestmark = pytest.mark.django_db(transaction=True)


def postgres_program(name: str, *options: str) -> None:
    command = [str(own_program(name)), *options, f"--dbname={test_database_url()}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


@pytest.fixture
def came_back(profile: PracticeProfile, settings: Any, tmp_path: Path) -> Enquiry:
    """Dumped, erased, restored. Another enquiry was there all the time."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"
    enquiry = make_enquiry(profile, now=A_MONDAY)
    other = make_enquiry(profile, now=A_MONDAY)
    card = SafeContact.of({"reply_by": "email", "email": ADDRESS, "safe_to_write": "yes"})
    write_to(other, card, "answer", cause="reply", at=A_MONDAY)
    dump = str(tmp_path / "dump")
    postgres_program("pg_dump", "--format=custom", f"--file={dump}")
    erasure.erase(enquiry, who="enquirer", now=A_MONDAY)
    connection.close()
    postgres_program("pg_restore", "--clean", "--if-exists", "--single-transaction", dump)
    assert Enquiry.objects.filter(pk=enquiry.pk).exists()
    return enquiry


def replayed() -> str:
    out = StringIO()
    call_command("replay_erasures", stdout=out)
    return out.getvalue()


def test_the_command_erases_it_again_and_nothing_else(came_back: Enquiry) -> None:
    assert replayed().startswith("Erased again: 1.\n")
    assert Enquiry.objects.exclude(pk=came_back.pk).count() == Enquiry.objects.count() == 1
    assert AuditLine.objects.get().thing == came_back.thing


def test_mail_that_it_brought_back_goes_to_no_enquirer_any_more(came_back: Enquiry) -> None:
    assert OutboxMail.objects.filter(address__isnull=False).count() == 1
    assert replayed().endswith("Mail to enquirers given up: 1.\n")
    mail = OutboxMail.objects.get(template="answer")
    assert mail.given_up_at
    assert (mail.address, mail.text) == (None, None)
    assert OutboxMail.objects.filter(template="not_sent", address=None).count() == 1
    assert OutboxMail.objects.filter(template="new_message").unsent().exists()
    assert replayed().endswith("given up: 0.\n")


def test_replaying_twice_does_no_harm(came_back: Enquiry) -> None:
    replayed()
    assert replayed().startswith("Erased again: 0.\n")
    assert AuditLine.objects.count() == 1


def test_the_worker_does_it_too_where_nobody_thought_of_the_command(came_back: Enquiry) -> None:
    do_what_is_due(A_MONDAY)
    assert not Enquiry.objects.filter(pk=came_back.pk).exists()


def test_a_backup_brings_the_trigger_of_the_audit_along(came_back: Enquiry) -> None:
    replayed()
    with pytest.raises(Exception, match="only ever added"):
        AuditLine.objects.all().delete()
