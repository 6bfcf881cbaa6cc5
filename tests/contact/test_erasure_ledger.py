"""The ledger outlives the database, a crash, a full disk, and several processes at once."""

import fcntl
import multiprocessing
import os
import resource
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from contact import erasure, erasure_ledger
from contact.models import Enquiry
from practice import audit
from practice.models import AuditLine, OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, make_enquiry

DAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "apart" / "erasures"
    path: Path = settings.ERASURE_LEDGER
    return path


@pytest.fixture
def enquiry(profile: PracticeProfile) -> Enquiry:
    return make_enquiry(profile, now=A_MONDAY)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes: what does not fit is cut off, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_line_is_a_day_and_a_random_number_for_the_owner_only(ledger: Path) -> None:
    first, second = uuid4(), uuid4()
    erasure_ledger.add([first], day=DAY)
    erasure_ledger.add([second], day=DAY + timedelta(days=1))

    assert ledger.read_text() == f"2027-03-01 {first}\n2027-03-02 {second}\n"
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600
    assert stat.S_IMODE(ledger.parent.stat().st_mode) == 0o700


def test_a_ledger_that_is_not_there_yet_names_nothing() -> None:
    assert erasure_ledger.erased() == set()


def noting(step: str, order: list[str], do: Callable[..., None]) -> Callable[..., None]:
    """Return `do`, which notes in `order` when it begins."""

    def noted(*args: Any, **more: Any) -> None:
        order.append(step)
        do(*args, **more)

    return noted


def test_the_line_is_on_the_disk_before_the_erasure_is_committed(
    enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fsync", noting("disk", order, os.fsync))
    monkeypatch.setattr(erasure, "_take_away", noting("row", order, erasure._take_away))
    erasure.erase(enquiry, who="worker", now=A_MONDAY)
    assert order == ["disk", "disk", "row"]  # the file, and its name in the folder


def test_an_erasure_that_a_crash_broke_off_is_completed(enquiry: Enquiry) -> None:
    with transaction.atomic():
        erasure.erase(enquiry, who="enquirer", now=A_MONDAY)
        transaction.set_rollback(True)
    assert Enquiry.objects.exists()

    erasure.tend_the_ledger(A_MONDAY)
    assert not Enquiry.objects.exists()
    assert AuditLine.objects.get().who == audit.WORKER


def test_a_line_that_a_crash_broke_off_spoils_no_other(ledger: Path) -> None:
    first, second = uuid4(), uuid4()
    erasure_ledger.add([first], day=DAY)
    ledger.write_text(ledger.read_text() + "2027-03-01 0f8e")
    erasure_ledger.add([second], day=DAY)
    assert erasure_ledger.erased() == {first, second}


def _note_many(path: Path, ids: list[UUID]) -> None:
    from django.conf import settings

    settings.ERASURE_LEDGER = path
    for one in ids:
        erasure_ledger.add([one], day=DAY)


def test_processes_at_once_lose_no_line(ledger: Path) -> None:
    ids = [[uuid4() for _ in range(50)] for _ in range(4)]
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_note_many, args=(ledger, some)) for some in ids]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    assert len(ledger.read_text().splitlines()) == 200
    assert erasure_ledger.erased() == {one for some in ids for one in some}


def test_a_process_waits_for_its_turn(ledger: Path) -> None:
    erasure_ledger.add([uuid4()], day=DAY)
    with ledger.open("a") as taken, ThreadPoolExecutor(1) as pool:
        fcntl.flock(taken, fcntl.LOCK_EX)
        waiting = pool.submit(erasure_ledger.add, [uuid4()], day=DAY)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        fcntl.flock(taken, fcntl.LOCK_UN)
        waiting.result(timeout=10)
    assert len(erasure_ledger.erased()) == 2


def test_a_disk_that_fills_up_within_a_line_leaves_no_half_of_it(ledger: Path) -> None:
    erasure_ledger.add([uuid4()], day=DAY)
    before = ledger.read_text()
    with room_for(len(before) + 20), pytest.raises(OSError, match="too large"):
        erasure_ledger.add([uuid4()], day=DAY)
    assert ledger.read_text() == before


@pytest.fixture
def no_disk(ledger: Path) -> Path:
    """A file where the ledger's folder should be: as if the disk were not mounted, for root too."""
    ledger.parent.write_text("")
    return ledger.parent


@pytest.mark.parametrize("disk", ["missing", "full"])
def test_a_disk_that_refuses_keeps_nobody_from_erasing_and_is_told_of_once_a_day(
    enquiry: Enquiry,
    profile: PracticeProfile,
    no_disk: Path,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
    disk: str,
) -> None:
    if disk == "full":
        settings.ERASURE_LEDGER = Path("/dev/full")
    other = make_enquiry(profile, now=A_MONDAY)
    erasure.erase(enquiry, who="enquirer", now=A_MONDAY)
    erasure.erase(other, who="enquirer", now=A_MONDAY)

    assert not Enquiry.objects.exists()
    assert AuditLine.objects.count() == 2
    assert [mail.template for mail in OutboxMail.objects.all()] == ["ledger_refused"]
    assert caplog.text.count("the erasure ledger cannot be written") == 2
    assert str(enquiry.pk) not in caplog.text


def test_once_the_disk_is_back_the_worker_notes_what_was_missed(
    enquiry: Enquiry, ledger: Path, no_disk: Path
) -> None:
    erasure.erase(enquiry, who="enquirer", now=A_MONDAY)
    no_disk.unlink()
    for _ in range(2):
        erasure.tend_the_ledger(A_MONDAY + timedelta(minutes=1))
    assert ledger.read_text() == f"2027-03-01 {enquiry.pk}\n"


@pytest.mark.usefixtures("no_disk", "db")
def test_a_worker_without_the_disk_goes_on_with_its_other_duties() -> None:
    audit.record("worker", AuditLine.Verb.ERASED, f"enquiry:{uuid4()}", now=A_MONDAY)
    erasure.tend_the_ledger(A_MONDAY)
    assert OutboxMail.objects.get().template == "ledger_refused"


@pytest.mark.django_db
def test_what_was_erased_more_than_a_year_ago_needs_no_note() -> None:
    audit.record("worker", AuditLine.Verb.ERASED, f"enquiry:{uuid4()}", now=A_MONDAY)
    erasure.tend_the_ledger(A_MONDAY + timedelta(days=365))
    assert erasure_ledger.erased() == set()
