"""Who is rendering what: one request for each page, and the others wait or take the old copy."""

import logging
from threading import Event, Lock

from practice.page_cache.page import Page
from practice.page_cache.shelf import Key

log = logging.getLogger("attune.page_cache")


class Flight:
    """One rendering that is under way; `page` is what came of it, once it has landed."""

    __slots__ = ("_landed", "page")

    def __init__(self) -> None:
        self._landed = Event()
        self.page: Page | None = None

    def land(self, page: Page | None) -> None:
        self.page = page
        self._landed.set()

    def wait(self, seconds: float) -> bool:
        """Whether it has landed within so many seconds."""
        return self._landed.wait(seconds)


class Flights:
    """While rendering fails, one at a time tries, so that the others' threads are not held up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: dict[Key, Flight] = {}
        self._failing = False

    def begin(self, key: Key, *, has_old_copy: bool) -> tuple[Flight | None, bool]:
        """Return the flight for this page, and whether it is the caller's to fly and to end.

        None where the old copy has to do for now.
        """
        with self._lock:
            flight = self._under_way.get(key)
            if flight is not None:
                return flight, False
            if self._failing and has_old_copy and self._under_way:
                return None, False
            flight = self._under_way[key] = Flight()
            return flight, True

    def end(self, key: Key, page: Page | None) -> None:
        """Give `page` to those who wait; None sends them on to Django."""
        with self._lock:
            flight = self._under_way.pop(key)
        flight.land(page)

    def note(self, *, failed: bool) -> None:
        """Remember whether rendering fails just now, and log a change."""
        if failed and not self._failing:
            log.warning("pages cannot be rendered; the last good copies are shown")
        if self._failing and not failed:
            log.warning("pages can be rendered again")
        self._failing = failed
