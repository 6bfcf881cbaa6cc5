"""The quick exit: away from here at once, and no cookie of ours stays behind."""

from contextlib import suppress

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact.views import received

COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.UNLOCK_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    CookieStorage.cookie_name,
)


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """For a link, not a form: it works from kept pages, with broken cookies, with Postgres away.

    Another site that leads here gets its visitor sent on, and nobody signed out.
    """
    response = redirect(settings.LEAVE_TO)
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        _forget(request, response)
    return response


def _forget(request: HttpRequest, response: HttpResponse) -> None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key:
        with suppress(DatabaseError):
            Session.objects.filter(session_key=key).delete()
    for name in COOKIES:
        response.delete_cookie(name, samesite="Lax")
    received.forget(response)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
