"""Hours and appointments for the databases that are measured."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contact.models import Appointment

DAYS = 90  # that can be chosen
LENGTH = timedelta(minutes=50)

PAST = """
INSERT INTO contact_appointment (id, initials, status, waits_for, starts_at, ends_at, during,
    modality, made_at, changed_at, calendar_id, sequence)
SELECT gen_random_uuid(), 'RV', 'happened', 'therapist', at, at + '50 minutes',
    tstzrange(at, at + '60 minutes'), 'online', at, at, gen_random_uuid(), 0
FROM (SELECT %(now)s - number * interval '90 minutes' AS at
      FROM generate_series(400, 399 + %(count)s) AS number) AS past
"""  # the last of them so long ago that it counts for no week to come


def keep_hours() -> None:
    """A time each hour from eight to eight, on weekdays; no two of them in each other's way."""
    from contact.models import Availability, ClosedDays, ExtraHours, WeeklyHours

    for model in (Availability, WeeklyHours, ExtraHours, ClosedDays):
        model._default_manager.all().delete()
    limits = {"most_a_day": 50, "most_a_week": 200}
    Availability.objects.create(step=60, horizon_days=DAYS, notice_hours=0, **limits)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(weekday=weekday, begins=time(8), ends=time(20), modality="online")
        for weekday in range(5)
    )


def add_past(count: int, now: datetime) -> None:
    """Appointments that took place, an hour and a half apart."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PAST, {"now": now, "count": count})


def add_coming(count: int, now: datetime) -> None:
    """Agreed ones, evenly over the days that can be chosen."""
    from contact.models import Appointment

    apart = timedelta(days=DAYS) / count
    Appointment.objects.bulk_create(_agreed(now + apart * number, now) for number in range(count))


def _agreed(start: datetime, now: datetime) -> "Appointment":
    from contact.models import Appointment

    end = start + LENGTH
    return Appointment(
        initials="RV",
        status=Appointment.Status.CONFIRMED,
        starts_at=start,
        ends_at=end,
        during=(start, end),
        modality="online",
        made_at=now,
        changed_at=now,
    )
