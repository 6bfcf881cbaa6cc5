"""Asks Django for a page as it is for nobody in particular."""

import re
import sys
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from practice.figures.counting import UNCOUNTED
from practice.page_cache.admission import Admission

Headers = list[tuple[str, str]]

# A response that depends on more of a request than this is not one page but many.
KNOWN_TO_VARY = {"cookie", "accept-encoding", ""}
NOT_TO_BE_KEPT = re.compile(r"\b(?:no-store|private)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """A whole response, not compressed."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def has_failed(self) -> bool:
        return self.code >= HTTPStatus.INTERNAL_SERVER_ERROR

    @property
    def may_be_kept(self) -> bool:
        return self.code == HTTPStatus.OK and not NOT_TO_BE_KEPT.search(
            self.header("cache-control")
        )

    @property
    def is_for_everyone(self) -> bool:
        """False where it is somebody's own, or an answer to how it was asked for."""
        vary = {name.strip() for name in self.header("vary").lower().split(",")}
        return (
            vary <= KNOWN_TO_VARY
            and not self.header("set-cookie")
            and not self.header("content-encoding")
            and self.code != HTTPStatus.BAD_REQUEST
        )

    def header(self, name: str) -> str:
        """Return its values, joined; "" where there is none. `name` is in lower case."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


class Renderer:
    """Django, asked without any header of a visitor, by the address that the site goes by."""

    def __init__(self, django: WSGIApplication, admission: Admission) -> None:
        self._django = django
        self._site = admission.site
        self._proxy_header = admission.proxy_header

    def render(self, path: str, query: str) -> Rendered | None:
        """Return the page, or None where Django must answer each visitor itself."""
        started: list[tuple[str, Headers]] = []

        def start_response(status: str, headers: Headers, *_exc_info: object) -> Any:
            started.append((status, headers))

        response = self._django(self._environ(path, query), start_response)
        try:
            body = None if getattr(response, "streaming", False) else b"".join(response)
        finally:
            # Django takes this for the end of the request, and tidies its database connection.
            getattr(response, "close", lambda: None)()
        status, headers = started[-1]
        rendered = Rendered(status, headers, body or b"")
        return None if body is None or not rendered.is_for_everyone else rendered

    def _environ(self, path: str, query: str) -> WSGIEnvironment:
        is_https = self._site.scheme == "https"
        port = self._site.port or (443 if is_https else 80)
        environ: WSGIEnvironment = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": self._site.hostname or "",
            "SERVER_PORT": str(port),
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self._site.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self._site.scheme,
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            UNCOUNTED: True,
        }
        if self._proxy_header and is_https:
            environ[self._proxy_header[0]] = self._proxy_header[1]
        return environ
