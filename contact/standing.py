"""What becomes of an enquiry by a press of a button at the desk. All of it is safe to repeat."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from contact.models import Enquiry
from practice import audit
from practice.models import AuditLine


@transaction.atomic
def answered(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """She has spoken to them, or written otherwise. Returns how many were new until now."""
    rows = Enquiry.objects.filter(pk__in=keys).unanswered().select_for_update()
    things = [enquiry.thing for enquiry in rows]
    for thing in things:
        audit.record(who, AuditLine.Verb.ANSWERED, thing, now=now)
    Enquiry.objects.filter(pk__in=keys).mark_answered(now)
    return len(things)


def new_again(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    return Enquiry.objects.filter(pk__in=keys).mark_new()


def taken_in(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    """It is no spam. No mail tells of it: whoever presses this has seen it."""
    return Enquiry.objects.filter(pk__in=keys).take_in()


def waiting(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    return Enquiry.objects.filter(pk__in=keys).put_on_waiting_list()


def closed(keys: Iterable[UUID], *, who: str, now: datetime) -> int:
    return Enquiry.objects.filter(pk__in=keys).close(now)


MOVES: dict[str, Callable[..., int]] = {
    "answered": answered,
    "new": new_again,
    "taken_in": taken_in,
    "waiting": waiting,
    "closed": closed,
}
