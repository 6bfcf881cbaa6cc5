"""The erasure ledger: what was erased, noted outside the database.

A backup brings back what was erased since it was made; the ledger knows it. One line an erasure,
its day and a random id, such as "2027-03-01 0f8e…"; lines are only added. Processes take turns,
and a line is on the disk before its erasure is committed, so that none is missing after a crash.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings


def add(ids: Iterable[UUID], *, day: date) -> None:
    """Note the erasure of `ids`. Raises OSError, with nothing written, where the disk refuses."""
    lines = "".join(f"{day.isoformat()} {one}\n" for one in ids)
    path: Path = settings.ERASURE_LEDGER
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path) as file:
        _append(file, lines.encode())
    _bring_to_disk(path.parent)


def erased() -> set[UUID]:
    """Return the ids that are noted. Raises OSError where the ledger is there but unreadable."""
    try:
        lines = settings.ERASURE_LEDGER.read_text("ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return set()
    return set(_ids(lines))


def _ids(lines: Iterable[str]) -> Iterator[UUID]:
    """What a crash broke off is no id, and its erasure was not committed either."""
    for line in lines:
        with suppress(ValueError):
            yield UUID(line.partition(" ")[2])


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """Open the ledger, for its owner only, while no other process has it."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _append(file: int, lines: bytes) -> None:
    end = os.fstat(file).st_size
    broken_off = end > 0 and os.pread(file, 1, end - 1) != b"\n"
    try:
        _write_all(file, b"\n" * broken_off + lines)
        os.fsync(file)
    except OSError:
        with suppress(OSError):
            os.ftruncate(file, end)
        raise


def _write_all(file: int, content: bytes) -> None:
    """A disk that is nearly full takes a part only; the next write says why."""
    while content:
        content = content[os.write(file, content) :]


def _bring_to_disk(folder: Path) -> None:
    """Let the name of a new file survive a crash, as its content does."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
