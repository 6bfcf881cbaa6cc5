"""While Postgres is away nobody loses a word, and nobody waits for more than five seconds."""

import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from practice.local_postgres import database_url, start, stop
from tests.factories import form_data
from tests.live_site import HOST, REPOSITORY, LiveSite, live_site, wait_until
from tests.practice.postgres_homes import ask, new_home, socket_folder
from tests.smtp_server import smtp_server
from tests.visitor import Answer, Visitor, pressing_send

WITHIN = 5.0  # seconds
MESSAGE = "What I typed\nwhile it was away."
SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_sample_content", verbosity=0)
from django.utils import timezone
from practice import demo_key
from tests.factories import PHRASE, SHEET
demo_key.make(phrase=PHRASE, sheet=SHEET, now=timezone.now())
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A Postgres of its own, with the sample practice in it."""
    with new_home() as home:
        database = {"DATABASE_URL": start(home), "DJANGO_SETTINGS_MODULE": "practice.settings"}
        command = [sys.executable, "-c", SET_UP]
        subprocess.run(command, cwd=REPOSITORY, env=os.environ | database, check=True)
        yield home


@contextmanager
def away(home: Path) -> Iterator[None]:
    stop(home)
    try:
        yield
    finally:
        start(home)


class Gate(socketserver.ThreadingTCPServer):
    """Stands in for a database server on the network. `silent`: it accepts, and says nothing."""

    daemon_threads = True
    silent = False

    def __init__(self, home: Path) -> None:
        super().__init__((HOST, 0), Passage)
        self.inner = str(socket_folder(home) / ".s.PGSQL.5432")
        self.open: list[socket.socket] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"postgres://attune@{HOST}:{self.server_address[1]}/attune"

    def fall_silent(self) -> None:
        """Break every connection, and answer no new one."""
        self.silent = True
        for each in self.open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class Passage(socketserver.BaseRequestHandler):
    server: Gate

    def handle(self) -> None:
        if self.server.silent:
            self.server.over.wait(60)
            return
        with socket.socket(socket.AF_UNIX) as inner:
            inner.connect(self.server.inner)
            self.server.open += [self.request, inner]
            threading.Thread(target=_pass_on, args=(inner, self.request), daemon=True).start()
            _pass_on(self.request, inner)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        return


@contextmanager
def gate(home: Path) -> Iterator[Gate]:
    with Gate(home) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()


def enquiries(home: Path) -> int:
    return int(ask(home, "SELECT count(*) FROM contact_enquiry"))


def post_in_time(visitor: Visitor, fields: dict[str, str]) -> Answer:
    began = time.monotonic()
    answer = visitor.post(fields)
    assert time.monotonic() - began < WITHIN
    assert answer.status == 503
    return answer


def look_at(site: LiveSite) -> None:
    """Nothing that was typed is in the log, and no traceback."""
    printed = site.web.printed() + (site.worker.printed() if site.worker else "")
    assert "Traceback" not in printed
    assert 'File "' not in printed
    assert "typed" not in printed


def test_a_message_is_kept_in_the_form_and_taken_once_postgres_is_back(home: Path) -> None:
    before = enquiries(home)
    with (
        smtp_server() as post,
        live_site(DATABASE_URL=database_url(home), EMAIL_URL=post.url) as site,
    ):
        visitor = Visitor(site)
        blank, typed = visitor.open_form(), form_data(message=MESSAGE)
        with away(home):
            page = post_in_time(visitor, blank | typed).text
            assert typed.items() <= pressing_send(page).items()
            notice = page.partition("I could not take your message just now")[2]
            assert "tel:" in notice.partition("<form")[0]
            worker = site.worker
            assert worker
            wait_until(lambda: "Postgres refused" in worker.printed())

        again = [visitor.post(pressing_send(page)) for _ in range(2)]
        assert [answer.status for answer in again] == [303, 303]
        assert enquiries(home) == before + 1
        post.wait_for(1)
        look_at(site)


def test_a_page_to_read_says_that_it_will_be_back(home: Path) -> None:
    with live_site(worker=False, DATABASE_URL=database_url(home)) as site:
        visitor = Visitor(site)
        assert visitor.get("/contact/").status == 200
        with away(home):
            answer = visitor.get("/articles/")  # which nobody has read yet
            assert answer.status == 503
            assert "cannot be shown just now" in answer.text
            assert answer.headers["Retry-After"]
            assert answer.headers["Cache-Control"] == "no-store"
            assert visitor.get("/livez").status == 200
        assert visitor.get("/articles/").status == 200
        look_at(site)


def test_a_process_that_never_saw_postgres_gives_the_message_back(home: Path) -> None:
    """As after a restart in the middle of it: there is not even a phone number to show."""
    with (
        away(home),
        live_site(worker=False, answers="/livez", DATABASE_URL=database_url(home)) as site,
    ):
        visitor = Visitor(site)
        assert visitor.get("/contact/").status == 503
        for token in ("", "t" * 32):
            visitor.cookies["csrftoken"] = token
            fields = form_data(message=MESSAGE, csrfmiddlewaretoken=token)
            assert MESSAGE in post_in_time(visitor, fields).text
        look_at(site)


def test_a_postgres_that_accepts_and_says_nothing_is_away_too(home: Path) -> None:
    with gate(home) as server, live_site(worker=False, DATABASE_URL=server.url) as site:
        visitor = Visitor(site)
        typed = visitor.open_form() | form_data(message=MESSAGE)
        server.fall_silent()
        page = post_in_time(visitor, typed).text
        assert pressing_send(page)["message"] == MESSAGE
        look_at(site)
