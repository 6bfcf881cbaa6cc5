"""What the page called Today says, put together in a fixed number of questions to Postgres."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from contact.models import Appointment
from contact.models.appointment import reference_of
from practice.first_steps.before_going_live import IN_SESSION
from practice.models import PracticeProfile
from practice.today import attention, conversations, facts, waiting
from practice.today.attention import Notice
from practice.today.conversations import Day
from practice.today.facts import Facts
from practice.today.person import seen_by
from practice.today.waiting import Waiting


@dataclass(frozen=True, repr=False)
class Hers:
    """What only the therapist sees. `not_noted`: the desk is unlocked, and names are not shown."""

    waiting: list[Waiting]
    has_more: bool
    days: list[Day]
    not_noted: bool
    notices: list[Notice]
    all_is_well: str
    offers_not_taken: int


def hers(request: HttpRequest, now: datetime) -> Hers | None:
    """Return None before there is a practice: then nobody can have written."""
    known = facts.read(now)
    if known is None:
        return None
    kept = conversations.appointments(now)
    rows, days = _waiting(kept, now), conversations.days(kept, now)
    shown = rows[: waiting.AT_MOST]
    noted = _let_see(request, shown, days, now)
    amiss = attention.notices(known, now, is_live=IN_SESSION in request.session)
    return _hers(known, amiss, rows, days, noted=noted, now=now)


def _waiting(kept: Iterable[Appointment], now: datetime) -> list[Waiting]:
    today = timezone.localdate(now)
    is_free = PracticeProfile.objects.current().free_days_from(today)
    return waiting.rows(waiting.enquiries(today), kept, is_free=is_free, now=now)


def _let_see(
    request: HttpRequest, rows: Iterable[Waiting], days: Iterable[Day], now: datetime
) -> bool:
    """Say who each is, as far as the desk is open. Returns whether it could be noted."""
    talks = [one for day in days for one in day.conversations]
    waiting_ones = [row.enquiry for row in rows if not row.is_held_back]
    coming = [one.appointment.enquiry for one in talks if one.appointment.enquiry]
    people = seen_by(request, [*waiting_ones, *coming], now)
    for row in rows:
        row.person = people.of(row.enquiry.pk, reference_of(row.enquiry.pk))
    for one in talks:
        one.person = people.of(one.appointment.enquiry_id, one.appointment.reference)
    return people.noted


def _hers(
    known: Facts,
    amiss: list[Notice],
    rows: list[Waiting],
    days: list[Day],
    *,
    noted: bool,
    now: datetime,
) -> Hers:
    return Hers(
        waiting=rows[: waiting.AT_MOST],
        has_more=len(rows) > waiting.AT_MOST,
        days=days,
        not_noted=not noted,
        notices=amiss,
        all_is_well="" if amiss else attention.looked_at(known, now),
        offers_not_taken=known.offers_not_taken,
    )
