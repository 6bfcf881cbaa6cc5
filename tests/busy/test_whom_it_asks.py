"""No calendar is fetched from a machine that is not public, whatever it is called."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest

from contact.busy.fetching import fetch
from contact.busy.public import Peer
from tests.busy.certificates import Certificates
from tests.busy.fetched import A_CALENDAR, Fetch, names, trouble
from tests.busy.tls_server import TlsServer, tls_server


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",  # noqa: S104 - nothing is bound
    ],
)
def test_this_machine_is_not_asked_whatever_it_is_called(server: TlsServer, host: str) -> None:
    assert trouble(fetch, server.url("/", host)) == "not_public"
    assert server.connections == 0


def test_nor_is_it_by_the_newer_protocol(certificates: Certificates) -> None:
    with tls_server(certificates.good, "::1") as server:
        assert trouble(fetch, server.url("/", "[::1]")) == "not_public"
        assert server.connections == 0


def test_one_private_address_among_public_ones_is_enough_to_refuse(server: TlsServer) -> None:
    def resolve(host: str, port: int) -> list[Peer]:
        return [Peer(socket.AF_INET, (one, port)) for one in ("93.184.216.34", "10.0.0.1")]

    assert trouble(fetch, server.url("/", "calendar.example"), resolve=resolve) == "not_public"


@pytest.mark.parametrize("private", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "fd00::1"])
def test_a_name_that_leads_into_a_private_network_is_refused(private: str) -> None:
    resolve = names(calendar_example=private)
    assert trouble(fetch, "https://calendar.example/", resolve=resolve) == "not_public"


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing(
    certificates: Certificates, server: TlsServer
) -> None:
    """The address that was checked is the one that is connected to."""
    server.at["/"] = server.sends(A_CALENDAR)
    answers = ["127.0.0.1", "10.0.0.1"]

    def rebinding(host: str, port: int) -> list[Peer]:
        return [Peer(socket.AF_INET, (answers.pop(0), port))]

    def only_this(address: IPv4Address | IPv6Address) -> bool:
        return address == ip_address("127.0.0.1")

    trusted = str(certificates.authority)
    address = server.url("/", "calendar.example")
    got = fetch(address, resolve=rebinding, is_allowed=only_this, trusted=trusted)
    assert got == A_CALENDAR
    assert answers == ["10.0.0.1"]  # never asked for


def test_a_name_with_an_address_that_is_dead_is_tried_at_the_next(
    fetch_here: Fetch, server: TlsServer
) -> None:
    server.at["/"] = server.sends(A_CALENDAR)

    def resolve(host: str, port: int) -> list[Peer]:
        return [Peer(socket.AF_INET6, ("::1", port)), Peer(socket.AF_INET, ("127.0.0.1", port))]

    assert fetch_here(server.url(), resolve=resolve) == A_CALENDAR
