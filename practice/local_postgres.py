"""The Postgres that is used when DATABASE_URL is unset, kept under ATTUNE_HOME/postgres.

`data/` is the database, `socket/` the only way in, `server.log` what Postgres has to say.
Two locks: `start.lock` is held by whoever starts or stops. `server.lock` is handed down to the
server and all its children, so that it is free exactly when the last of them has gone.

    python -m practice.local_postgres start|stop|url
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from practice.postgres_folder import (
    appending,
    attempts,
    is_private,
    lock,
    private_folder,
    rename_for_good,
    socket_folder,
    usable_name,
)
from practice.postgres_programs import (
    INITDB_OPTIONS,
    MYSELF,
    PORT,
    SETTINGS,
    SUPERUSER,
    Account,
    LocalPostgresError,
    account_for,
    own_program,
    programs_for,
)

__all__ = ["LocalPostgresError", "database_url", "is_running", "start", "stop"]

ROLE = DATABASE = "attune"
ACCEPTING, SILENT = 0, 2  # exit codes of pg_isready
READY_SECONDS, STOP_SECONDS, LEFTOVER_SECONDS, START_SECONDS = 90, 60, 30, 180

# CREATEDB is for the test run, which makes a database of its own.
CREATE_DATABASE = rf"""
SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \gexec
"""  # noqa: S608 - made of the constants above


def database_url(home: Path) -> str:
    """Return the address of the database under `home`, for Django and psql; start nothing.

    Only `start` verifies that the socket's folder is ours: connect after it, not before.
    """
    host = quote(os.fsencode(socket_folder(home)), safe="")
    return f"postgres://{ROLE}@:{PORT}/{DATABASE}?host={host}"


def start(home: Path) -> str:
    """Make sure that the server runs and has its database; return `database_url(home)`.

    May be called at any time, by any number of processes. Raises LocalPostgresError.
    """
    with _one_line_errors(home):
        server = _Server.of(home)
        server.make_folders()
        with server.held_still() as held:
            server.bring_up(held)
            server.create_database()
    return database_url(home)


def stop(home: Path) -> bool:
    """Stop the server, breaking off open transactions; return False where none ran.

    Raises LocalPostgresError where it has not stopped within a minute.
    """
    with _one_line_errors(home):
        server = _Server.of(home)
        if not server.data.exists():
            return False
        server.make_folders()
        with server.held_still():
            return server.shut_down()


def is_running(home: Path) -> bool:
    """Return whether the server under `home` accepts connections. Raises LocalPostgresError."""
    with _one_line_errors(home):
        data = home.resolve() / "postgres" / "data"
        ours = data.exists() and is_private(socket_folder(home), data.stat().st_uid)
        return ours and _answer(home) == ACCEPTING


@dataclass(frozen=True)
class _Server:
    """The server of one home."""

    home: Path
    folder: Path
    data: Path
    account: Account

    @classmethod
    def of(cls, home: Path) -> "_Server":
        folder = home.resolve() / "postgres"
        return cls(home, folder, folder / "data", account_for(folder / "data"))

    @cached_property
    def programs(self) -> Path:
        return programs_for(self.account, self.folder)

    def make_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Postgres passes through here to the folders that are its own, and can change nothing.
        self.folder.chmod(0o711)
        private_folder(socket_folder(self.home), self.account)

    @contextmanager
    def held_still(self) -> Iterator[int]:
        with lock(self.folder / "start.lock", START_SECONDS) as held:
            if held is None:
                message = f"Another start or stop of Postgres in {self.folder} does not end."
                raise LocalPostgresError(message)
            yield held

    def bring_up(self, held: int) -> None:
        for _ in attempts(READY_SECONDS):
            answer = _answer(self.home)
            # Without its process file a server ends itself within a minute: its folder was removed.
            if answer == ACCEPTING and (self.data / "postmaster.pid").exists():
                return
            if answer == SILENT:
                self._initialise(held)
                self._launch()
        message = f"Postgres in {self.folder} is there but does not become ready."
        raise LocalPostgresError(message)

    def create_database(self) -> None:
        options = ("-XqAt", "-v", "ON_ERROR_STOP=1", *_connection(self.home))
        done = MYSELF.run(own_program("psql"), *options, text=CREATE_DATABASE)
        self._insist(done, "could not make its database")

    def shut_down(self) -> bool:
        # The process id on record is used only while the server answers: after a crash the id
        # may have become a stranger's.
        if _answer(self.home) == SILENT:
            self._await_its_end()
            return False
        options = ("stop", "-s", "-m", "fast", "-t", str(STOP_SECONDS))
        self._insist(self._run("pg_ctl", *options, on=self.data), "did not stop")
        return True

    def _await_its_end(self) -> None:
        with lock(self.folder / "server.lock", LEFTOVER_SECONDS) as held:
            if held is None:
                message = f"A Postgres in {self.folder} is there but does not answer."
                raise LocalPostgresError(message)

    def _initialise(self, held: int) -> None:
        """Fill `data.new`, which becomes `data` only when it is complete."""
        if self.data.exists():
            return
        new = self.folder / "data.new"
        if new.exists():
            shutil.rmtree(new)
        private_folder(new, self.account)
        # The lock goes along: it stays taken until initdb has ended, even if we are killed.
        done = self._run("initdb", *INITDB_OPTIONS, on=new, hand_down=(held,))
        self._insist(done, "could not set up its data folder")
        rename_for_good(new, self.data)

    def _launch(self) -> None:
        server_lock, server_log = self.folder / "server.lock", self.folder / "server.log"
        with lock(server_lock, 0) as held, appending(server_log) as log:
            if held is None:  # a killed server's last processes, or one that has just begun
                return
            self._forget_process_ids()
            before = os.fstat(log).st_size
            options = ("start", "-s", "-t", str(READY_SECONDS), "-o", self._settings())
            done = self._run("pg_ctl", *options, on=self.data, hand_down=(held,), output=log)
        self._insist(done, "did not start", logged_after=before)

    def _forget_process_ids(self) -> None:
        """Remove what a killed server left, once nobody of it lives.

        Postgres would not start if the id were a stranger's by now, or that of a dead process
        which nobody waits for, as in a container.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (socket_folder(self.home) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _settings(self) -> str:
        """Return what holds for a data folder of any age, as options for a shell."""
        sockets = socket_folder(self.home)
        # Relative to the data folder, where Postgres works: no limit of length, nothing to quote.
        name = "../socket" if sockets.parent == self.folder else str(sockets)
        settings = SETTINGS | {"unix_socket_directories": name}
        return shlex.join(f"--{key}={value}" for key, value in settings.items())

    def _run(
        self,
        program: str,
        *options: str,
        on: Path,
        hand_down: tuple[int, ...] = (),
        output: int = subprocess.PIPE,
    ) -> subprocess.CompletedProcess[str]:
        with usable_name(on, self.account) as (name, descriptors):
            inherited = (*hand_down, *descriptors)
            path = self.programs / program
            return self.account.run(path, *options, "-D", name, hand_down=inherited, output=output)

    def _insist(
        self, done: subprocess.CompletedProcess[str], failed: str, *, logged_after: int = 0
    ) -> None:
        """Raise LocalPostgresError with the first complaint printed, or logged after a byte."""
        if done.returncode == 0:
            return
        log = self.folder / "server.log"
        said = done.stdout or log.read_bytes()[logged_after:].decode(errors="replace")
        complaints = re.findall(r"^.*(?:error|ERROR|FATAL|PANIC|could not).*$", said, re.MULTILINE)
        reason = complaints[0] if complaints else f"exit code {done.returncode}"
        message = f"Postgres in {self.folder} {failed}: {reason}"
        raise LocalPostgresError(message)


def _connection(home: Path) -> tuple[str, ...]:
    return ("-h", str(socket_folder(home)), "-p", str(PORT), "-U", SUPERUSER, "-d", "postgres")


def _answer(home: Path) -> int:
    """Return pg_isready's exit code: 1 is a server that is still starting, or stopping."""
    return MYSELF.run(own_program("pg_isready"), "-q", *_connection(home)).returncode


@contextmanager
def _one_line_errors(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"Postgres cannot work in {home}: {error.strerror}{where}."
        raise LocalPostgresError(message) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the home that ATTUNE_HOME names, or ./var; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m practice.local_postgres")
    parser.add_argument("command", choices=("start", "stop", "url"))
    command = parser.parse_args(arguments).command
    try:
        sys.stdout.write(_done(command, Path(os.environ.get("ATTUNE_HOME") or "var")) + "\n")
    except LocalPostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _done(command: str, home: Path) -> str:
    if command == "stop":
        return "Postgres has stopped." if stop(home) else "Postgres was not running."
    return start(home) if command == "start" else database_url(home)


if __name__ == "__main__":
    sys.exit(main())
