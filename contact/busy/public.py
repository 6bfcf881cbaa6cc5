"""Which network addresses may be asked. Ours, and those of the network around us, never."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

Address = IPv4Address | IPv6Address

GLOBAL_UNICAST = ip_network("2000::/3")
# What `is_global` of some Python versions lets pass, or what leads to an address of the old kind by
# a detour. All else of that sort (IPv4-mapped, NAT64, private) is outside 2000::/3.
REFUSED = [
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo and other protocols
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
]


class Peer(NamedTuple):
    """Where a socket connects to: numbers, so that no name is looked up again."""

    family: socket.AddressFamily
    where: Any  # as the socket module has it

    @property
    def address(self) -> Address:
        return ip_address(self.where[0])


Resolve = Callable[[str, int], list[Peer]]
IsAllowed = Callable[[Address], bool]


def is_public(address: Address) -> bool:
    """Whether it is an ordinary address of the internet."""
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    refused = any(address in network for network in REFUSED)
    return address.is_global and not address.is_multicast and not refused


def resolved(host: str, port: int) -> list[Peer]:
    """Look the name up. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [Peer(family, where) for family, _type, _proto, _name, where in found]
