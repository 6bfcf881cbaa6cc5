"""A browser in which somebody has signed in before: guesses from elsewhere never slow it down."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from practice.sealing import environment

SALT = "practice.sign_in.known_browser"
KEPT_FOR = timedelta(days=180)


def digest_of(name: str) -> str:
    """Return what stands for the name of an account, whether there is one or not."""
    return environment.mac(name.encode(), purpose="name at the desk").hex()


def remember(response: HttpResponse, name: str) -> None:
    """Let this browser have tries of its own at the account. It opens nothing."""
    known = {"of": digest_of(name), "id": secrets.token_hex(16)}
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(known, salt=SALT),
        max_age=KEPT_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def id_of(request: HttpRequest, name: str) -> str | None:
    """Return what stands for this browser, where it was signed in to the account before."""
    cookie = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")
    try:
        known = signing.loads(cookie, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return str(known["id"]) if known["of"] == digest_of(name) else None
