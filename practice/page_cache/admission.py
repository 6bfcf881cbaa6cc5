"""Which requests may be answered with a page that was rendered for nobody in particular."""

import re
from functools import lru_cache
from urllib.parse import urlsplit
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.request import split_domain_port, validate_host

METHODS = frozenset({"GET", "HEAD"})
HOSTS_REMEMBERED = 64

_SLUG = "[-a-zA-Z0-9_]{1,160}"
# Paths as Django sees them, already decoded; the whole of a path must match.
READING_PAGES = re.compile(
    rf"""/
    | /articles/ (?: {_SLUG}/ )?
    | /series/ (?: {_SLUG}/ (?: feed\.(?:atom|json) )? )?
    | /topics/ {_SLUG}/
    | /(?: about | fees | privacy | urgent-help | search )/
    | /feed\.(?: atom | json )
    | /sitemap\.xml
    """,
    re.VERBOSE,
)
PAGED = re.compile(rf"/articles/|/topics/{_SLUG}/")
PAGE_NUMBER = re.compile("page=[1-9][0-9]{0,3}")


def is_reading_page(path: str, query: str) -> bool:
    """Whether it may be kept: a known page with no query string, or with a list's page number.

    A query string in any other spelling is Django's, so that nobody fills the memory with it.
    """
    if query and not (PAGE_NUMBER.fullmatch(query) and PAGED.fullmatch(path)):
        return False
    return READING_PAGES.fullmatch(path) is not None


class Admission:
    """Decides by method, host, scheme and cookies; the settings are read once."""

    def __init__(self) -> None:
        self.site = urlsplit(settings.SITE_URL)
        self.proxy_header = settings.SECURE_PROXY_SSL_HEADER
        self._allows = lru_cache(HOSTS_REMEMBERED)(_is_allowed)
        # The name anywhere in the header is enough: a cookie cannot be spelled so that Django
        # finds it and this does not. The other cookies of the site (the CSRF token, the signed
        # one of the confirmation) change nothing on a reading page, and do not reach its
        # rendering in any case.
        names = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
        self._is_personal = re.compile("|".join(map(re.escape, names))).search

    def admits(self, environ: WSGIEnvironment) -> bool:
        """Whether this visitor gets what every visitor gets."""
        cookies = environ.get("HTTP_COOKIE")
        return (
            environ["REQUEST_METHOD"] in METHODS
            and self._allows(environ.get("HTTP_HOST", ""))
            and self._scheme(environ) == self.site.scheme
            and not (cookies and self._is_personal(cookies))
            and not environ.get("SCRIPT_NAME")
        )

    def _scheme(self, environ: WSGIEnvironment) -> str:
        """As HttpRequest.scheme has it. A request by the other scheme is Django's to redirect."""
        if self.proxy_header:
            name, secure = self.proxy_header
            told = environ.get(name)
            if told is not None:
                return "https" if told.split(",", 1)[0].strip() == secure else "http"
        return str(environ["wsgi.url_scheme"])


def _is_allowed(host: str) -> bool:
    """As HttpRequest.get_host has it. A host that is refused is Django's to answer with 400."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
