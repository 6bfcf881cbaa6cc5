"""Where a request came from, as far as the proxies in front can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_HOUSEHOLD = 64  # bits: whoever has one IPv6 address has all that begin like it


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address, an IPv6 one as its /64 network.

    Behind settings.TRUSTED_PROXIES proxies it is the entry of X-Forwarded-For that the outermost of
    them wrote; what stands before it anybody may have written. Where that is no address, the one
    that the request came from counts, which is then a proxy's.
    """
    return _network(_told(request)) or _network(_direct(request)) or _direct(request)


def _direct(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _told(request: HttpRequest) -> str:
    if settings.TRUSTED_PROXIES < 1:
        return ""
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return str(entries[-min(settings.TRUSTED_PROXIES, len(entries))]).strip()


def _network(text: str) -> str:
    """Return "" for what is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), ONE_HOUSEHOLD), strict=False))
    return str(address)
