"""The desk, unlocked for one session: what the reading phrase opened stays open for a while.

The private key lies in the session's row, encrypted under a random key that only a cookie of the
browser holds. So neither the database nor the browser alone has it, any web process can use it,
and a copy of either is worth nothing.
"""

import base64
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from practice.models import SealingKey
from practice.models.sealing_key import CannotSealError, KeyRing
from practice.sealing import SealError, Secret, wrapping

IN_SESSION = "unlocked"
NOTE_USE_EVERY = timedelta(minutes=1)


def unlock(request: HttpRequest, response: HttpResponse, private: bytes, now: datetime) -> None:
    """Keep the private key for this session; `response` takes the cookie to the browser."""
    cookie_key = Secret(secrets.token_bytes(32))
    wrapped = wrapping.wrap(private, secret=cookie_key, use=_owner(request))
    request.session[IN_SESSION] = {
        "key": base64.b64encode(wrapped).decode(),
        "since": now.timestamp(),
        "used": now.timestamp(),
    }
    response.set_cookie(
        settings.UNLOCK_COOKIE_NAME,
        base64.urlsafe_b64encode(cookie_key).decode(),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",  # as the session's: from the link in a mail, the desk is still unlocked
    )


def lock(request: HttpRequest, response: HttpResponse) -> None:
    request.session.pop(IN_SESSION, None)
    response.delete_cookie(settings.UNLOCK_COOKIE_NAME, samesite="Lax")


def is_unlocked(request: HttpRequest, now: datetime) -> bool:
    """Whether to show the desk as unlocked. To look is no use: it does not put off the lock."""
    kept = request.session.get(IN_SESSION)
    return bool(kept and _still_open(kept, now) and settings.UNLOCK_COOKIE_NAME in request.COOKIES)


def key_ring(request: HttpRequest, now: datetime) -> KeyRing | None:
    """Return what opens enquiries, or None while the desk is locked.

    Locked again after settings.UNLOCK_IDLE without use, and after settings.UNLOCK_AT_MOST.
    """
    kept = request.session.get(IN_SESSION)
    private = _private(request) if kept and _still_open(kept, now) else None
    if kept is None or private is None:
        request.session.pop(IN_SESSION, None)
        return None
    if now.timestamp() - kept["used"] >= NOTE_USE_EVERY.total_seconds():
        request.session[IN_SESSION] = kept | {"used": now.timestamp()}
    try:
        current = SealingKey.objects.current()
    except CannotSealError:
        return None
    return KeyRing(current, private) if current.belongs_to(private) else None


def _still_open(kept: dict[str, float], now: datetime) -> bool:
    idle = timedelta(seconds=now.timestamp() - kept["used"])
    in_all = timedelta(seconds=now.timestamp() - kept["since"])
    return idle < settings.UNLOCK_IDLE and in_all < settings.UNLOCK_AT_MOST


def _private(request: HttpRequest) -> bytes | None:
    try:
        cookie = request.COOKIES[settings.UNLOCK_COOKIE_NAME]
        cookie_key = Secret(base64.urlsafe_b64decode(cookie))
        wrapped = base64.b64decode(request.session[IN_SESSION]["key"])
        return wrapping.unwrap(wrapped, secret=cookie_key, use=_owner(request))
    except (KeyError, ValueError, SealError):
        return None


def _owner(request: HttpRequest) -> str:
    return f"unlocked by {request.user.pk}"


def address(then: str) -> str:
    """Return where the desk is unlocked; it goes on to the path `then`."""
    return f"{reverse('admin:unlock')}?{urlencode({'next': then})}"
