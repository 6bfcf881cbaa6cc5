"""How many times one network address may hold, since each keeps one from others.

docs/decisions/0070-a-time-is-chosen-in-one-tap.md
"""

from datetime import datetime

from django.http import HttpRequest

from contact.spam import WITHIN
from practice.rate_limit import tries_of

MOST_TIMES = 3  # within a day, with the form and with a number


class TooManyTimesError(Exception):
    """One network address holds as many times as it may."""


def count_time(request: HttpRequest, now: datetime) -> None:
    """Within the transaction that keeps the time: what is not kept does not count.

    Raises TooManyTimesError.
    """
    if tries_of(request, "time", within=WITHIN, now=now) > MOST_TIMES:
        raise TooManyTimesError
