"""What stands around the containers: Postgres and a mail server on loopback, and secrets."""

import mailbox
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path

from practice.postgres_programs import account_for, programs_for

UID = 10001  # the image's user


def free_port() -> int:
    """Return a port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], bool], *, within: float, otherwise: str) -> float:
    """Return after how many seconds `true` was. Raises AssertionError, saying `otherwise`."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < within, otherwise
        time.sleep(0.1)
    return time.monotonic() - started


def accepts_connections(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Postgres:
    """A new cluster of the wheel's Postgres on a TCP port, with a password, as in production."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o755)
        self.data, self.log = folder / "data", folder / "log"
        self.port, self.password = free_port(), secrets.token_hex(20)
        self.url = f"postgres://attune:{self.password}@127.0.0.1:{self.port}/attune"
        self.account = account_for(self.data)
        self.programs = programs_for(self.account, folder)
        self._initialise(folder / "password")
        self.process = self._launch()

    def _initialise(self, password: Path) -> None:
        password.write_text(self.password)
        self.data.mkdir(mode=0o700)
        for path in (password, self.data):
            os.chown(path, self.account.uid or -1, -1)
        options = ["--auth=scram-sha-256", "--username=postgres", f"--pwfile={password}"]
        options += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", *options, "--no-sync", f"--pgdata={self.data}")

    def _launch(self) -> "subprocess.Popen[bytes]":
        settings = ("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=")
        options = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *options],
                user=self.account.uid,
                group=self.account.gid,
                extra_groups=None if self.account.uid is None else [],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def make_database(self) -> None:
        """A database that belongs to an ordinary role."""
        wait_until(self._answers, within=60, otherwise="Postgres did not start")
        superuser = f"postgres://postgres:{self.password}@127.0.0.1:{self.port}/postgres"
        role = f"CREATE ROLE attune LOGIN PASSWORD '{self.password}'"
        database = "CREATE DATABASE attune OWNER attune"
        self._run("psql", "-Xq", superuser, "-c", role, "-c", database)

    def _answers(self) -> bool:
        ready = (self.programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port))
        return self.account.run(*ready).returncode == 0

    def _run(self, program: str, *options: str) -> None:
        done = self.account.run(self.programs / program, *options)
        assert done.returncode == 0, f"{program}: {done.stdout}"

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # Postgres's fast shutdown
        self.process.wait(30)


class MailServer:
    """A real SMTP server that keeps what it takes in a folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        handler = ["-c", "aiosmtpd.handlers.Mailbox", str(folder)]
        listen = ["-l", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen([sys.executable, "-m", "aiosmtpd", "-n", *listen, *handler])
        wait_until(lambda: accepts_connections(self.port), within=20, otherwise="no SMTP server")

    def mails(self) -> list[Message]:
        return list(mailbox.Maildir(self.folder, create=False))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def write_secrets(folder: Path, values: dict[str, str]) -> None:
    """One file for each value, which only the image's user can read, as compose.yaml wants it."""
    folder.mkdir(mode=0o755)
    for name, value in values.items():
        path = folder / name
        path.write_text(value + "\n")
        if os.geteuid() == 0:
            os.chown(path, UID, UID)
            path.chmod(0o400)
