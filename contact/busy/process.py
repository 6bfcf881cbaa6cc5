"""Fetches one calendar and reads it: the only place that takes in what a stranger's server says.

It runs as a process of its own, without the site's settings and secrets, and within bounds that the
kernel keeps, whatever comes and however slowly:

    python -m contact.busy.process

It is asked by a line of JSON on stdin (an address among the arguments would be for every process on
the machine to see), and prints one: the copy, or why there is none. Any other end is a signal.

Measured: a calendar of 5 MB with 20,000 entries takes 6 s of processor time and 140 MB.
"""

import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from contact.busy.fetching import fetch
from contact.busy.reading import Copy, Window, copy_of
from contact.busy.trouble import CannotReadError, Trouble

FETCHED_WITHIN = 20  # seconds, from the name's look-up to the last byte
PROCESSOR_TIME = 20  # seconds, for all of it
MEMORY = 400 * 1024**2  # bytes of address space


def main(
    fetch: Callable[[str], bytes] = fetch,
    *,
    fetched_within: int = FETCHED_WITHIN,
    processor_time: int = PROCESSOR_TIME,
) -> None:
    warnings.simplefilter("ignore")
    _bound(processor_time)
    signal.alarm(fetched_within)
    try:
        copy = _asked_for(json.load(sys.stdin), fetch)
    except CannotReadError as error:
        answer: dict[str, Any] = {"trouble": error.because}
    except MemoryError:
        answer = {"trouble": Trouble.TOO_MUCH}
    else:
        answer = {"spans": copy.spans, "is_whole": copy.is_whole}
    sys.stdout.write(json.dumps(answer))


def _asked_for(question: dict[str, str], fetch: Callable[[str], bytes]) -> Copy:
    raw = fetch(question["address"])
    signal.alarm(0)  # from here on processor time counts
    begin, end = (datetime.fromisoformat(question[name]) for name in ("begin", "end"))
    return copy_of(raw, Window(begin, end, ZoneInfo(question["zone"])))


def _bound(processor_time: int) -> None:
    """Have the kernel end this process if it takes more than a calendar can need."""
    for what, limit in [
        (resource.RLIMIT_CPU, processor_time),
        (resource.RLIMIT_FSIZE, 0),  # it writes nothing but its answer
        (resource.RLIMIT_AS, MEMORY),
    ]:
        with suppress(ValueError):  # macOS knows no bound of address space
            resource.setrlimit(what, (limit, limit))
    os.nice(10)  # visitors and mail come first
    with suppress(OSError):  # and where memory runs out, this process goes before the worker
        Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    main()
