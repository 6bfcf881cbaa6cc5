"""Who is signed in: a session that began with a second factor, and has not grown old."""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from practice import audit
from practice.models import User
from practice.models.audit_line import Verb
from practice.sign_in.browser_names import in_words

IN_SESSION = "signed_in"
NOTE_USE_EVERY = timedelta(minutes=1)
FRESH_FOR = timedelta(minutes=15)
NOT_KEPT = "0.0.0.0"  # noqa: S104 - allauth's model wants an address; we keep none


def begin(request: HttpRequest, user: User, now: datetime) -> None:
    """Sign in somebody who has just proved a second factor; nothing of the session before stays."""
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    description = request.headers.get("User-Agent", "")
    request.session[IN_SESSION] = mark(user, request.session.session_key, description, now)
    audit.record(user.get_username(), Verb.SIGNED_IN, f"account:{user.pk}", now=now)


def mark(user: User, key: str | None, description: str, now: datetime) -> dict[str, Any]:
    """Return what makes a session of this key count, and note the browser that it is in."""
    browser = UserSession.objects.create(
        user=user,
        ip=NOT_KEPT,
        session_key=key,
        user_agent=in_words(description),
        created_at=now,
        last_seen_at=now,
    )
    moments = dict.fromkeys(("since", "seen", "proved"), now.timestamp())
    return {"browser": browser.pk, "key": key, **moments}


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Return who is signed in. What grew too old, or began without a second factor, is nobody's."""
    user = get_user(request)
    if not user.is_authenticated:
        return AnonymousUser()
    now = timezone.now()
    kept = request.session.get(IN_SESSION)
    if kept is None or not _lasts(kept, now):
        request.session.flush()
        return AnonymousUser()
    _note_use(request, kept, now)
    return user


def _lasts(kept: dict[str, Any], now: datetime) -> bool:
    idle = timedelta(seconds=now.timestamp() - kept["seen"])
    in_all = timedelta(seconds=now.timestamp() - kept["since"])
    return idle < settings.SIGN_IN_IDLE and in_all < settings.SIGN_IN_AT_MOST


def _note_use(request: HttpRequest, kept: dict[str, Any], now: datetime) -> None:
    """The session's key may change on the way: where the desk is unlocked, by a new password."""
    key = request.session.session_key
    is_due = now.timestamp() - kept["seen"] >= NOTE_USE_EVERY.total_seconds()
    if is_due or kept["key"] != key:
        request.session[IN_SESSION] = kept | {"seen": now.timestamp(), "key": key}
        browser = UserSession.objects.filter(pk=kept["browser"])
        browser.update(session_key=key, last_seen_at=now)


def prove_again(request: HttpRequest, now: datetime) -> None:
    request.session[IN_SESSION] |= {"proved": now.timestamp()}
    request.session.modified = True


def is_fresh(request: HttpRequest, now: datetime) -> bool:
    """Whether the second factor was used just now: who may sign in changes only then."""
    kept = request.session.get(IN_SESSION)
    return kept is not None and now.timestamp() - kept["proved"] < FRESH_FOR.total_seconds()


def this_browser(request: HttpRequest) -> int | None:
    """Return the key of the row that stands for this browser."""
    kept = request.session.get(IN_SESSION)
    return int(kept["browser"]) if kept else None
