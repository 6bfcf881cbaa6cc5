"""The site as it runs in production: a real granian and a real worker, as child processes.

    with smtp_server() as post, live_site(EMAIL_URL=post.url) as site:
        page.goto(site.url)

They use the database of the tests, so the test that starts them needs `transactional_db`, and
the secrets of the tests, so rows made by either open in the other.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
READY_WITHIN = 30.0  # seconds, on a slow machine
ENDS_WITHIN = 20.0  # seconds; a worker may have a slow mail in hand


@dataclass(frozen=True)
class Program:
    """A child process, and the file that takes all it prints."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def printed(self) -> str:
        """What it has printed until now, on stdout and stderr."""
        return self.log.read_text(errors="replace")

    def ask_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def exit_code(self) -> int:
        """Wait for the end. Raises TimeoutExpired after 20 s."""
        return self.process.wait(ENDS_WITHIN)


@dataclass(frozen=True)
class LiveSite:
    """Where the site is, and the processes it is made of."""

    port: int
    web: Program
    worker: Program | None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


@contextmanager
def live_site(
    *, worker: bool = True, answers: str = "/readyz", **environment: str
) -> Iterator[LiveSite]:
    """Run granian, and the worker too if asked, until the end; yield once `answers` does.

    `environment` overrides what the processes get: EMAIL_URL, DATABASE_URL and the like.
    """
    port = free_port()
    environment = {"SITE_URL": f"http://{HOST}:{port}"} | environment
    with ExitStack() as stack:
        web = stack.enter_context(_running(_granian(port), environment))
        sender = stack.enter_context(live_worker(**environment)) if worker else None
        _await(lambda: _has(port, answers), web)
        yield LiveSite(port, web, sender)


@contextmanager
def live_worker(**environment: str) -> Iterator[Program]:
    """Run `manage.py worker` alone, until the end or until it is asked to stop."""
    with _running(["manage.py", "worker"], environment) as worker:
        _await(lambda: "worker: ready" in worker.printed(), worker)
        yield worker


def test_database_url() -> str:
    """The address of the database that pytest-django made, for another process."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    assert name.startswith("test_"), "this test needs transactional_db"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


test_database_url.__test__ = False  # type: ignore[attr-defined]  # not a test, for all its name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], *, seconds: float = READY_WITHIN) -> None:
    """Raises TimeoutError where `condition` has not become true within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            message = f"not within {seconds:.0f} s"
            raise TimeoutError(message)
        time.sleep(0.02)


def _granian(port: int) -> list[str]:
    where = ["--host", HOST, "--port", str(port)]
    how = ["--interface", "wsgi", "--blocking-threads", "4", "--log-level", "warning"]
    return ["-m", "granian", *how, *where, "practice.wsgi:application"]


@contextmanager
def _running(arguments: list[str], environment: dict[str, str]) -> Iterator[Program]:
    # The kernel ends them too where the tests are killed outright.
    tied = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    with tempfile.TemporaryDirectory(prefix="attune-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*tied, sys.executable, *arguments],
                cwd=REPOSITORY,
                env=_environment(**environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Program(process, log)
        finally:
            _end(process)


def _environment(**changed: str) -> dict[str, str]:
    ours = {"DJANGO_SETTINGS_MODULE": "practice.settings", "PYTHONUNBUFFERED": "1"}
    if "DATABASE_URL" not in changed:
        ours["DATABASE_URL"] = test_database_url()
    return {**os.environ, **ours, **changed}


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(ready: Callable[[], bool], program: Program) -> None:
    wait_until(lambda: program.process.poll() is not None or ready())
    if program.process.poll() is not None:
        message = f"ended at once:\n{program.printed()}"
        raise RuntimeError(message)


def _has(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
