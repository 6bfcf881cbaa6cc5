"""Counts as things happen, in memory; a thread adds them to Postgres once a minute.

Nobody waits for it, and nothing fails because of it: what cannot be added is kept, and tried again.
A process that is killed loses the numbers of its last minute. One that ends adds them before.
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from practice.figures.kinds import Key, Kind

log = logging.getLogger("attune.figures")

EVERY = 60.0  # seconds
UNCOUNTED = "attune.uncounted"  # in the environ of a request that nobody sent; no header's name

_lock = threading.Lock()
_since: Counter[Kind] = Counter()  # the last time that they were kept
_behind: Counter[Key] = Counter()  # what Postgres has not taken


def count(kind: Kind) -> None:
    """Count one more. Of which day it is, is looked up when it is kept: a clock takes its time."""
    with _lock:
        _since[kind] += 1


def count_fetch(environ: Mapping[str, Any]) -> None:
    """Count one more fetch of a feed, unless the page cache asks for itself."""
    if environ["REQUEST_METHOD"] == "GET" and UNCOUNTED not in environ:
        count(Kind.FEED)


def keep() -> None:
    """Add to Postgres what waits. While Postgres is away it goes on waiting, with its day."""
    from practice.models import Tally  # the page cache is imported before there are models

    today = timezone.localdate()
    _behind.update({Key(kind.value, today): number for kind, number in _taken().items()})
    try:
        Tally.objects.add(_behind)
    except (DatabaseError, InterfaceError) as error:
        log.warning("counts wait for Postgres (%s)", type(error).__name__)
    else:
        _behind.clear()


def _taken() -> Counter[Kind]:
    with _lock:
        taken = _since.copy()
        _since.clear()
    return taken


def start() -> None:
    """Keep counts from now on, in a web process: once a minute, and at its end."""
    threading.Thread(target=_keep_while_it_runs, name="counts").start()


def _keep_while_it_runs() -> None:
    # Granian's processes skip `atexit`; but Python waits for this thread after the main one.
    main = threading.main_thread()
    while main.is_alive():
        main.join(EVERY)
        keep()
        connection.close()
