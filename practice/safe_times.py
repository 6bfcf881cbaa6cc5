"""Times at which somebody may be reached: days of the week and parts of the day.

They are kept as words in one string, such as "tue thu morning". No day named means any day, no
part named means any part; "" means any time. All of it in the practice's time zone.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(21)),
}


def is_safe(times: str, at: datetime) -> bool:
    local = timezone.localtime(at)
    words = set(times.split())
    days, parts = words.intersection(DAYS), words.intersection(PARTS)
    day_is_safe = not days or DAYS[local.weekday()] in days
    return day_is_safe and (not parts or any(_is_in(part, local.time()) for part in parts))


def next_safe(times: str, at: datetime) -> datetime:
    """Return `at` where that is safe, else the first moment after it that is.

    Midnights are looked at as well as the beginnings of parts: a named day alone begins then.
    """
    if is_safe(times, at):
        return at
    today = timezone.localtime(at).date()
    begins = sorted({time(0), *(begin for begin, _ in PARTS.values())})
    moments = (
        timezone.make_aware(datetime.combine(today + timedelta(days=ahead), begin))
        for ahead in range(8)
        for begin in begins
    )
    return next(moment for moment in moments if moment > at and is_safe(times, moment))


def _is_in(part: str, local: time) -> bool:
    begin, end = PARTS[part]
    return begin <= local < end
