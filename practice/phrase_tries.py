"""Makes guessing at a phrase or a sheet slow, and never keeps their owner waiting for long.

The pause grows with the wrong tries of the account, and is waited out by each session on its own:
whoever has got hold of the password cannot keep the owner from her first try.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from practice.pauses import Pause, turn_of
from practice.sealing import environment

FREE = 3  # wrong tries
LONGEST_PAUSE = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(minutes=15)


class Tries:
    """The tries at one account's secrets, seen from one session."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        account = _key(f"account {request.user.pk}")
        session = turn_of(_key(f"session {request.session.session_key}"))
        self._pause = Pause(account, session, FREE, LONGEST_PAUSE, FORGOTTEN_AFTER)
        self._now = now

    def too_soon(self) -> timedelta | None:
        """Take this session's turn; return how long to wait where it was taken already."""
        return self._pause.too_soon(self._now)

    def give_back(self) -> None:
        """It was right: it counts as no guess."""
        self._pause.give_back(self._now)


def _key(whose: str) -> bytes:
    return environment.mac(whose.encode(), purpose="tries at a phrase")
