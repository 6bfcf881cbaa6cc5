"""The one way to write an audit line."""

from datetime import datetime

from practice.models import AuditLine
from practice.models.audit_line import Verb

ENQUIRER = "enquirer"
WORKER = "worker"


def record(who: str, verb: Verb, thing: str, *, now: datetime) -> None:
    """Add one line. `thing` names a row, such as "enquiry:<uuid>", never what is in it."""
    AuditLine.objects.create(who=who, verb=verb, thing=thing, at=now)
