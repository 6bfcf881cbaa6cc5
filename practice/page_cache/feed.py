"""A feed as a finished page: it is counted each time that somebody fetches it."""

from wsgiref.types import StartResponse, WSGIEnvironment

from practice.figures import counting
from practice.page_cache.page import Page
from practice.page_cache.rendering import Rendered

FEEDS = ("/feed.atom", "/feed.json")


class Feed(Page):
    """Counted by its own answer: all other pages are answered as if nothing was counted."""

    __slots__ = ()

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        counting.count_fetch(environ)
        return super().answer(environ, start_response)


def kind_of(path: str, rendered: Rendered) -> type[Page]:
    return Feed if rendered.may_be_kept and path.endswith(FEEDS) else Page
