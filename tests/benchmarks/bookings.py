"""What it costs to ask for a time, and to reckon which are free."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

from tests.benchmarks import enquiries
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.benchmarks.servers import Server

BOOKINGS = 300  # at most: the times of ninety days are twice as many
CPU_OF_ONE = 30.0  # milliseconds, web and Postgres together
APPOINTMENTS = 1000
RECKONED_WITHIN = 20.0  # milliseconds, Postgres asked

FREE = """
import django; django.setup()
from django.utils import timezone
from contact.chosen import value_of, ways_of
from contact.timetable import Timetable
from practice.models import PracticeProfile
for slot in Timetable.read(PracticeProfile.objects.current(), timezone.now()).free_slots():
    print(value_of(ways_of(slot)[0]))
"""


def rows(server: Server, environment: dict[str, str], *, count: int) -> Iterator[Row]:
    """Reckon first: then there are no other appointments to come."""
    yield _reckoning(environment)
    yield _booking(server, environment, min(count, BOOKINGS))


def _reckoning(environment: dict[str, str]) -> Row:
    command = ["-m", "tests.benchmarks.reckoning", str(APPOINTMENTS)]
    milliseconds, questions = _printed(command, environment).split()
    what = f"free times of 90 days among {APPOINTMENTS:,} appointments"
    row = Row(what, f"{milliseconds} ms", f"{questions} questions to Postgres")
    return row.at_most(float(milliseconds), RECKONED_WITHIN, "ms")


def _booking(server: Server, environment: dict[str, str], count: int) -> Row:
    """Each for a time of its own."""
    slots = _printed(["-c", FREE], environment).splitlines()[-count:]
    forms = [enquiries.opened(server.port, n, slot=slot) for n, slot in enumerate(slots)]
    time.sleep(enquiries.A_PERSON_TYPES_FOR)
    send = partial(enquiries.send, server.port)
    cost = enquiries.cost_of(server, environment, forms, send)
    row = cost.row("processor time of a booking")
    return row.at_most(cost.altogether, CPU_OF_ONE, "ms")


def _printed(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        message = f"free times could not be reckoned: {done.stderr.strip()}"
        raise BenchmarkError(message)
    return done.stdout
