"""The life of the embedded Postgres, with its real programs. Nothing needs Django's settings."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from practice.local_postgres import LocalPostgresError, database_url, is_running, start, stop
from practice.postgres_programs import own_program
from tests.practice.postgres_homes import (
    IS_ROOT,
    ask,
    log_of,
    new_home,
    outcome,
    python,
    run,
    server_id,
    server_user,
    socket_folder,
    stranger,
)

IN_DJANGO = """
import sys, django, environ
from django.conf import settings
settings.configure(DATABASES={"default": environ.Env.db_url_config(sys.argv[1])})
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user || ' in ' || current_database()")
    print(cursor.fetchone()[0])
"""

START_AND_WAIT = """
import signal, sys, time
from pathlib import Path
from practice.local_postgres import start
signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background ignores it
print(start(Path(sys.argv[1])), flush=True)
time.sleep(60)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with new_home() as home:
        yield home


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A home with a space in its path, which the tests of this module share."""
    with new_home("my home") as home:
        yield home


@pytest.fixture
def running(shared: Path) -> Path:
    start(shared)
    return shared


def test_six_starts_at_once_make_one_server(home: Path) -> None:
    starts = [python(home, "-m", "practice.local_postgres", "start") for _ in range(6)]
    assert {outcome(process) for process in starts} == {(0, database_url(home), "")}
    assert log_of(home).count("starting PostgreSQL") == 1
    assert "FATAL" not in log_of(home)


def test_django_connects_to_a_home_with_a_space(running: Path) -> None:
    said = outcome(python(running, "-c", IN_DJANGO, database_url(running)))
    assert said == (0, "attune in attune", "")


def test_only_the_servers_user_can_enter_the_socket_folder(running: Path) -> None:
    seen = socket_folder(running).stat()
    assert seen.st_mode & 0o777 == 0o700
    assert seen.st_uid == server_user(running)


def test_the_server_never_runs_as_root(running: Path) -> None:
    assert server_user(running) != 0
    assert IS_ROOT or server_user(running) == os.geteuid()


def test_there_is_no_tcp_port(running: Path) -> None:
    descriptors = Path(f"/proc/{server_id(running)}/fd").iterdir()
    sockets = {str(path.readlink()) for path in descriptors if path.is_socket()}
    tables = [Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6")]
    tcp = {f"socket:[{line.split()[9]}]" for table in tables for line in table.splitlines()[1:]}
    assert sockets
    assert not sockets & tcp
    assert ask(running, "SHOW listen_addresses") == ""


def test_a_second_start_is_the_same_server_within_a_tenth_of_a_second(running: Path) -> None:
    before = ask(running, "SELECT pg_postmaster_start_time()")
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        assert start(running) == database_url(running)
        seconds.append(time.perf_counter() - begin)
    assert min(seconds) < 0.1
    assert ask(running, "SELECT pg_postmaster_start_time()") == before


def test_the_callers_postgres_variables_do_not_mislead(
    running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGPORT": "1", "PGHOST": "elsewhere.test", "PGUSER": "other"}.items():
        monkeypatch.setenv(name, value)
    start(running)
    assert ask(running, "SELECT current_user") == "attune"


def test_a_database_that_was_dropped_is_made_again(running: Path) -> None:
    ask(running, "DROP DATABASE attune WITH (FORCE)", user="postgres", dbname="postgres")
    start(running)
    assert ask(running, "SELECT current_database()") == "attune"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 'typed by her'::integer",
        "SELECT * FROM nowhere WHERE message = 'typed by her'",
        "INSERT INTO kept VALUES ('typed by her')",
        "DO $$ BEGIN RAISE WARNING 'typed by her'; END $$",
    ],
)
def test_nothing_that_was_typed_reaches_the_log(running: Path, query: str) -> None:
    ask(running, "CREATE TABLE IF NOT EXISTS kept (message text CHECK (length(message) < 5))")
    with suppress(psycopg.Error):
        ask(running, query)
    with suppress(psycopg.Error), psycopg.connect(database_url(running)) as connection:
        connection.execute("INSERT INTO kept VALUES (%s)", ["typed by her"])
    assert "typed by her" not in log_of(running)


def test_the_database_is_made_and_run_to_keep_what_it_has(running: Path) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
        assert ask(running, f"SHOW {setting}") == "on"
    assert ask(running, "SHOW server_encoding") == "UTF8"
    made = "FROM pg_database WHERE datname = 'attune'"
    assert ask(running, f"SELECT datlocprovider::text {made}") == "b"
    assert ask(running, f"SELECT datlocale {made}") == "C.UTF-8"


def test_a_killed_server_starts_again_with_what_was_committed(running: Path) -> None:
    ask(running, "CREATE TABLE IF NOT EXISTS enquiry AS SELECT 'still here' AS message")
    busy = "SELECT count(*) FROM generate_series(1, 4000000)"
    left_over = subprocess.Popen(
        [own_program("psql"), database_url(running), "-c", busy],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(0.2)
    os.kill(server_id(running), signal.SIGKILL)
    start(running)
    assert ask(running, "SELECT message FROM enquiry") == "still here"
    assert left_over.wait(timeout=30) in (0, 2)


def test_a_process_id_that_became_a_strangers_is_not_believed(running: Path) -> None:
    record = running / "postgres/data/postmaster.pid"
    text = record.read_text()
    stop(running)
    with stranger(running) as other:
        record.write_text(text.replace(text.splitlines()[0], str(other.pid), 1))
        assert stop(running) is False
        start(running)
        assert is_running(running)
        assert other.poll() is None


def test_ctrl_c_and_a_closed_terminal_do_not_end_the_server(running: Path) -> None:
    stop(running)
    starter = python(running, "-c", START_AND_WAIT, str(running))
    assert starter.stdout is not None
    assert starter.stdout.readline().strip() == database_url(running)
    os.killpg(starter.pid, signal.SIGINT)
    starter.communicate(timeout=10)
    assert os.getsid(server_id(running)) != starter.pid
    assert is_running(running)


def test_the_command_line_starts_names_and_stops(running: Path) -> None:
    assert run(running, "url") == (0, database_url(running), "")
    assert run(running, "start") == (0, database_url(running), "")
    assert run(running, "stop") == (0, "Postgres has stopped.", "")
    assert run(running, "stop") == (0, "Postgres was not running.", "")
    start(running)


def test_stopping_twice_is_harmless_and_stopping_nothing_makes_nothing(
    running: Path, home: Path
) -> None:
    assert (stop(running), is_running(running), stop(running)) == (True, False, False)
    assert (is_running(home), stop(home), home.exists()) == (False, False, False)
    start(running)


def test_the_server_learns_none_of_the_callers_secrets(
    running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop(running)
    monkeypatch.setenv("SECRET_KEY", "a secret of the site")
    start(running)
    assert b"a secret" not in Path(f"/proc/{server_id(running)}/environ").read_bytes()


def test_a_server_that_will_not_start_says_why_in_one_line(running: Path) -> None:
    settings = running / "postgres/data/postgresql.conf"
    kept = settings.read_text()
    stop(running)
    settings.write_text("no_such_setting = on\n")
    with pytest.raises(LocalPostgresError, match=r"^Postgres in .* did not start: .*FATAL.*$"):
        start(running)
    settings.write_text(kept)
    assert not is_running(running)
