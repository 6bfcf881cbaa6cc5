"""Starts the web process and the worker, watches them, and stops them together."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
READY_WITHIN = 60.0  # seconds, on a slow machine
STOPPED_WITHIN = 12.0  # seconds; the worker may be in the middle of a mail, which times out in 10
LOOK_EVERY = 0.05  # seconds

Processes = dict[str, "subprocess.Popen[bytes]"]


class ProcessDiedError(Exception):
    """The web process or the worker ended by itself, or never answered; one line."""


class StopRequest:
    """Becomes true on Ctrl-C, SIGTERM, or when the terminal is closed."""

    def __init__(self) -> None:
        self.came = False
        signal.signal(signal.SIGINT, self._note)
        signal.signal(signal.SIGTERM, self._note)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup keeps its meaning
            signal.signal(signal.SIGHUP, self._note)

    def _note(self, *_number_and_frame: object) -> None:
        self.came = True


def serve(port: int, *, when_ready: Callable[[], None]) -> None:
    """Serves until asked to stop. Raises ProcessDiedError where a process ends before that."""
    stop = StopRequest()
    processes: Processes = {}
    try:
        processes["web"] = _start(*_web(port))
        _wait(stop, processes, until=lambda: _is_ready(port), seconds=READY_WITHIN)
        if not stop.came:
            processes["worker"] = _start("manage.py", "worker")
            when_ready()
        _wait(stop, processes, until=lambda: False, seconds=float("inf"))
    finally:
        _end(processes)


def _web(port: int) -> list[str]:
    where = ["--host", HOST, "--port", str(port)]
    # Every thread keeps a connection to Postgres, which has a hundred.
    threads = min(16, 2 * (os.cpu_count() or 1) + 1)
    how = ["--interface", "wsgi", "--blocking-threads", str(threads), "--log-level", "warning"]
    return ["-m", "granian", *how, *where, "practice.wsgi:application"]


def _start(*arguments: str) -> "subprocess.Popen[bytes]":
    # A group of its own: Ctrl-C reaches this process alone, which then stops the others in order.
    # With setpriv, the kernel stops them too where this process is killed outright.
    tied = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    return subprocess.Popen(
        [*tied, sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},  # its words are seen when they are said
        stdin=subprocess.DEVNULL,
        process_group=0,
    )


def _wait(
    stop: StopRequest, processes: Processes, *, until: Callable[[], bool], seconds: float
) -> None:
    deadline = time.monotonic() + seconds
    while not stop.came and not until():
        for name, process in processes.items():
            if process.poll() is not None:
                message = f"The {name} process ended with code {process.returncode}; see above."
                raise ProcessDiedError(message)
        if time.monotonic() > deadline:
            message = f"The site did not answer within {seconds:.0f} seconds; see above."
            raise ProcessDiedError(message)
        time.sleep(LOOK_EVERY)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(processes: Processes) -> None:
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + STOPPED_WITHIN
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        _kill_what_is_left(process)


def _kill_what_is_left(process: "subprocess.Popen[bytes]") -> None:
    """A process that was late, and what it started: granian, killed, leaves its own child."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
