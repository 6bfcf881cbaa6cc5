"""What a million enquiries cost the inbox more than a hundred: its first page, for each.

    python -m tests.benchmarks.inbox 1000000

In the database that DATABASE_URL names, which is filled. Prints milliseconds with few and with
many, and how many questions Postgres is asked.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING

import django

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.report import Row
from tests.live_site import HOST

if TYPE_CHECKING:
    from django.test import Client

FEW = 100
AT_MOST = 2.0  # times
QUERIES = 8
TIMES = 100
INBOX = "/admin/contact/enquiry/"

# Of ten, one waits for an answer, one was answered and added to, six are closed.
ENQUIRIES = """
INSERT INTO contact_enquiry (id, submission, key_id, sealed, sealed_for_code, code_public,
    code_private, code_lookup, code_proof, status, closed_because, received_at, reply_due_on,
    answered_at, closed_at, added_at, follow_up_on, is_example)
SELECT gen_random_uuid(), gen_random_uuid(), %(key)s, '\\x00', '\\x00', '\\x00',
    '\\x00', uuid_send(gen_random_uuid()), '\\x00', status,
    CASE status WHEN 'closed' THEN 'done' ELSE '' END, at, (at + interval '2 days')::date,
    CASE WHEN status IN ('answered', 'closed', 'booked') THEN at + interval '1 day' END,
    CASE status WHEN 'closed' THEN at + interval '3 days' END,
    CASE kind WHEN 1 THEN at + interval '2 days' END,
    CASE WHEN number %% 50 = 2 THEN (at + interval '9 days')::date END, false
FROM (SELECT number, number %% 10 AS kind,
        (ARRAY['new', 'answered', 'booked', 'waiting', 'held'])[least(number %% 10, 5) + 1]
            AS known, %(now)s - number * interval '30 minutes' + interval '20 days' AS at
      FROM generate_series(1, %(count)s) AS number) AS made
CROSS JOIN LATERAL (SELECT coalesce(known, 'closed') AS status) AS each
"""


def rows(environment: dict[str, str], *, many: int) -> Iterator[Row]:
    """Measure in a database of its own, which the environment names."""
    few, with_many, queries = _measured(environment, many)
    what = f"first page of the inbox at {many:,} enquiries"
    figures = f"{with_many:.1f} ms", f"at {FEW}: {few:.1f} ms"
    ratio = with_many / few
    yield Row(what, *figures, f"{ratio:.2f}").at_most(ratio, AT_MOST, "times")
    yield Row("questions it asks Postgres", f"{queries:.0f}").at_most(queries, QUERIES)


def _measured(environment: dict[str, str], many: int) -> list[float]:
    command = [sys.executable, "-m", "tests.benchmarks.inbox", str(many)]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        message = f"the inbox could not be measured: {done.stderr.strip()}"
        raise BenchmarkError(message)
    return [float(figure) for figure in done.stdout.split()]


def add_enquiries(count: int, *, key: int, now: datetime) -> None:
    """So many, half an hour apart, in every status. None of them opens."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ENQUIRIES, {"count": count, "key": key, "now": now})


def main(many: int, now: datetime) -> str:
    from django.core.management import call_command
    from django.db import connection

    from practice import demo_key
    from practice.models import SealingKey
    from practice.sealing import passphrase

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_sample_content", verbosity=0, stdout=sys.stderr)
    demo_key.make(phrase=passphrase.new_phrase(), sheet=passphrase.new_sheet(), now=now)
    therapist, taken = _therapist(), []
    for number in (FEW, many - FEW):
        add_enquiries(number, key=SealingKey.objects.current().pk, now=now)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE contact_enquiry")
        taken.append(_milliseconds(therapist))
    return f"{taken[0]:.3f} {taken[1]:.3f} {_questions(therapist)}\n"


def _therapist() -> "Client":
    from django.test import Client

    from practice.models import User
    from tests.signing_in import sign_in

    browser = Client(SERVER_NAME=HOST)
    sign_in(browser, User.objects.create_superuser("therapist"))
    return browser


def _look(browser: "Client") -> None:
    if (status := browser.get(INBOX).status_code) != 200:
        message = f"the inbox answered with {status}"
        raise BenchmarkError(message)


def _milliseconds(browser: "Client") -> float:
    """The median, once everything is warm."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        _look(browser)
        taken.append(time.perf_counter() - began)
    return median(taken[TIMES // 4 :]) * 1000


def _questions(browser: "Client") -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _look(browser)
    return len(asked)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    django.setup()
    from django.utils import timezone

    sys.stdout.write(main(int(sys.argv[1]), timezone.now()))
