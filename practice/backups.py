"""That a backup was made, as the operator's script says it. What is in it, nobody here knows.

A line of the audit is all that is kept: content-free, and never taken back.
"""

from datetime import datetime

from django.db.models import QuerySet

from practice import audit
from practice.models import AuditLine

DATABASE = "database"


def note(now: datetime) -> None:
    audit.record(audit.OPERATOR, AuditLine.Verb.BACKED_UP, DATABASE, now=now)


def newest_first() -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(thing=DATABASE, verb=AuditLine.Verb.BACKED_UP).order_by("-at")
