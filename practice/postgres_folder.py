"""The folder of the embedded Postgres: what in it is private, reachable, locked, written."""

import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from practice.postgres_programs import PORT, Account, LocalPostgresError

# A socket's path may have 107 bytes on Linux and 103 on macOS. A longer home has its socket here.
# Not tempfile.gettempdir(): TMPDIR may differ between those who start and those who connect.
SOCKET_PATH_BYTES = 103
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - owner and mode of what we make there are verified


def socket_folder(home: Path) -> Path:
    """Return the folder of the server's socket: inside the home, or short where that is long."""
    folder = home.resolve() / "postgres" / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()
    return SHORT_FOLDER / f"attune-{digest[:16]}"


def private_folder(path: Path, account: Account) -> None:
    """Make `path` a folder of mode 0700 that belongs to `account`.

    Raises LocalPostgresError where something else is there: it may have been planted.
    """
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    if account.uid is not None and account.gid is not None and is_private(path, 0):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    if not is_private(path, os.geteuid() if account.uid is None else account.uid):
        message = f"{path} should be a folder that only Postgres's user can enter: remove it."
        raise LocalPostgresError(message)


def is_private(path: Path, uid: int) -> bool:
    """Return whether `path` is a folder, no link to one, that only this user can enter."""
    try:
        seen = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_mode & 0o777 == 0o700 and seen.st_uid == uid


@contextmanager
def usable_name(folder: Path, account: Account) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield a name of `folder` that works for `account`, and the descriptors to hand down.

    Below a folder that the account may not enter (a checkout under /root), that is an open
    descriptor: Linux follows /proc/self/fd without walking the path.
    """
    if account.can_enter(folder):
        yield str(folder), ()
        return
    if not Path("/proc/self/fd").is_dir():
        message = f"The user {account.name} cannot enter {folder}: choose another ATTUNE_HOME."
        raise LocalPostgresError(message)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield f"/proc/self/fd/{descriptor}", (descriptor,)
    finally:
        os.close(descriptor)


def attempts(seconds: float) -> Iterator[None]:
    """Yield again and again, with short pauses, until the seconds are over."""
    deadline = time.monotonic() + seconds
    while True:
        yield
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)


@contextmanager
def lock(path: Path, seconds: float) -> Iterator[int | None]:
    """Yield a descriptor that holds the lock for as long as any process has it open.

    Yields None where others hold it for longer than `seconds`.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        free = any(_try_lock(descriptor) for _ in attempts(seconds))
        yield descriptor if free else None
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def appending(path: Path) -> Iterator[int]:
    """Yield a descriptor that writes at the end of the file, which only its owner may read."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def rename_for_good(old: Path, new: Path) -> None:
    """Rename so that a power cut cannot undo it."""
    old.rename(new)
    parent = os.open(new.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
