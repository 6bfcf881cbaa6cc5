"""The number against the real server: behind a proxy, and while Postgres is away."""

import http.client
from pathlib import Path
from urllib.parse import urlencode

import pytest

from practice.local_postgres import database_url
from tests.contact.returning import RETURN, WRONG
from tests.contact.test_postgres_away import away, home  # noqa: F401 - a fixture
from tests.live_site import HOST, LiveSite, live_site
from tests.visitor import TYPED, Visitor, pressing_send

WORDS = "Typed while it was away."


def post(site: LiveSite, *forwarded: str) -> int:
    """Post a wrong number with these X-Forwarded-For lines; return the status."""
    visitor = Visitor(site)
    fields = pressing_send(visitor.get(RETURN).text) | {"number": WRONG}
    connection = http.client.HTTPConnection(HOST, site.port, timeout=15)
    connection.putrequest("POST", RETURN)
    body = urlencode(fields).encode()
    cookies = "; ".join(f"{name}={one.value}" for name, one in visitor.cookies.items())
    headers = [("Cookie", cookies), ("Content-Type", TYPED), ("Content-Length", str(len(body)))]
    for name, value in [*headers, *(("X-Forwarded-For", line) for line in forwarded)]:
        connection.putheader(name, value)
    connection.endheaders(body)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("profile")
def test_behind_a_proxy_a_made_up_address_gives_no_tries_of_its_own() -> None:
    """Whether the proxy goes on with the visitor's line, or adds one of its own below it."""
    with live_site(worker=False, TRUSTED_PROXIES="1") as site:
        for count in range(5):
            assert post(site, f"203.0.113.{count}, 198.51.100.7") == 422
            assert post(site, f"203.0.113.{count}", "198.51.100.7") == 422
        assert post(site, "203.0.113.99, 198.51.100.7") == 429
        assert post(site, "203.0.113.99", "198.51.100.7") == 429
        assert post(site, "198.51.100.8") == 422


def test_while_postgres_is_away_no_word_is_lost(home: Path) -> None:  # noqa: F811
    with live_site(worker=False, DATABASE_URL=database_url(home)) as site:
        visitor = Visitor(site)
        fields = pressing_send(visitor.get(RETURN).text)
        typed = urlencode(fields | {"number": WRONG, "do": "add", "message": WORDS}).encode()
        with away(home):
            answer = visitor.ask("POST", RETURN, typed, {"Content-Type": TYPED})
        assert answer.status == 503
        assert WORDS in answer.text
        assert "Traceback" not in site.web.printed()
        assert WORDS not in site.web.printed()
