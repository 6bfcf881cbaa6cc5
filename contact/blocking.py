"""Time that the therapist keeps free by hand: no conversation is offered in it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from contact.models import Appointment, Availability, BusySpan
from contact.slots import Span
from contact.timetable import start_of

LONGEST = timedelta(hours=25)  # a whole day, on which the clocks go back
KEPT = timedelta(days=1)  # after it is over: a copy of a calendar begins yesterday, too


def span_of(typed: str) -> Span | None:
    """Return the span that contact.week_entries.typed_span wrote; None for everything else.

    A button blocks a day at most, and so does whatever is sent in place of one.
    """
    moments = [start_of(word) for word in typed.split(" ")]
    if len(moments) != 2 or moments[0] is None or moments[1] is None:
        return None
    span = Span(moments[0], moments[1])
    return span if timedelta() < span.end - span.begin <= LONGEST else None


@transaction.atomic
def block(span: Span, now: datetime) -> list[Appointment]:
    """Keep that time free. The same again changes nothing.

    Returns the appointments that are in it: they stand as they did. Whoever chooses a time at this
    moment waits (as in contact/booking.py), so that none is overlooked.
    """
    Availability.objects.select_for_update().filter(pk=Availability.ONLY).first()
    if not _by_hand(span).exists():
        BusySpan.objects.create(during=span)
    standing = Appointment.objects.standing(now)
    return list(standing.filter(starts_at__lt=span.end, ends_at__gt=span.begin))


@transaction.atomic
def free_again(pk: int) -> Span | None:
    """Take back what was blocked by hand. Returns when it was; None where it was free again."""
    found = BusySpan.objects.filter(pk=pk, calendar=None).first()
    if found is None:
        return None
    span = Span(found.during.lower, found.during.upper)
    _by_hand(span).delete()
    return span


def forget_past(now: datetime) -> None:
    """Take away what was blocked by hand and is over."""
    BusySpan.objects.filter(calendar=None, during__endswith__lte=now - KEPT).delete()


def _by_hand(span: Span) -> QuerySet[BusySpan]:
    """All of them: without hours there is no row to lock, and two clicks could have made two."""
    return BusySpan.objects.filter(calendar=None, during=span)
