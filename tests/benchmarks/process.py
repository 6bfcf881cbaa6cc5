"""What a web process costs by being there: how long until it answers, how much it holds."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks import content
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.benchmarks.servers import Server, fetch, granian

STARTS = 3
FIRST_ANSWER_WITHIN = 1.5  # seconds
ENOUGH_TO_FILL = 600  # articles; each takes over 30 kB of the page cache
RESIDENT_AT_MOST = 110  # MB, of 1,000,000 bytes


def first_answer(environment: dict[str, str]) -> Iterator[Row]:
    """From the command until an article has been answered, several times."""
    seconds = median(_start(environment) for _ in range(STARTS))
    row = Row("first answer of a fresh process", f"{seconds:.2f} s")
    yield row.at_most(seconds, FIRST_ANSWER_WITHIN, "s")


def _start(environment: dict[str, str]) -> float:
    began = time.monotonic()
    with granian(environment) as server:
        if fetch(server.port, content.ARTICLE).status != 200:
            message = "a fresh process did not answer with the article"
            raise BenchmarkError(message)
        return time.monotonic() - began


def memory(server: Server) -> Iterator[Row]:
    """What the web process holds after all that it has served, its page cache full."""
    for number in range(ENOUGH_TO_FILL):
        fetch(server.port, content.article(number))
    parent, *workers = (_resident(pid) for pid in server.processes())
    held, beside = max(workers), f"its parent: {parent:.0f} MB"
    row = Row("resident memory, page cache full", f"{held:.0f} MB", beside)
    yield row.at_most(held, RESIDENT_AT_MOST, "MB")


def _resident(pid: int) -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0
