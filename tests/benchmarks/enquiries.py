"""Accepted enquiries a second, beside a bare INSERT … COMMIT on the same Postgres.

The forms are opened before the clock runs: each holds the tokens that a browser would send back.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.benchmarks.servers import Server
from tests.live_site import HOST
from tests.visitor import TYPED, pressing_send

AT_ONCE = 4  # enquirers, and connections of the bare loop
CONTACT = "/contact/"
ANSWERS = {
    "name": "Robin",
    "reply_by": "email",
    "email": "robin@enquirer.example",
    "safe_to_write": "yes",
    "wish": "question",
    "message": "I would like to talk to someone.",
    "consent": "on",
}
SEALED = b"\0" * 4096  # bytes, about what an enquiry takes

Form = tuple[bytes, dict[str, str]]


def rows(server: Server, database_url: str, *, count: int) -> Iterator[Row]:
    """Send `count` different enquiries, and insert as many rows."""
    forms = [_open(server.port) for _ in range(count)]
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, sealed bytea)")
    ours = _rate(forms, lambda some: _send(server.port, some))
    theirs = _rate(forms, lambda some: _insert(database_url, len(some)))
    yield Row(
        f"enquiries accepted, {AT_ONCE} at once",
        f"{ours:,.0f}/s",
        f"INSERT … COMMIT: {theirs:,.0f}/s",
        f"{ours / theirs:.2f}",
    )


def _open(port: int) -> Form:
    connection = HTTPConnection(HOST, port, timeout=15)
    connection.request("GET", CONTACT)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))
    sent_back = "; ".join(f"{name}={it.value}" for name, it in cookies.items())
    body = urlencode(pressing_send(page) | ANSWERS).encode()
    return body, {"Content-Type": TYPED, "Cookie": sent_back}


def _rate(forms: Sequence[Form], do: Callable[[Sequence[Form]], None]) -> float:
    """How many a second, where so many at once each take their share."""
    shares = [forms[n::AT_ONCE] for n in range(AT_ONCE)]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(do, shares))
    return len(forms) / (time.monotonic() - began)


def _send(port: int, forms: Sequence[Form]) -> None:
    connection = HTTPConnection(HOST, port, timeout=15)
    for body, headers in forms:
        connection.request("POST", CONTACT, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            message = f"an enquiry was answered with {answer.status} and not 303"
            raise BenchmarkError(message)
    connection.close()


def _insert(database_url: str, count: int) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for _ in range(count):
            connection.execute("INSERT INTO bare VALUES (%s, %s)", (uuid4(), SEALED))
