"""Without a mail server, each mail is a file of its own that only its owner can read."""

import email
import email.policy
import stat
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest
from django.utils import timezone
from pytest_django import Settings

from practice.models import OutboxMail, PracticeProfile
from practice.outbox.sending import send_next
from tests.contact.canaries import CANARIES, found_in
from tests.factories import A_MONDAY, make_enquiry
from tests.live_site import live_worker, wait_until


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the mails will be; it is not there yet."""
    settings.EMAIL_BACKEND = "practice.outbox.eml_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "some" / "mail")
    return tmp_path / "some" / "mail"


def send(profile: PracticeProfile, count: int = 1) -> None:
    for _ in range(count):
        make_enquiry(profile, now=A_MONDAY, **CANARIES)
        assert send_next(A_MONDAY)


def parsed(file: Path) -> EmailMessage:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_each_mail_is_a_file_of_its_own(profile: PracticeProfile, folder: Path) -> None:
    send(profile, count=3)
    ids = {parsed(file)["Message-ID"] for file in folder.iterdir()}
    assert {file.suffix for file in folder.iterdir()} == {".eml"}
    assert ids == set(OutboxMail.objects.values_list("message_id", flat=True))
    assert len(ids) == 3


def test_it_is_the_mail_that_a_server_would_get(profile: PracticeProfile, folder: Path) -> None:
    send(profile)
    [file] = folder.iterdir()
    message = parsed(file)
    assert (message["Subject"], message["To"]) == ("1 new message", profile.email)
    assert "/admin/" in message.get_content()
    assert found_in(file.read_bytes()) == set()


def test_only_its_owner_can_read_it(profile: PracticeProfile, folder: Path) -> None:
    send(profile)
    [file] = folder.iterdir()
    assert (mode(folder), mode(file)) == (0o700, 0o600)


def test_a_folder_that_cannot_be_written_is_a_failed_try(
    profile: PracticeProfile, folder: Path
) -> None:
    folder.parent.write_text("a file where the folder should be")
    send(profile)
    mail = OutboxMail.objects.get()
    assert (mail.sent_at, mail.last_error) == (None, "NotADirectoryError")


def test_a_half_written_mail_is_not_taken_for_one(profile: PracticeProfile, folder: Path) -> None:
    send(profile)
    assert list(folder.glob(".*")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slashes", ["//", "///"])
def test_the_worker_puts_them_where_the_environment_says(
    profile: PracticeProfile, tmp_path: Path, slashes: str
) -> None:
    folder = tmp_path / "mail for me"
    make_enquiry(profile, now=timezone.now())
    with live_worker(EMAIL_URL=f"eml:{slashes}{quote(str(folder))}"):
        wait_until(lambda: not OutboxMail.objects.unsent().exists())
    assert len(list(folder.glob("*.eml"))) == 1
