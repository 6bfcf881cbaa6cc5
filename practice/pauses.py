"""Makes guessing slow: a pause that grows with wrong tries, and is waited out in turns.

What makes it longer and who waits it out are two things: a stranger's guesses may make everybody's
pause longer, and still never keep the owner from her own first try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from practice.models import RateCount
from practice.rate_limit import count

Turn = Callable[[timedelta, datetime], int]  # counts one within the pause; returns how many


@dataclass(frozen=True)
class Pause:
    """`counted` is the key under which wrong tries are counted; the first `free` cost nothing."""

    counted: bytes
    turn: Turn
    free: int
    longest: timedelta
    forgotten_after: timedelta

    def too_soon(self, now: datetime) -> timedelta | None:
        """Take this turn; return how long to wait where it was taken already."""
        pause = self._length(now)
        if not pause or self.turn(pause, now) == 1:
            return None
        return pause

    def note_wrong(self, now: datetime) -> None:
        count(self.counted, within=self.forgotten_after, now=now)

    def _length(self, now: datetime) -> timedelta:
        noted = RateCount.objects.filter(key=self.counted, expires_at__gt=now)
        wrong = noted.values_list("count", flat=True).first() or 0
        if wrong < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(wrong - self.free, 10)), self.longest)


def turn_of(key: bytes) -> Turn:
    """Turns of whatever `key` stands for."""
    return lambda pause, now: count(key, within=pause, now=now)
