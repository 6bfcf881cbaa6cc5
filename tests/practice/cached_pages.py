"""A page cache in front of the real Django, and ways to ask it what a server would."""

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli  # type: ignore[import-untyped]
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from practice.page_cache import PageCache

ROOM = 10_000_000  # bytes: more than any test fills
HOST = "127.0.0.1"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Counted:
    """An application that notes each request that reaches it."""

    application: WSGIApplication
    requests: list[WSGIEnvironment] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.requests.append(environ)
        return self.application(environ, start_response)


@dataclass
class Prepared:
    """An application that always answers the same."""

    body: bytes = b"a page " * 100
    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.requests += 1
        start_response(self.status, [("Content-Type", "text/html"), *self.headers.items()])
        return [self.body]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def text(self) -> str:
        """The body as a browser reads it."""
        coding = self.headers.get("content-encoding", "identity")
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}[coding]
        return bytes(unpack(self.body)).decode()


@dataclass
class CachedSite:
    """The site behind its cache, in this process."""

    clock: Clock
    django: Counted
    cache: PageCache

    def get(self, path: str, query: str = "", **environ: str) -> Answer:
        return ask(self.cache, path, query, **environ)

    @property
    def renderings(self) -> int:
        """How many requests have reached Django."""
        return len(self.django.requests)


def cached_site(limit: int = ROOM, *, django: WSGIApplication | None = None) -> CachedSite:
    """Put a new cache in front of Django, or of another application."""
    clock, counted = Clock(), Counted(django or get_wsgi_application())
    return CachedSite(clock, counted, PageCache(counted, limit=limit, clock=clock))


@contextmanager
def one_connection() -> Iterator[None]:
    """Within the transaction of a test, Django must not tidy the connection after a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(application: WSGIApplication, path: str, query: str = "", **environ: str) -> Answer:
    """Send one request as granian would; `environ` adds to it: REQUEST_METHOD, HTTP_COOKIE, …"""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    response = application(
        _request(path, query) | environ,
        lambda status, headers, *_: started.append((status, headers)),  # type: ignore[arg-type]
    )
    body = b"".join(response)
    getattr(response, "close", lambda: None)()
    status, headers = started[-1]
    return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)


def _request(path: str, query: str) -> WSGIEnvironment:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
