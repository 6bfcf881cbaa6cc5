from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri


def absolute(path: str) -> str:
    """Return the address of `path` as the whole world may have it: on SITE_URL, whatever Host says.

    An address that is whole already is returned as it is.
    """
    return urljoin(f"{settings.SITE_URL}/", iri_to_uri(path))


def host() -> str:
    """The name of the site's host, without a port."""
    return urlsplit(settings.SITE_URL).hostname or ""
