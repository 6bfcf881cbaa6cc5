"""The databases that are measured: made for one run, on the Postgres that the site would use."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from practice import local_postgres
from tests.benchmarks.errors import BenchmarkError


@contextmanager
def postgres(home: Path) -> Iterator[str]:
    """The address of DATABASE_URL, else of the embedded Postgres, stopped only if started here."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    was_running = local_postgres.is_running(home)
    try:
        yield local_postgres.start(home)
    finally:
        if not was_running:
            local_postgres.stop(home)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """A new database of this name, dropped at the end. Yields its address."""
    _replace(server, name)
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def fill(environment: dict[str, str], *, articles: int, appointments: int) -> None:
    """Migrate the database; put so many published articles and past appointments into it."""
    counts = str(articles), str(appointments)
    command = [sys.executable, "-m", "tests.benchmarks.content", *counts]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        message = f"could not fill the database: {done.stderr.strip() or done.stdout.strip()}"
        raise BenchmarkError(message)


def _replace(server: str, name: str) -> None:
    identifier = sql.Identifier(name)
    _run(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
    _run(server, sql.SQL("CREATE DATABASE {}").format(identifier))


def _run(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
