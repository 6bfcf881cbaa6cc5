"""How often something may be tried within a while: one SQL statement, for all processes."""

from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from practice.models import RateCount
from practice.sealing import environment

COUNT_ONE_MORE = """
INSERT INTO practice_ratecount AS kept (key, count, expires_at) VALUES (%(key)s, 1, %(expires_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.expires_at <= %(now)s THEN 1 ELSE kept.count + 1 END,
    expires_at = CASE WHEN kept.expires_at <= %(now)s THEN excluded.expires_at ELSE kept.expires_at END
RETURNING count
"""


def tries_of(request: HttpRequest, what: str, *, within: timedelta, now: datetime) -> int:
    """Count this try at `what` from the visitor's address; return how many it makes `within`.

    The address itself is not kept: its HMAC is, with the day as salt, until the while is over.
    """
    day = timezone.localdate(now).isoformat()
    content = f"{what}|{day}|{request.META['REMOTE_ADDR']}".encode()
    return count(environment.mac(content, purpose="rate limit"), within=within, now=now)


def count(key: bytes, *, within: timedelta, now: datetime) -> int:
    """Count one more of `key`, and return how many that makes since the while began."""
    values = {"key": key, "now": now, "expires_at": now + within}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE_MORE, values)
        return int(cursor.fetchone()[0])


def forget_expired(now: datetime) -> None:
    RateCount.objects.filter(expires_at__lte=now).delete()
