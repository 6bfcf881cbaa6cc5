"""Only ordinary addresses of the internet are asked."""

from ipaddress import ip_address

import pytest

from contact.busy.public import is_public

NOT_PUBLIC = {
    "this machine": ["127.0.0.1", "127.255.0.9", "0.0.0.0", "::1", "::"],  # noqa: S104
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12::1"],
    "link-local, with the metadata of clouds": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "shared by a provider's customers": ["100.64.0.1", "100.127.255.255"],
    "to many": ["224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1", "ff0e::1"],
    "for documents": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "for measuring": ["198.18.0.1", "198.19.255.255"],
    "for protocols": ["192.0.0.8", "192.0.0.170", "192.88.99.1", "2001::1", "2001:20::1"],
    "kept for later": ["240.0.0.1", "4000::1", "100::1", "5f00::1"],
    "an old one, mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34"],
    "an old one, by 6to4": ["2002:7f00:1::", "2002:c0a8:101::1", "2002:5db8:d822::"],
    "an old one, by NAT64": ["64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1"],
    "an old one, by Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "an old one, compatible": ["::127.0.0.1", "::10.0.0.1"],
}
PUBLIC = ["93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1"]


@pytest.mark.parametrize(
    "address", [one for kind in NOT_PUBLIC.values() for one in kind], ids=lambda one: one
)
def test_what_is_no_ordinary_address_is_never_asked(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_one_is_asked(address: str) -> None:
    assert is_public(ip_address(address))
