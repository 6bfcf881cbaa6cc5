"""Prints what ninety days of free times take among so many appointments: milliseconds, questions.

    python -m tests.benchmarks.reckoning 1000

In the database that DATABASE_URL names, which is left as it was.
"""

import os
import sys
import time
from datetime import datetime
from statistics import median

import django

TIMES = 40


def main(appointments: int, now: datetime) -> str:
    from django.db import connection, transaction

    from tests.benchmarks import diary

    with transaction.atomic():
        diary.add_coming(appointments, now)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE contact_appointment")
        taken = [_take(now) for _ in range(TIMES)]
        questions = _questions(now)
        transaction.set_rollback(True)
    return f"{median(taken) * 1000:.1f} {questions}\n"


def _take(now: datetime) -> float:
    from contact.timetable import Timetable
    from practice.models import PracticeProfile

    profile = PracticeProfile.objects.current()
    began = time.perf_counter()
    Timetable.read(profile, now).free_slots()
    return time.perf_counter() - began


def _questions(now: datetime) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _take(now)
    return len(asked)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    django.setup()
    from django.utils import timezone

    sys.stdout.write(main(int(sys.argv[1]), timezone.now()))
