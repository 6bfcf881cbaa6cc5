"""Health, for the machine that looks after the site."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer

from practice import livez_check

REPOSITORY = Path(__file__).resolve().parents[2]
ASK_WITHOUT_POSTGRES = """
import django
django.setup()
from django.test import Client
print(*(Client().get(address).status_code for address in ("/livez", "/readyz", "/", "/contact/")))
"""


@pytest.mark.django_db
def test_livez_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_asks_it_one_thing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_is_never_kept_and_sets_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)

    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.django_db
def test_health_is_asked_without_tls_where_all_else_needs_it(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/livez").status_code == client.get("/readyz").status_code == 200
    assert client.get("/").status_code == 301


def test_without_postgres_it_lives_but_is_not_ready() -> None:
    away = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    hosts = {"DJANGO_SETTINGS_MODULE": "practice.settings", "ALLOWED_HOSTS": "testserver"}
    started = time.monotonic()
    asked = subprocess.run(
        [sys.executable, "-c", ASK_WITHOUT_POSTGRES],
        env=os.environ | away | hosts,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert asked.stdout.split() == ["200", "503", "503", "503"], asked.stderr
    assert time.monotonic() - started < 15


def test_the_check_of_the_container_passes_while_the_site_answers(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRANIAN_PORT", str(urlsplit(live_server.url).port))

    assert livez_check.main() == 0
    assert capsys.readouterr().out == "/livez: 200\n"


def test_the_check_of_the_container_fails_where_nobody_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRANIAN_PORT", "1")

    assert livez_check.main() == 1
    assert capsys.readouterr().err == "/livez: ConnectionRefusedError\n"


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("practice.example, www.practice.example", "practice.example"),
        (".practice.example", "practice.example"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_the_check_asks_by_a_name_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, allowed: str, host: str
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)

    assert livez_check.host_that_is_allowed() == host
