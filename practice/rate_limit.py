"""How often something may be tried within a while: one SQL statement, for all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from practice.models import RateCount
from practice.sealing import environment
from practice.visitor_address import address_of

COUNT_ONE_MORE = """
INSERT INTO practice_ratecount AS kept (key, count, expires_at) VALUES (%(key)s, 1, %(expires_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.expires_at <= %(now)s THEN 1 ELSE kept.count + 1 END,
    expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
        ELSE kept.expires_at END
RETURNING count
"""

# One address first, then all together: always in this order, so that nobody waits in a circle. A
# try that is one too many for its address does not count against the others. `step` is 1, or -1
# for a try that is given back.
TRY = """
WITH one AS (
    INSERT INTO practice_ratecount AS kept (key, count, expires_at)
    VALUES (%(one)s, greatest(%(step)s, 0), %(expires_at)s)
    ON CONFLICT (key) DO UPDATE SET
        count = greatest(
            %(step)s + CASE WHEN kept.expires_at <= %(now)s THEN 0 ELSE kept.count END, 0),
        expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
            ELSE kept.expires_at END
    RETURNING count, expires_at
), everybody AS (
    INSERT INTO practice_ratecount AS kept (key, count, expires_at)
    SELECT %(all)s, greatest(%(step)s, 0), %(expires_at)s FROM one
    WHERE %(step)s < 0 OR one.count <= %(from_one)s
    ON CONFLICT (key) DO UPDATE SET
        count = greatest(
            %(step)s + CASE WHEN kept.expires_at <= %(now)s THEN 0 ELSE kept.count END, 0),
        expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
            ELSE kept.expires_at END
    RETURNING count, expires_at
)
SELECT max(expires_at) FROM (
    SELECT expires_at FROM one WHERE count > %(from_one)s
    UNION ALL SELECT expires_at FROM everybody WHERE count > %(from_all)s
) AS too_many
"""


@dataclass(frozen=True)
class Limit:
    """How many tries at `what` are allowed `within` a while: from one address, and from all."""

    what: str
    within: timedelta
    from_one: int
    from_all: int

    def take(self, request: HttpRequest, now: datetime) -> timedelta:
        """Count a try, however many come at once. Returns how long to wait before it may be."""
        until = self._step(1, request, now)
        return until - now if until else timedelta()

    def give_back(self, request: HttpRequest, now: datetime) -> None:
        """Take back the try that was counted at `now`: it was an honest one."""
        self._step(-1, request, now)

    def _step(self, step: int, request: HttpRequest, now: datetime) -> datetime | None:
        values: dict[str, Any] = {
            "one": _key(self.what, address_of(request), now),
            "all": _key(self.what, "everybody", now),
            "step": step,
            "now": now,
            "expires_at": now + self.within,
            "from_one": self.from_one,
            "from_all": self.from_all,
        }
        with connection.cursor() as cursor:
            cursor.execute(TRY, values)
            until: datetime | None = cursor.fetchone()[0]
            return until


def tries_of(request: HttpRequest, what: str, *, within: timedelta, now: datetime) -> int:
    """Count this try at `what` from the visitor's address; return how many it makes `within`.

    The address itself is not kept: its HMAC is, with the day as salt, until the while is over.
    """
    return count(_key(what, address_of(request), now), within=within, now=now)


def count(key: bytes, *, within: timedelta, now: datetime) -> int:
    """Count one more of `key`, and return how many that makes since the while began."""
    values: dict[str, Any] = {"key": key, "now": now, "expires_at": now + within}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, values)
        return int(cursor.fetchone()[0])


def forget_expired(now: datetime) -> None:
    RateCount.objects.filter(expires_at__lte=now).delete()


def _key(what: str, whose: str, now: datetime) -> bytes:
    day = timezone.localdate(now).isoformat()
    return environment.mac(f"{what}|{day}|{whose}".encode(), purpose="rate limit")
