"""A visitor of the live site, without a browser: keeps cookies, and can send what no browser would.

`pressing_send` is for the test client's answers too.
"""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import lxml.html

from tests.live_site import HOST, LiveSite

TYPED = "application/x-www-form-urlencoded"


def pressing_send(page: str) -> dict[str, str]:
    """Return what a browser would post from the form on this page, untouched."""
    document: Any = lxml.html.document_fromstring(page)
    [form] = document.forms
    for area in form.iter("textarea"):
        area.value = (area.value or "").removeprefix("\n")  # as HTML says: it is not content
    return {name: str(value) for name, value in form.form_values()}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str


class Visitor:
    """One person with one cookie jar."""

    def __init__(self, site: LiveSite) -> None:
        self.port = site.port
        self.patience = 15.0  # seconds
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        """Send one request. Raises OSError where the connection breaks."""
        cookies = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        connection = http.client.HTTPConnection(HOST, self.port, timeout=self.patience)
        try:
            connection.request(method, path, body, {"Cookie": cookies} | (headers or {}))
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return answer

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def open_form(self) -> dict[str, str]:
        """Load the form; return what it would post: hidden fields, and nothing typed yet."""
        return pressing_send(self.get("/contact/").text)

    def post(self, fields: dict[str, str], path: str = "/contact/") -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), {"Content-Type": TYPED})

    def press(self, path: str, **fields: str) -> Answer:
        """Post `fields` as a button does; some form of the site must have been loaded before."""
        token = {"csrfmiddlewaretoken": self.cookies["csrftoken"].value}
        return self.post(token | fields, path)
