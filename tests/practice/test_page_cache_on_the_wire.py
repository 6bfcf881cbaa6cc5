"""What no browser would send, to a real granian, once the page is kept."""

import socket

import pytest

from tests.factories import make_article, make_readable_site
from tests.live_site import HOST, LiveSite, live_site

ARTICLE = "/articles/first-part/"
TITLE = b"<h1>First part</h1>"


def said(site: LiveSite, target: str, *headers: str, version: str = "1.1") -> bytes:
    """Send one request, byte by byte as given, and return all that comes back."""
    lines = [f"GET {target} HTTP/{version}", *headers, "Connection: close", "", ""]
    with socket.create_connection((HOST, site.port), timeout=15) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.usefixtures("transactional_db")
def test_no_host_and_no_spelling_of_a_path_gets_past_the_checks() -> None:
    make_readable_site()
    for number in range(13):
        make_article(f"article-{number}")
    with live_site(worker=False) as site:
        ours = f"Host: {HOST}:{site.port}"
        for target in (ARTICLE, "/articles/", "/articles/?page=2"):
            assert status(said(site, target, ours)) == 200

        refused = [
            said(site, ARTICLE, "Host: evil.example"),
            said(site, ARTICLE, "Host: evil.example", "X-Forwarded-Host: 127.0.0.1"),
            said(site, ARTICLE, ours, "Host: evil.example"),
            said(site, ARTICLE, "Host:"),
            said(site, ARTICLE),
            said(site, ARTICLE, version="1.0"),
        ]
        missing = [
            said(site, "/articles/%3Fpage=2", ours),
            said(site, f"/{ARTICLE}", ours),
            said(site, f"{ARTICLE}%00", ours),
            said(site, f"{ARTICLE}%0A", ours),
            said(site, "/articles/%C3%A9/", ours),
            said(site, "/articles/../articles/first-part/", ours),
        ]
        same = [
            said(site, "/%61rticles/first-part/", ours),
            said(site, "/articles%2Ffirst-part/", ours),
            said(site, f"http://evil.example{ARTICLE}", ours),
        ]

    assert [status(answer) for answer in refused] == [400] * len(refused)
    assert [status(answer) for answer in missing] == [404] * len(missing)
    assert [status(answer) for answer in same] == [200] * len(same)
    assert not [answer for answer in refused + missing if TITLE in answer]
    assert [answer for answer in same if TITLE in answer] == same


@pytest.mark.usefixtures("transactional_db")
def test_a_session_in_a_second_cookie_header_goes_to_django() -> None:
    make_readable_site()
    with live_site(worker=False) as site:
        ours = f"Host: {HOST}:{site.port}"
        kept = said(site, ARTICLE, ours)
        personal = said(site, ARTICLE, ours, "Cookie: a=b", "Cookie: session=c")

    assert b"\r\netag: " in kept.lower()
    assert b"\r\netag: " not in personal.lower()
    assert status(personal) == 200
