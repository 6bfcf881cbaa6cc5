"""How often something may be tried within a while: one SQL statement, for all processes."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from practice.models import RateCount, RateSalt
from practice.sealing import environment
from practice.visitor_address import address_of

FIVE_MINUTES = timedelta(minutes=5)
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime.fromtimestamp(0, UTC)

COUNT_ONE_MORE = """
INSERT INTO practice_ratecount AS kept (key, count, expires_at) VALUES (%(key)s, 1, %(expires_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.expires_at <= %(now)s THEN 1 ELSE kept.count + 1 END,
    expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
        ELSE kept.expires_at END
RETURNING count
"""

# Addresses are few enough to try them all. So a random salt goes into what stands for one, which is
# made by the first try of a day and forgotten after it; no try waits for another's.
SALT = """
WITH there AS (
    SELECT salt FROM practice_ratesalt WHERE day = %(day)s
), made AS (
    INSERT INTO practice_ratesalt AS kept (day, salt)
    SELECT %(day)s, %(new_salt)s WHERE NOT EXISTS (SELECT FROM there)
    ON CONFLICT (day) DO UPDATE SET salt = kept.salt
    RETURNING salt
), today AS (
    SELECT salt FROM there UNION ALL SELECT salt FROM made
)"""

# After SALT.
COUNT_AN_ADDRESS = """
INSERT INTO practice_ratecount AS kept (key, count, expires_at)
SELECT sha256(salt || %(one)s), 1, %(expires_at)s FROM today
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.expires_at <= %(now)s THEN 1 ELSE kept.count + 1 END,
    expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
        ELSE kept.expires_at END
RETURNING count
"""

# After SALT. One address first, then all together: always in this order, so that nobody waits in a
# circle. A try that is one too many for its address does not count against the others. `step` is
# 1, or -1 for a try that is given back.
TRY = """, one AS (
    INSERT INTO practice_ratecount AS kept (key, count, expires_at)
    SELECT sha256(salt || %(one)s), greatest(%(step)s, 0), %(expires_at)s FROM today
    ON CONFLICT (key) DO UPDATE SET
        count = greatest(
            %(step)s + CASE WHEN kept.expires_at <= %(now)s THEN 0 ELSE kept.count END, 0),
        expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at
            ELSE kept.expires_at END
    RETURNING count, expires_at
), everybody AS (
    INSERT INTO practice_ratecount AS kept (key, count, expires_at)
    SELECT sha256(salt || %(all)s), greatest(%(step)s, 0), %(expires_at)s FROM one, today
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
        values = _of_the_day(now) | {
            "one": _sign(self.what, address_of(request)),
            "all": _sign(self.what, "everybody"),
            "step": step,
            "expires_at": _full(now + self.within + FIVE_MINUTES - MICROSECOND, FIVE_MINUTES),
            "from_one": self.from_one,
            "from_all": self.from_all,
        }
        until: datetime | None = _one_value(SALT + TRY, values)
        return until


def tries_of(request: HttpRequest, what: str, *, within: timedelta, now: datetime) -> int:
    """Count this try at `what` from the visitor's address; return how many it makes `within`.

    The address itself is not kept, nor the moment: a digest is, with a salt that goes away with
    the day, for not quite so long.
    """
    ends_at = _full(now + within, within / 24)
    values = {"one": _sign(what, address_of(request)), "expires_at": ends_at}
    return int(_one_value(SALT + COUNT_AN_ADDRESS, _of_the_day(now) | values))


def count(key: bytes, *, within: timedelta, now: datetime) -> int:
    """Count one more of `key`, and return how many that makes since the while began."""
    return int(_one_value(COUNT_ONE_MORE, {"key": key, "now": now, "expires_at": now + within}))


def uncount(key: bytes, *, now: datetime) -> None:
    """Take back one of `key` that was counted at `now`."""
    counted = RateCount.objects.filter(key=key, expires_at__gt=now, count__gt=0)
    counted.update(count=F("count") - 1)


def forget_expired(now: datetime) -> None:
    RateCount.objects.filter(expires_at__lte=now).delete()
    RateSalt.objects.filter(day__lt=timezone.localdate(now)).delete()


def _one_value(statement: str, values: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _of_the_day(now: datetime) -> dict[str, Any]:
    return {"now": now, "day": timezone.localdate(now), "new_salt": secrets.token_bytes(32)}


def _full(moment: datetime, step: timedelta) -> datetime:
    """The last full `step`, such as an hour, until `moment`: a row must not tell who came when."""
    return moment - (moment - EPOCH) % step


def _sign(what: str, whose: str) -> bytes:
    """What stands for an address, beneath the salt."""
    return environment.mac(f"{what}|{whose}".encode(), purpose="rate limit")
