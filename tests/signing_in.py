"""Sessions as they are after both steps, for tests that are about something else."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from practice.models import User
from practice.sign_in import standing

# Tests move the clock; a session that grows old is the matter of its own tests.
NEVER_OLD = datetime(2100, 1, 1, tzinfo=UTC)


def sign_in(client: Client, user: User, backend: str | None = None) -> None:
    """Sign in, without pages and passwords; stands in for Django's `Client.force_login`."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user, now=NEVER_OLD).session_key


def session_of(user: User, *, now: datetime) -> Any:
    """A session that was signed in with a second factor at `now`."""
    session = only_password(user)
    session[standing.IN_SESSION] = standing.mark(user, session.session_key, "", now)
    session.save()
    return session


def only_password(user: User) -> Any:
    """A session as Django's own sign-in would begin it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session
