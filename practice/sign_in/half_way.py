"""Whoever has given the right password, and nothing else yet: still nobody, for ten minutes."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from practice.models import User

IN_SESSION = "half_way"
AT_MOST = timedelta(minutes=10)


def begin(request: HttpRequest, user: User, *, then: str, now: datetime) -> None:
    """Remember her, and the path `then` where she wanted to be, under a new session key."""
    request.session.flush()
    request.session[IN_SESSION] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "since": now.timestamp(),
        "then": then,
    }
    request.session.set_expiry(int(AT_MOST.total_seconds()))


def user_of(request: HttpRequest, now: datetime, *, locked: bool = False) -> User | None:
    """Return who is half-way in. Another password meanwhile, or signing out everywhere, ends it.

    `locked` keeps others from changing the account until the transaction ends.
    """
    kept = request.session.get(IN_SESSION)
    if kept is None or now.timestamp() - kept["since"] >= AT_MOST.total_seconds():
        return None
    rows = User.objects.select_for_update() if locked else User.objects.all()
    user = rows.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(kept["proof"], user.get_session_auth_hash()):
        return None
    return user


def then(request: HttpRequest) -> str:
    return str(request.session[IN_SESSION]["then"])
