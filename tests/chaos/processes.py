"""The site's processes, killed without warning and started again, as a container's would be.

All children are reaped, those of killed parents too: this process adopts them.
"""

import ctypes
import os
import random
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from practice import local_postgres
from tests.live_site import HOST, REPOSITORY

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def adopt_orphans() -> None:
    """Become the parent of what killed children leave behind. Linux only."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot adopt orphans")


def descendants(pid: int) -> list[int]:
    """The processes that `pid` has started, and theirs."""
    found, waiting = [], [pid]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def kill(pid: int) -> None:
    """End a process without warning, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def reap(pids: list[int]) -> None:
    """Wait for the end of adopted processes."""
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _kill_one(pids: list[int], chance: random.Random) -> bool:
    if pids:
        kill(chance.choice(pids))
    return bool(pids)


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return []


class Supervised:
    """A program that is started again whenever it ends."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self._command = [sys.executable, *arguments]
        self._environment = os.environ | environment
        self._log = log
        self._lock = threading.Lock()
        self._process = self._started()

    def kill(self) -> bool:
        """Kill it with all that it has started, and start it again."""
        with self._lock:
            self._end()
            self._process = self._started()
        return True

    def kill_a_child(self, chance: random.Random) -> bool:
        """Kill one process that it has started; whether there was one."""
        return _kill_one(descendants(self._process.pid), chance)

    def end(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        children = descendants(self._process.pid)
        for pid in (self._process.pid, *children):
            kill(pid)
        self._process.wait()
        reap(children)

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as output:
            return subprocess.Popen(
                self._command,
                cwd=REPOSITORY,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )


def web(port: int, environment: dict[str, str], log: Path) -> Supervised:
    """Granian with two workers, as the image runs it."""
    how = ["--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2"]
    how += ["--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "0.2"]
    where = ["--host", HOST, "--port", str(port), "--log-level", "error"]
    arguments = ["-m", "granian", *how, *where, "practice.wsgi:application"]
    return Supervised(arguments, environment, log)


def worker(environment: dict[str, str], log: Path) -> Supervised:
    return Supervised(["manage.py", "worker"], environment, log)


class Postgres:
    """The embedded Postgres of a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def kill_a_backend(self, chance: random.Random) -> bool:
        """Kill one process that serves a connection: Postgres then starts all of them anew."""
        return _kill_one([pid for pid in descendants(self._postmaster) if _serves(pid)], chance)

    def kill(self) -> bool:
        """Kill the postmaster; its children notice and end; start it again."""
        postmaster = self._postmaster
        children = descendants(postmaster)
        kill(postmaster)
        reap([postmaster, *children])
        local_postgres.start(self._home)
        return True

    @property
    def _postmaster(self) -> int:
        file = self._home / "postgres" / "data" / "postmaster.pid"
        return int(file.read_text().splitlines()[0])


def _serves(pid: int) -> bool:
    """Whether this process of Postgres has a client: its title names role and database."""
    with suppress(FileNotFoundError, ProcessLookupError):
        title = Path(f"/proc/{pid}/cmdline").read_bytes()
        return f"{local_postgres.ROLE} {local_postgres.DATABASE}".encode() in title
    return False
