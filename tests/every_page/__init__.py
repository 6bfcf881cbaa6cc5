"""Every kind of page that the site can show, in every state that looks different.

    with every_page() as (site, documents): ...

They are fetched from a site that really is in that state: closed, away, or without its Postgres.
Whoever adds a page or a state adds it here, and it is checked as HTML and for accessibility.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.every_page import (
    amiss,
    appointments,
    calendars,
    content,
    desk,
    enquiries,
    figures,
    first_day,
    her_time,
    hours,
    keys,
    reading,
    returning,
    signing_in,
    times,
    today,
    waiting,
    writing,
)
from tests.every_page.documents import Document
from tests.factories import make_key
from tests.live_site import LiveSite, live_site

__all__ = ["Document", "every_page"]


@contextmanager
def every_page() -> Iterator[tuple[LiveSite, list[Document]]]:
    """The site, still running, and what it showed. Needs `transactional_db` and is slow."""
    try:
        with live_site(worker=False) as site:
            yield site, list(_fetched(site))
    finally:
        content.forget_pictures()


def _fetched(site: LiveSite) -> Iterator[Document]:
    yield from amiss.before_anything_is_there(site)
    yield from first_day.before_anything_is_there(site)
    content.fill()
    yield from keys.before_there_are_any(site)
    make_key()
    yield from today.before_anybody_wrote(site)
    yield from reading.documents(site)
    yield from writing.documents(site)
    yield from times.documents(site)
    yield from returning.documents(site)
    yield from her_time.documents(site)
    yield from enquiries.documents(site)
    yield from figures.documents(site)
    yield from desk.documents(site)
    yield from first_day.documents(site)
    yield from calendars.documents(site)
    yield from hours.documents(site)
    yield from appointments.documents(site)
    yield from today.documents(site)
    yield from waiting.documents(site)
    yield from keys.documents(site)
    yield from signing_in.documents(site)
    yield from amiss.documents(site)
