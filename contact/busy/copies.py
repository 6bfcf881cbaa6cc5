"""Which calendar is to be read, and the copy that is kept of it: only when she is busy.

The row is taken for as long as reading may take, in a transaction of its own, so that no lock is
held while a stranger's server thinks. A worker that dies meanwhile loses nothing but that while.
"""

import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from contact.busy import asking
from contact.busy.reading import Copy, Window
from contact.busy.trouble import CannotReadError, Trouble
from contact.models import BusyCalendar, BusySpan
from practice.sealing import SealError

log = logging.getLogger("attune.calendars")

EVERY = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
TAKEN_FOR = timedelta(minutes=2)
DAY = timedelta(days=1)
LONGEST_HORIZON = timedelta(days=365)  # that Availability can have
BEYOND = timedelta(days=14)  # as far as contact/timetable.py looks beyond the horizon


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: doubling, never above six hours."""
    return min(EVERY * (1 << min(failures - 1, 10)), LONGEST_PAUSE)


def read_next(now: datetime, *, read: asking.Read = asking.read) -> bool:
    """Read the calendar that has been due longest. Returns whether there was one."""
    calendar = _taken(now)
    if calendar is None:
        return False
    try:
        copy = read(calendar.opened_address(), window_at(now))
    except CannotReadError as error:
        _failed(calendar, error.because, now)
    except SealError:
        _failed(calendar, Trouble.NO_KEY, now)
    else:
        _keep(calendar, copy, now)
    return True


def window_at(now: datetime) -> Window:
    """From yesterday to the farthest day that could ever be offered, in whole days.

    Were it only as far as today's horizon, a longer one would offer times in which she is busy.
    """
    begin = datetime.combine(now.astimezone(UTC).date() - DAY, time(), UTC)
    return Window(begin, begin + LONGEST_HORIZON + BEYOND, ZoneInfo(settings.TIME_ZONE))


@transaction.atomic
def _taken(now: datetime) -> BusyCalendar | None:
    """Take it for a while, so that no second worker reads it as well."""
    due = BusyCalendar.objects.filter(due_at__lte=now).order_by("due_at")
    calendar = due.select_for_update(skip_locked=True).first()
    if calendar is not None:
        calendar.due_at, calendar.tried_at = now + TAKEN_FOR, now
        calendar.save(update_fields=["due_at", "tried_at"])
    return calendar


def _failed(calendar: BusyCalendar, because: Trouble, now: datetime) -> None:
    """The last good copy stays as it is."""
    log.warning("calendar %s cannot be read (%s)", calendar.pk, because)
    failures = calendar.failures + 1
    BusyCalendar.objects.filter(pk=calendar.pk).update(
        failed_because=because, failures=failures, due_at=now + pause_after(failures)
    )


@transaction.atomic
def _keep(calendar: BusyCalendar, copy: Copy, now: datetime) -> None:
    """Put the new copy in place of the old one, unless the calendar was removed meanwhile."""
    there = BusyCalendar.objects.select_for_update().filter(pk=calendar.pk).first()
    if there is None:
        return
    there.read_at, there.due_at, there.failures = now, now + EVERY, 0
    there.failed_because = "" if copy.is_whole else Trouble.PARTLY
    there.save(update_fields=["read_at", "due_at", "failures", "failed_because"])
    _replace_spans(there, {(_moment(begin), _moment(end)) for begin, end in copy.spans})


def _replace_spans(calendar: BusyCalendar, spans: set[tuple[datetime, datetime]]) -> None:
    """Write only what has changed: most often that is nothing."""
    rows = BusySpan.objects.filter(calendar=calendar).values_list("pk", "during")
    there = {(during.lower, during.upper): pk for pk, during in rows}
    gone = [pk for span, pk in there.items() if span not in spans]
    BusySpan.objects.filter(pk__in=gone).delete()
    new = sorted(spans - there.keys())
    BusySpan.objects.bulk_create(BusySpan(calendar=calendar, during=span) for span in new)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
