"""Under which name passkeys are made: the site's own, whatever a request says of its host."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


def of_passkeys() -> str:
    """Return the host of SITE_URL. A number is no name for a passkey, so it is "localhost" then."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host
    return "localhost"


def takes_passkeys(request: HttpRequest) -> bool:
    """Whether a browser lets passkeys be used at the address that it shows."""
    return split_domain_port(request.get_host())[0] == of_passkeys()
