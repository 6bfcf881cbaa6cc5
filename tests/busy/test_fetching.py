"""A calendar is fetched from a real server, or it is said why not."""

import socket
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest

from contact.busy.fetching import LARGEST, MOST_REDIRECTS, fetch
from contact.busy.public import Peer, is_public
from tests.busy.certificates import Certificates
from tests.busy.fetched import A_CALENDAR, Fetch, names, trouble
from tests.busy.loopback import is_loopback
from tests.busy.tls_server import TlsServer, tls_server
from tests.live_site import free_port


def test_a_calendar_comes_as_it_is(fetch_here: Fetch, server: TlsServer) -> None:
    server.at["/secret/basic.ics?a=1"] = server.sends(A_CALENDAR)
    assert fetch_here(server.url("/secret/basic.ics?a=1")) == A_CALENDAR


def test_the_request_says_as_little_as_it_can(fetch_here: Fetch, server: TlsServer) -> None:
    server.at["/"] = server.sends(A_CALENDAR)
    fetch_here(server.url())
    [head] = server.asked
    told = {line.split(":")[0] for line in head.splitlines()[1:] if line}
    assert told == {"Host", "Accept", "Accept-Encoding", "User-Agent"}
    assert f"Host: localhost:{server.port}" in head
    assert "Accept-Encoding: identity" in head


def test_the_certificate_is_for_the_name_and_not_for_the_address(
    fetch_here: Fetch, server: TlsServer
) -> None:
    server.at["/"] = server.sends(A_CALENDAR)
    here = names(calendar_example="127.0.0.1", evil_example="127.0.0.1")
    assert fetch_here(server.url("/", "calendar.example"), resolve=here) == A_CALENDAR
    assert f"Host: calendar.example:{server.port}" in server.asked[0]
    assert trouble(fetch_here, server.url("/", "evil.example"), resolve=here) == "certificate"


@pytest.mark.parametrize("kind", ["for_another", "of_nobody"])
def test_a_certificate_that_proves_nothing_is_refused(
    fetch_here: Fetch, certificates: Certificates, kind: str
) -> None:
    with tls_server(getattr(certificates, kind)) as server:
        assert trouble(fetch_here, server.url()) == "certificate"
        assert server.asked == []


def test_an_authority_that_the_machine_does_not_know_is_refused(server: TlsServer) -> None:
    assert trouble(partial(fetch, is_allowed=is_loopback), server.url()) == "certificate"


def test_redirects_are_followed_three_times(fetch_here: Fetch, server: TlsServer) -> None:
    for number in range(MOST_REDIRECTS + 1):
        server.at[f"/{number}"] = server.redirects(f"/{number + 1}")
    server.at[f"/{MOST_REDIRECTS + 1}"] = server.sends(A_CALENDAR)
    assert fetch_here(server.url("/1")) == A_CALENDAR
    assert trouble(fetch_here, server.url("/0")) == "too_many_redirects"
    assert trouble(fetch_here, server.url("/0")) == "too_many_redirects"


@pytest.mark.parametrize(
    ("to", "because"),
    [
        ("http://localhost/", "address"),
        ("file:///etc/passwd", "address"),
        ("ftp://localhost/", "address"),
        ("https://[::1/", "address"),
        ("https://127.0.0.1/", "not_public"),
        ("//127.0.0.1/", "not_public"),
        ("https://metadata.example/", "not_public"),
    ],
)
def test_a_redirect_is_checked_like_the_address_itself(
    certificates: Certificates, server: TlsServer, to: str, because: str
) -> None:
    server.at["/"] = server.redirects(to)
    places = {
        "calendar_example": "127.0.0.1",
        "127_0_0_1": "127.0.0.2",
        "metadata_example": "169.254.169.254",
    }

    def only_the_first(address: IPv4Address | IPv6Address) -> bool:
        return address == ip_address("127.0.0.1")

    how = {"is_allowed": only_the_first, "trusted": str(certificates.authority)}
    address = server.url("/", "calendar.example")
    assert trouble(fetch, address, resolve=names(**places), **how) == because
    assert server.connections == 1


def test_a_redirect_to_this_machine_is_refused_by_the_rule_of_the_site(
    certificates: Certificates, server: TlsServer
) -> None:
    """The first hop alone is let through; the second meets `is_public` itself."""
    server.at["/"] = server.redirects("https://127.0.0.1/")
    seen: list[Any] = []

    def public_but_for_the_first(address: IPv4Address | IPv6Address) -> bool:
        seen.append(address)
        return len(seen) == 1 or is_public(address)

    how = {"is_allowed": public_but_for_the_first, "trusted": str(certificates.authority)}
    assert trouble(fetch, server.url("/", "127.0.0.1"), **how) == "not_public"
    assert server.connections == 1


@pytest.mark.parametrize(
    ("status", "because"),
    [
        ("401 Unauthorized", "refused"),
        ("403 Forbidden", "refused"),
        ("404 Not Found", "gone"),
        ("410 Gone", "gone"),
        ("500 Oh", "answered_badly"),
        ("204 No Content", "answered_badly"),
        ("302 Found", "address"),  # to nowhere, so to itself without a path
    ],
)
def test_what_is_no_yes_is_told_apart(
    fetch_here: Fetch, server: TlsServer, status: str, because: str
) -> None:
    server.at["/"] = server.sends(b"", "Location: http:", status=status)
    assert trouble(fetch_here, server.url()) == because


def test_a_gigabyte_is_broken_off_early(fetch_here: Fetch, server: TlsServer) -> None:
    server.at["/endless"] = server.floods()
    server.at["/chunked"] = server.floods("Transfer-Encoding: chunked", "", "40000000")
    server.at["/announced"] = server.floods("Content-Length: 1073741824")
    for path in server.at:
        assert trouble(fetch_here, server.url(path)) in ("too_large", "unreachable")
    assert server.sent < 10 * LARGEST


def test_the_largest_calendar_is_taken_and_one_more_byte_is_not(
    fetch_here: Fetch, server: TlsServer
) -> None:
    server.at["/just"] = server.sends(b"x" * LARGEST)
    server.at["/more"] = server.sends(b"x" * (LARGEST + 1))
    assert len(fetch_here(server.url("/just"))) == LARGEST
    assert trouble(fetch_here, server.url("/more")) == "too_large"


def test_what_is_compressed_is_not_taken(fetch_here: Fetch, server: TlsServer) -> None:
    for encoding in ("gzip", "br", "deflate, gzip"):
        server.at["/"] = server.sends(b"\x1f\x8b", f"Content-Encoding: {encoding}")
        assert trouble(fetch_here, server.url()) == "compressed"


def test_an_answer_that_breaks_off_is_no_answer(fetch_here: Fetch, server: TlsServer) -> None:
    server.at["/short"] = lambda there: there.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    )
    server.at["/nothing"] = lambda there: None
    server.at["/garbage"] = lambda there: there.sendall(b"\x00\xff\r\n\r\n")
    server.at["/headers"] = lambda there: there.sendall(
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"
    )
    for path in server.at:
        assert trouble(fetch_here, server.url(path)) == "unreachable", path


def test_a_server_that_is_not_there_is_told_of(fetch_here: Fetch) -> None:
    assert trouble(fetch_here, f"https://localhost:{free_port()}/") == "unreachable"


def test_a_server_that_speaks_no_tls_is_told_of(fetch_here: Fetch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:
        plain.settimeout(10)
        address = f"https://127.0.0.1:{plain.getsockname()[1]}/"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("contact.busy.fetching.PATIENCE", 0.3)
            assert trouble(fetch_here, address) == "too_slow"


def test_a_name_that_nobody_knows_is_told_of() -> None:
    def resolve(host: str, port: int) -> list[Peer]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert trouble(fetch, "https://calendar.invalid/", resolve=resolve) == "no_such_place"
    assert trouble(fetch, "https://none.invalid/", resolve=lambda *_: []) == "no_such_place"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "calendar",
        "http://localhost/",
        "https://",
        "https://a:b/",
        "https://a:99999/",
        f"https://{'a' * 70}.example/",
        "https://..example/",
    ],
)
def test_what_is_no_https_address_is_told_of(address: str) -> None:
    assert trouble(fetch, address) == "address"


def test_signs_of_all_kinds_in_a_path_reach_the_server(
    fetch_here: Fetch, server: TlsServer
) -> None:
    server.at["/K%C3%A4se%20a/%20b?c=%0A"] = server.sends(A_CALENDAR)
    assert fetch_here(server.url("/Käse a/%20b?c=%0A")) == A_CALENDAR
