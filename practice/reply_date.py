from collections.abc import Callable
from datetime import date, timedelta


def reply_date(received_on: date, *, working_days: int, is_free: Callable[[date], bool]) -> date:
    """Return the last of the `working_days` that follow `received_on`.

    The day of receipt does not count; days for which `is_free` is true (weekends, time away) are
    passed over. At least one day of a week must not be free for ever, or the search would not end.
    """
    day, counted = received_on, 0
    while counted < working_days:
        day += timedelta(days=1)
        counted += not is_free(day)
    return day


def working_days_left(due_on: date, *, today: date, is_free: Callable[[date], bool]) -> int:
    """Return how many working days follow `today` up to `due_on`, that day included."""
    ahead = (today + timedelta(days=days) for days in range(1, (due_on - today).days + 1))
    return sum(not is_free(day) for day in ahead)
