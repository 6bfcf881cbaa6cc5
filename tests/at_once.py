"""Two people doing something at the same moment: a second connection to Postgres."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection

from tests.live_site import wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def meanwhile(action: Callable[[], Any]) -> "Future[Any]":
    """Begin `action` in a connection of its own. Needs `django_db(transaction=True)`."""

    def run() -> Any:
        try:
            return action()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    begun = pool.submit(run)
    pool.shutdown(wait=False)
    return begun


def wait_until_it_waits() -> None:
    """Return once another connection waits for a lock. Raises TimeoutError where none does."""
    wait_until(_somebody_waits, seconds=10)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])
