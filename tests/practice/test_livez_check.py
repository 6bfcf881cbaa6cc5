"""The container's health check, against a real HTTP server; `make image-check` has the rest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from practice.livez_check import host_that_is_allowed

ROOT = Path(__file__).resolve().parent.parent.parent


class OneHost(BaseHTTPRequestHandler):
    """Answers 200 to a request for /livez of practice.example and 400 to any other."""

    def do_GET(self) -> None:
        rightly = self.path == "/livez" and self.headers["Host"] == "practice.example"
        self.send_response(200 if rightly else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
        """Nothing to say."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), OneHost) as running:
        Thread(target=running.serve_forever).start()
        yield running
        running.shutdown()


def exit_code(server: HTTPServer, allowed_hosts: str) -> int:
    environment = os.environ | {
        "GRANIAN_PORT": str(server.server_address[1]),
        "ALLOWED_HOSTS": allowed_hosts,
    }
    command = [sys.executable, "-m", "practice.livez_check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return done.returncode


def test_a_server_that_lives_is_healthy(server: HTTPServer) -> None:
    assert exit_code(server, "practice.example,www.practice.example") == 0


def test_any_other_status_is_not_healthy(server: HTTPServer) -> None:
    assert exit_code(server, "elsewhere.example") == 1


def test_a_server_that_does_not_answer_is_not_healthy(server: HTTPServer) -> None:
    server.shutdown()
    server.server_close()
    assert exit_code(server, "practice.example") == 1


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [("a.example,b.example", "a.example"), (".a.example", "a.example"), ("*", "localhost")],
)
def test_it_asks_for_a_host_that_the_site_answers_to(
    monkeypatch: pytest.MonkeyPatch, allowed: str, asked: str
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)
    assert host_that_is_allowed() == asked


def test_the_host_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("filed.example\n")
    monkeypatch.setenv("ALLOWED_HOSTS_FILE", str(tmp_path / "hosts"))
    assert host_that_is_allowed() == "filed.example"
