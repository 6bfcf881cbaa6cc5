"""Where the finished pages lie: bounded in bytes, and what was asked for longest ago goes first."""

from threading import Lock

from practice.page_cache.page import Page

Key = tuple[str, str]  # path and query string, as Django sees them
LARGEST_SHARE = 8  # a page takes at most this part of all there is


class Shelf:
    """Any thread may look without waiting; who changes something holds the lock."""

    def __init__(self, limit: int) -> None:
        """`limit` is in bytes, compressed copies and overhead counted."""
        self._limit = limit
        self._pages: dict[Key, Page] = {}
        self._lock = Lock()
        self.taken = 0  # bytes
        self.get = self._pages.get

    def put(self, key: Key, page: Page) -> bool:
        """Keep it in place of an older copy. Returns False where it is too large to be kept."""
        with self._lock:
            self._drop(key)
            if page.weight > self._limit // LARGEST_SHARE:
                return False
            self._pages[key] = page
            self.taken += page.weight
            self._make_room()
        return True

    def drop(self, key: Key) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.taken -= page.weight

    def _make_room(self) -> None:
        if self.taken <= self._limit:
            return
        for key in sorted(self._pages, key=lambda key: self._pages[key].used_at):
            self._drop(key)
            if self.taken <= self._limit:
                return
