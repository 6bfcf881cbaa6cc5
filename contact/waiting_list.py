"""The waiting list: who wrote first comes first, and a time is offered to one after the other.

Everything of it can be seen while the desk is locked. To offer a time, it has to be unlocked: else
nobody could see how the one to whom it is offered may be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from contact import booking, time_mail
from contact.booking import Wanted
from contact.chosen import value_of
from contact.keeping_times import card_of
from contact.models import Appointment, Enquiry
from contact.models.appointment import AppointmentQuerySet, Status, WaitsFor, reference_of
from practice.models.sealing_key import KeyRing

NOT_TAKEN = [Status.HELD, Status.DECLINED, Status.EXPIRED]  # a held one that has run out


@dataclass(frozen=True)
class Place:
    """Somebody on the list. `time` is offered to her or asked for, `before` came to nothing."""

    number: int
    enquiry: Enquiry
    days: int
    time: Appointment | None
    before: Appointment | None

    @property
    def reference(self) -> str:
        return reference_of(self.enquiry.pk)


@dataclass(frozen=True)
class Again:
    """A time that was offered, not taken, and is free; and who is next. None: nobody is left."""

    offered: Appointment
    next: Place | None

    @property
    def slot(self) -> str:
        """What its button sends."""
        return value_of(Wanted(self.offered.starts_at, self.offered.modality))


def places(now: datetime) -> list[Place]:
    """Return the list in order, by two questions to Postgres."""
    waiting = Enquiry.objects.filter(status=Enquiry.Status.WAITING).order_by("received_at", "pk")
    rows = waiting.prefetch_related("appointments")
    return [_place(number, enquiry, now) for number, enquiry in enumerate(rows, start=1)]


def _place(number: int, enquiry: Enquiry, now: datetime) -> Place:
    days = (timezone.localdate(now) - timezone.localdate(enquiry.received_at)).days
    times = sorted(enquiry.appointments.all(), key=lambda one: one.made_at)
    standing = next((one for one in times if one.is_standing(now)), None)
    before = times[-1] if times and not standing else None
    return Place(number, enquiry, days, standing, before)


def not_taken(now: datetime) -> AppointmentQuerySet:
    """Those that somebody on the list did not take, and that are to come and free again."""
    standing = Appointment.objects.standing(now).filter(during__overlap=OuterRef("during"))
    offered = Appointment.objects.filter(waits_for=WaitsFor.ENQUIRER, starts_at__gt=now)
    return offered.filter(~Exists(standing), status__in=NOT_TAKEN)


def to_offer_again(listed: Sequence[Place], now: datetime) -> list[Again]:
    """Return the times that somebody on the list did not take, in order of time."""
    rows = list(not_taken(now).order_by("made_at"))
    latest = {Wanted(one.starts_at, one.modality): one for one in rows}
    found = [Again(one, _next(listed, one.starts_at, rows)) for one in latest.values()]
    return sorted(found, key=lambda again: again.offered.starts_at)


def _next(listed: Sequence[Place], start: datetime, offered: Sequence[Appointment]) -> Place | None:
    """Return the first who has no time and has not been offered this one."""
    had_it = {one.enquiry_id for one in offered if one.starts_at == start}
    free = (place for place in listed if not place.time and place.enquiry.pk not in had_it)
    return next(free, None)


@transaction.atomic
def offer(
    enquiry: Enquiry,
    wanted: Wanted,
    *,
    keep_for: timedelta,
    ring: KeyRing | None,
    who: str,
    now: datetime,
) -> Appointment:
    """Keep a time for her and tell her, as far as safe. The same again changes nothing.

    Raises NotFreeError, and LockedError without `ring`.
    """
    new = booking.offer(enquiry, wanted, until=now + keep_for, who=who, now=now)
    card = card_of(new, ring)
    if card:
        time_mail.offered(enquiry, card, new, now=now)
    return new
