"""One `make run` as tests drive it: real processes, a real Postgres, a home of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UP = "Ctrl-C stops the site"  # the last line printed once the site is up
# What tests set for themselves, and a person at the keyboard has not set.
SETTINGS = re.compile(
    r"(DEBUG|DJANGO_SETTINGS_MODULE|STATIC_ROOT"
    r"|(SECRET_KEY|ENCRYPTION_KEY|SITE_URL|ALLOWED_HOSTS|DATABASE_URL|EMAIL_URL)(_FILE)?)"
)


@dataclass
class Site:
    """One `make run`, without make."""

    home: Path
    log: Path
    port: int = field(default_factory=lambda: free_port())
    seconds: float = 0.0  # from the start until it answered

    def start(self, *before: str) -> None:
        environment = {name: it for name, it in os.environ.items() if not SETTINGS.fullmatch(name)}
        environment |= {"ATTUNE_HOME": str(self.home), "PORT": str(self.port)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-m", "practice.local_site"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_up(self) -> None:
        began = time.monotonic()
        wait_for(lambda: UP in self.output() or self.process.poll() is not None, seconds=90)
        assert UP in self.output(), self.output()
        self.seconds = time.monotonic() - began

    def output(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def children(self) -> dict[int, str]:
        """Return what this run started and what that started, as process ids and commands."""
        found: dict[int, str] = {}
        waiting = [self.process.pid]
        while waiting:
            of_this = _children_of(waiting.pop())
            found |= {pid: _command(pid) for pid in of_this}
            waiting += of_this
        return found

    def press_ctrl_c(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)  # a terminal tells the whole group

    def terminate(self) -> None:
        self.process.terminate()

    def wait(self) -> int:
        return self.process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children_of(pid: int) -> list[int]:
    return [int(it) for it in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


@contextmanager
def started(home: Path, *, name: str = "run") -> Iterator[Site]:
    site = Site(home, home.parent / f"{name}.log")
    site.start()
    try:
        yield site
    finally:
        if site.process.poll() is None:
            site.press_ctrl_c()
        site.wait()


def sign_in(site: Site, password: str) -> str:
    """Sign in as a browser would; return the path where that ends."""
    cookies = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
    address = f"http://127.0.0.1:{site.port}/admin/login/?next=/admin/"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.open(address).read().decode())
    assert token
    form = {"csrfmiddlewaretoken": token[1], "username": "therapist", "password": password}
    try:
        with browser.open(address, urllib.parse.urlencode(form).encode()) as answer:
            return urllib.parse.urlsplit(str(answer.url)).path
    except urllib.error.HTTPError as refused:
        return urllib.parse.urlsplit(str(refused.url)).path
