"""The one way to write an audit line."""

from collections.abc import Iterable
from datetime import datetime

from practice.models import AuditLine
from practice.models.audit_line import Verb

ENQUIRER = "enquirer"
WORKER = "worker"
OPERATOR = "operator"


def record(who: str, verb: Verb, thing: str, *, now: datetime) -> None:
    """Add one line. `thing` names a row, such as "enquiry:<uuid>", never what is in it."""
    AuditLine.objects.create(who=who, verb=verb, thing=thing, at=now)


def record_each(who: str, verb: Verb, things: Iterable[str], *, now: datetime) -> None:
    """Add one line for each thing, by one question however many there are."""
    lines = [AuditLine(who=who, verb=verb, thing=thing, at=now) for thing in things]
    AuditLine.objects.bulk_create(lines)
