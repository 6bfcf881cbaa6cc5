"""Makes guessing slow: a pause that grows with wrong tries, and is waited out in turns.

What makes it longer and who waits it out are two things: a stranger's guesses may make everybody's
pause longer, and still never keep the owner from her own first try.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from practice.rate_limit import count, uncount

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
        """Take this turn; return how long to wait where it was taken already.

        It counts as wrong until it is given back: many at once must not all be among the free.
        """
        wrong = count(self.counted, within=self.forgotten_after, now=now) - 1
        pause = self._length(wrong)
        if not pause or self.turn(pause, now) == 1:
            return None
        self.give_back(now)
        return pause

    def give_back(self, now: datetime) -> None:
        """Take back that it was wrong."""
        uncount(self.counted, now=now)

    def _length(self, wrong: int) -> timedelta:
        if wrong < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(wrong - self.free, 10)), self.longest)


def turn_of(key: bytes) -> Turn:
    """Turns of whatever `key` stands for."""
    return lambda pause, now: count(key, within=pause, now=now)
