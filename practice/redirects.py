"""Leads visitors on from addresses that have moved, and only from those.

It is asked after the site has said that there is nothing: a page that is there always wins.
"""

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path

from practice.models import Redirect
from practice.paths import can_be_looked_up, with_last_slash

log = logging.getLogger("attune.redirects")

NOTHING_THERE = (404, 410)


class Redirects:
    """Answers with the new address where there would be no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in NOTHING_THERE or request.method not in ("GET", "HEAD"):
            return response
        return redirect_from(request.path_info) or response


def redirect_from(path: str) -> HttpResponse | None:
    """Return the answer that leads on from `path`; None where there is none or Postgres is away."""
    if not can_be_looked_up(path):
        return None
    try:
        found = Redirect.objects.filter(old_path=with_last_slash(path)).first()
    except (DatabaseError, InterfaceError):
        return None
    if found is None:
        return None
    _count(found)
    response = HttpResponsePermanentRedirect(escape_uri_path(found.new_path))
    # A browser would keep it for ever, even when a page has come to the old address since.
    response["Cache-Control"] = "no-cache"
    return response


def _count(redirect: Redirect) -> None:
    """Count; where that fails the visitor is led on all the same."""
    try:
        with transaction.atomic():
            Redirect.objects.count_hit(redirect.old_path)
    except (DatabaseError, InterfaceError) as error:
        log.warning("a followed redirect was not counted (%s)", type(error).__name__)
