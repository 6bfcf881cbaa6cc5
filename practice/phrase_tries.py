"""Makes guessing at a phrase or a sheet slow, and never keeps their owner waiting for long.

The pause grows with the wrong tries of the account, and is waited out by each session on its own:
whoever has got hold of the password cannot keep the owner from her first try.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from practice.models import RateCount
from practice.rate_limit import count
from practice.sealing import environment

FREE = 3  # wrong tries
LONGEST_PAUSE = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(minutes=15)


class Tries:
    """The tries at one account's secrets, seen from one session."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self._account = _key(f"account {request.user.pk}")
        self._session = _key(f"session {request.session.session_key}")
        self._now = now

    def too_soon(self) -> timedelta | None:
        """Take this session's turn; return how long to wait where it was taken already."""
        pause = self._pause()
        if not pause or count(self._session, within=pause, now=self._now) == 1:
            return None
        return pause

    def note_wrong(self) -> None:
        count(self._account, within=FORGOTTEN_AFTER, now=self._now)

    def _pause(self) -> timedelta:
        noted = RateCount.objects.filter(key=self._account, expires_at__gt=self._now)
        wrong = noted.values_list("count", flat=True).first() or 0
        if wrong < FREE:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(wrong - FREE, 10)), LONGEST_PAUSE)


def _key(whose: str) -> bytes:
    return environment.mac(whose.encode(), purpose="tries at a phrase")
