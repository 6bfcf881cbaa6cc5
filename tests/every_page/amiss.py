"""What is seen when something is amiss: with what was asked for, with us, or with Postgres."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from tests.every_page.documents import Document, document, fetched
from tests.factories import form_data
from tests.live_site import LiveSite
from tests.visitor import Visitor

ELSEWHERE = {"Host": "somewhere.example"}
TOO_MUCH = "x" * 300 * 1024


def before_anything_is_there(site: LiveSite) -> Iterator[Document]:
    """The process has not even read the practice's phone number yet."""
    yield from fetched(Visitor(site), {"not set up (503)": "/"}, status=503)
    with postgres_away():
        answer = Visitor(site).post(form_data(message='Given back: "<&>"'))
        yield document("away, message given back (503)", "/contact/", answer, 503)


def documents(site: LiveSite) -> Iterator[Document]:
    visitor = Visitor(site)
    yield from fetched(visitor, {"not there (404)": "/no-such-page/"}, status=404)
    yield from fetched(visitor, {"taken back (410)": "/articles/taken-back/"}, status=410)
    misled = visitor.ask("GET", "/", headers=ELSEWHERE)
    yield document("not understood (400)", "/", misled, 400)
    login = "/admin/login/"
    yield document("refused (403)", login, visitor.post({}, login), 403)
    yield document("too much (413)", "/contact/", visitor.post({"message": TOO_MUCH}), 413)
    with table_away("blog_topic"):
        yield from fetched(visitor, {"broken (500)": "/topics/many/?now"}, status=500)
    fields = visitor.open_form() | form_data(message='Kept: "<&>"')
    with postgres_away():
        yield from fetched(visitor, {"away (503)": "/topics/many/?now"}, status=503)
        yield document("contact, away (503)", "/contact/", visitor.post(fields), 503)


@contextmanager
def table_away(name: str) -> Iterator[None]:
    """As in the middle of an upgrade that went wrong."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} RENAME TO away")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE away RENAME TO {name}")


@contextmanager
def postgres_away() -> Iterator[None]:
    """The database of the tests takes no connection, and breaks those that there are."""
    database = str(connection.settings_dict["NAME"])
    connection.close()
    _allow(database, "false")
    try:
        yield
    finally:
        _allow(database, "true")


def _allow(database: str, allowed: str) -> None:
    change = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as postgres:
        postgres.execute(change.format(sql.Identifier(database), sql.SQL(allowed)))
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
        )
