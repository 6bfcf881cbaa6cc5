"""Accepted enquiries a second, beside a bare INSERT … COMMIT on the same Postgres.

The forms are opened before the clock runs, and as long before as a person types: each holds the
tokens that a browser would send back.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from statistics import median, quantiles
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.benchmarks.servers import Server, cpu_seconds_of_postgres
from tests.live_site import HOST
from tests.visitor import TYPED, pressing_send

AT_ONCE = 32  # enquirers, and connections of the bare loop
A_PERSON_TYPES_FOR = 4.0  # seconds; who is faster is taken for a machine
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

A_SECOND = 60  # enquiries, on one core
CPU_OF_ONE = 15.0  # milliseconds, web and Postgres together
OF_WHICH_DERIVATION = 5.0  # milliseconds
SLOWEST_TO_USUAL = 20.0  # the 99th percentile to the median
DERIVE = """
import time, django; django.setup()
from contact.return_code import derive
began = time.process_time()
for number in range(50):
    derive(f"{number:020}")
print((time.process_time() - began) / 50 * 1000)
"""

Form = tuple[bytes, dict[str, str]]


@dataclass(frozen=True)
class Measured:
    """How long each took, and all of them together; in seconds."""

    each: list[float]
    altogether: float

    @property
    def a_second(self) -> float:
        return len(self.each) / self.altogether

    @property
    def usual(self) -> float:
        return median(self.each)

    @property
    def slowest(self) -> float:
        return quantiles(self.each, n=100)[-1]


@dataclass(frozen=True)
class Cost:
    """How long they took, and milliseconds of processor time each."""

    took: Measured
    web: float
    postgres: float

    @property
    def altogether(self) -> float:
        return self.web + self.postgres

    def row(self, what: str) -> Row:
        return Row(what, f"{self.altogether:.1f} ms", f"of it Postgres: {self.postgres:.1f} ms")


def rows(server: Server, environment: dict[str, str], *, count: int) -> Iterator[Row]:
    """Send `count` different enquiries, and insert as many rows."""
    database_url = environment["DATABASE_URL"]
    forms = [opened(server.port, number) for number in range(count)]
    time.sleep(A_PERSON_TYPES_FOR)
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE bare (id uuid PRIMARY KEY, sealed bytea)")
    cost = cost_of(server, environment, forms, partial(send, server.port))
    theirs = _measured(forms, partial(_insert, database_url))
    yield _a_second(cost.took, theirs, busy=cost.web * count / 1000 / cost.took.altogether)
    yield _cpu(cost)
    yield _slowest(cost.took)
    yield _derivation(environment)


def cost_of(
    server: Server,
    environment: dict[str, str],
    forms: Sequence[Form],
    do: Callable[[Sequence[Form]], list[float]],
) -> Cost:
    """Do it with all forms, and say what each cost."""
    database_url = environment["DATABASE_URL"]
    web, postgres = server.cpu_seconds(), cpu_seconds_of_postgres(database_url)
    took = _measured(forms, do)
    web = server.cpu_seconds() - web
    postgres = cpu_seconds_of_postgres(database_url) - postgres
    return Cost(took, web / len(forms) * 1000, postgres / len(forms) * 1000)


def _a_second(ours: Measured, theirs: Measured, *, busy: float) -> Row:
    """What bounds it: the core of the web process where that was busy, else waiting for commits."""
    bound = "processor" if busy > 0.8 else "Postgres"
    row = Row(
        f"enquiries accepted, {AT_ONCE} at once",
        f"{ours.a_second:,.0f}/s, its core {busy:.0%} busy: bound by the {bound}",
        f"INSERT … COMMIT: {theirs.a_second:,.0f}/s",
        f"{ours.a_second / theirs.a_second:.2f}",
    )
    within = ours.a_second >= A_SECOND
    return replace(row, budget=f"≥ {A_SECOND}/s", within=within)


def _cpu(cost: Cost) -> Row:
    what = "processor time of an accepted enquiry"
    return cost.row(what).at_most(cost.altogether, CPU_OF_ONE, "ms")


def _slowest(ours: Measured) -> Row:
    ratio = ours.slowest / ours.usual
    times = f"{ours.slowest * 1000:.0f} ms", f"the usual one: {ours.usual * 1000:.0f} ms"
    row = Row("the slowest of a hundred enquiries", *times, f"{ratio:.1f}")
    return row.at_most(ratio, SLOWEST_TO_USUAL, "times")


def _derivation(environment: dict[str, str]) -> Row:
    command = [sys.executable, "-c", DERIVE]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        message = f"a return code could not be derived: {done.stderr.strip()}"
        raise BenchmarkError(message)
    each = float(done.stdout)
    row = Row("of it the key derivation of the return code", f"{each:.1f} ms")
    return row.at_most(each, OF_WHICH_DERIVATION, "ms")


def opened(port: int, number: int, **changed: str) -> Form:
    """Return what this person would post; `changed` is what she answers otherwise, or besides."""
    connection = HTTPConnection(HOST, port, timeout=15)
    connection.request("GET", CONTACT)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    cookies = SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))
    sent_back = "; ".join(f"{name}={it.value}" for name, it in cookies.items())
    body = urlencode(pressing_send(page) | ANSWERS | changed).encode()
    # Many people from many places, not a flood from one.
    whence = {"X-Forwarded-For": f"198.51.{number // 250 % 250}.{number % 250 + 1}"}
    return body, {"Content-Type": TYPED, "Cookie": sent_back} | whence


def _measured(forms: Sequence[Form], do: Callable[[Sequence[Form]], list[float]]) -> Measured:
    """Do it with all forms, where so many at once each take their share."""
    shares = [forms[n::AT_ONCE] for n in range(AT_ONCE)]
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        each = [seconds for share in pool.map(do, shares) for seconds in share]
    return Measured(each, time.monotonic() - began)


def send(port: int, forms: Sequence[Form]) -> list[float]:
    """Return the seconds that each took. Raises BenchmarkError where one was not accepted."""
    connection, took = HTTPConnection(HOST, port, timeout=15), []
    for body, headers in forms:
        began = time.monotonic()
        connection.request("POST", CONTACT, body, headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.monotonic() - began)
        if answer.status != 303:
            message = f"an enquiry was answered with {answer.status} and not 303"
            raise BenchmarkError(message)
    connection.close()
    return took


def _insert(database_url: str, forms: Sequence[Form]) -> list[float]:
    took = []
    with psycopg.connect(database_url, autocommit=True) as connection:
        for _ in forms:
            began = time.monotonic()
            connection.execute("INSERT INTO bare VALUES (%s, %s)", (uuid4(), SEALED))
            took.append(time.monotonic() - began)
    return took
