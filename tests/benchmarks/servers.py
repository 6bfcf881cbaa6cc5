"""The servers that are measured: on 127.0.0.1, on one core, ended by their process ids."""

import http.client
import json
import os
import pwd
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

from tests.benchmarks import machine
from tests.benchmarks.errors import BenchmarkError
from tests.live_site import HOST, REPOSITORY, free_port

READY_WITHIN = 60.0  # seconds
LOOK_EVERY = 0.005  # seconds
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; gzip_static on;
    types {{ text/html html; }}
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen {host}:{port}; root {folder}/root; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """A server and its child processes."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def processes(self) -> list[int]:
        """The ids of the server's process and of all that it started."""
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            waiting += _children(found[-1])
        return found

    def cpu_seconds(self) -> float:
        """Processor time that all of them have used."""
        return sum(map(_ticks, self.processes())) / CLOCK_TICKS


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Ask once. Raises OSError where nobody answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=15)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def cpu_seconds_of_postgres(database_url: str) -> float:
    """Processor time of the Postgres behind this address. Wants it on this machine."""
    with psycopg.connect(database_url) as connection:
        backend = connection.info.backend_pid
        postmaster = int(_stat(backend)[1])
        return sum(map(_ticks, [postmaster, *_children(postmaster)])) / CLOCK_TICKS


@contextmanager
def granian(
    environment: dict[str, str], application: str = "practice.wsgi:application"
) -> Iterator[Server]:
    """Serve a WSGI application as in production, and wait until it listens."""
    port = free_port()
    options, tuning = _as_in_the_image()
    where = ["--host", HOST, "--port", str(port), "--log-level", "error"]
    command = [sys.executable, "-m", "granian", *options, *where, application]
    environment = environment | tuning | {"SITE_URL": f"http://{HOST}:{port}"}
    with _running(command, environment, port) as server:
        yield server


def _as_in_the_image() -> tuple[list[str], dict[str, str]]:
    """The options and the environment that the Dockerfile gives granian: what runs, is measured."""
    dockerfile = (REPOSITORY / "Dockerfile").read_text().replace("\\\n", "")
    tuning = dict(re.findall(r"\b((?:GRANIAN|MALLOC)_[A-Z0-9_]+)=(\S+)", dockerfile))
    command = re.search(r"^CMD (\[.+\])$", dockerfile, re.MULTILINE)
    _granian, *options, _application = json.loads(command[1]) if command else ["", ""]
    return options, tuning


@contextmanager
def nginx(folder: Path, path: str, *, plain: bytes, gzipped: bytes) -> Iterator[Server]:
    """Serve one page from files, compressed beforehand by somebody else."""
    page = folder / "root" / path.strip("/") / "index.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(plain)
    page.with_name("index.html.gz").write_bytes(gzipped)
    port = free_port()
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, host=HOST, port=port, user=user))
    command = ["nginx", "-e", f"{folder}/error.log", "-c", str(configuration)]
    with _running(command, {}, port) as server:
        yield server


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[Server]:
    pinned = ["setpriv", "--pdeathsig", "TERM", "taskset", "-c", str(machine.cores()[0]), *command]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            pinned,
            cwd=REPOSITORY,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_it_answers(process, port, log)
            yield Server(process, port)
        finally:
            _end(process)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int, log: IO[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            message = f"a server does not answer:\n{log.read().decode(errors='replace')}"
            raise BenchmarkError(message)
        time.sleep(LOOK_EVERY)


def _answers(port: int) -> bool:
    try:
        fetch(port, "/livez")
    except (OSError, http.client.HTTPException):
        return False
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for it in threads for child in (it / "children").read_text().split()]


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12])


def _stat(pid: int) -> list[str]:
    """What /proc says of a process, from its state on: its parent is the second."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
