"""The WSGI application in front of Django."""

import logging
import time
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from practice.page_cache.admission import Admission, is_reading_page
from practice.page_cache.feed import kind_of
from practice.page_cache.flights import Flights
from practice.page_cache.page import FRESH_FOR, Page
from practice.page_cache.rendering import Rendered, Renderer
from practice.page_cache.shelf import Key, Shelf

log = logging.getLogger("attune.page_cache")

# While a page is rendered anew, its old copy is shown for so long after it went stale; whoever
# comes later waits. Else an hour-old copy would be shown after an edit that is a minute old.
OLD_COPY_FOR = 1.0
WAIT_WITH_A_COPY = 0.5  # seconds
WAIT_WITHOUT = 5.0


class PageCache:
    """Answers with finished pages where it may, and hands every other request to Django."""

    def __init__(
        self,
        django: WSGIApplication,
        *,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`limit` is in bytes, for each process; `clock` counts seconds and never goes back."""
        self._django = django
        self._clock = clock
        self._admission = Admission()
        self._renderer = Renderer(django, self._admission)
        self._shelf = Shelf(limit)
        self._flights = Flights()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._admission.admits(environ):
            return self._django(environ, start_response)
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        now = self._clock()
        page = self._shelf.get(key)
        if page is None or page.stale_at <= now:
            page = self._newer(key, page, now)
            if page is None:
                return self._django(environ, start_response)
        page.used_at = now
        return page.answer(environ, start_response)

    def _newer(self, key: Key, old: Page | None, now: float) -> Page | None:
        """Return what to answer with, rendered by whoever came first; None for Django."""
        if old is None and not is_reading_page(*key):
            return None
        flight, is_mine = self._flights.begin(key, has_old_copy=old is not None)
        if flight is None:
            return old
        if is_mine:
            return self._fly(key)
        if old is not None and now < old.stale_at + OLD_COPY_FOR:
            return old
        landed = flight.wait(WAIT_WITHOUT if old is None else WAIT_WITH_A_COPY)
        return flight.page if landed else old

    def _fly(self, key: Key) -> Page | None:
        """Render it, and let go of those who wait, whatever happens."""
        try:
            there = self._shelf.get(key)
            if there is not None and self._clock() < there.stale_at:
                return there  # somebody landed between our look and our start
            return self._render(key, there)
        finally:
            self._flights.end(key, self._shelf.get(key))

    def _render(self, key: Key, old: Page | None) -> Page | None:
        began = self._clock()
        try:
            rendered = self._renderer.render(*key)
        except Exception:
            if old is None:
                raise
            log.exception("a page could not be rendered")
            return self._spared(old)
        if rendered is not None and rendered.has_failed and old is not None:
            return self._spared(old)
        return self._judged(key, rendered, old, began)

    def _spared(self, old: Page) -> Page:
        """The last good copy, for a moment more."""
        self._flights.note(failed=True)
        old.stale_at = self._clock() + FRESH_FOR
        return old

    def _judged(
        self, key: Key, rendered: Rendered | None, old: Page | None, began: float
    ) -> Page | None:
        """Keep it, or forget what was kept; return what this one visitor gets."""
        self._flights.note(failed=rendered is not None and rendered.has_failed)
        if rendered is None:
            self._shelf.drop(key)
            return None
        page = kind_of(key[0], rendered)(rendered, before=old, now=began)
        if rendered.may_be_kept:
            self._shelf.put(key, page)
        else:
            self._shelf.drop(key)
        return page
