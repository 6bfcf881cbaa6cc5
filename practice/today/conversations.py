"""Conversations of today and tomorrow, and times that wait for her yes: asked for together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from contact.models import Appointment
from contact.models.appointment import Status, WaitsFor
from contact.time_in_words import way_of
from practice.today.person import NOBODY, Person
from practice.today.waiting import UNREAD, is_asked_for

DAYS = 2


@dataclass
class Conversation:
    appointment: Appointment
    begins: str
    ends: str
    how: str
    is_offered: bool
    person: Person = NOBODY


@dataclass(frozen=True)
class Day:
    date: date
    is_today: bool
    conversations: list[Conversation]


def appointments(now: datetime) -> list[Appointment]:
    """Read what both lists are made of, in one question."""
    begin = datetime.combine(timezone.localdate(now), time(), timezone.get_default_timezone())
    soon = Q(ends_at__gt=now, starts_at__lt=begin + timedelta(days=DAYS))
    wants_a_yes = Q(status=Status.HELD, waits_for=WaitsFor.THERAPIST)
    kept = Appointment.objects.standing(now).filter(soon | wants_a_yes)
    unread = [f"enquiry__{name}" for name in UNREAD]
    return list(kept.select_related("enquiry").defer(*unread).order_by("starts_at"))


def days(kept: Iterable[Appointment], now: datetime) -> list[Day]:
    """Return today and tomorrow, in the practice's zone, with what is not over yet."""
    listed = [one for one in kept if not is_asked_for(one)]
    today = timezone.localdate(now)
    return [
        _day(today + timedelta(days=ahead), listed, is_today=not ahead) for ahead in range(DAYS)
    ]


def _day(day: date, listed: Iterable[Appointment], *, is_today: bool) -> Day:
    here = [one for one in listed if timezone.localdate(one.starts_at) == day]
    return Day(day, is_today, [_conversation(one) for one in here])


def _conversation(one: Appointment) -> Conversation:
    begins, ends = (timezone.localtime(moment) for moment in (one.starts_at, one.ends_at))
    return Conversation(
        appointment=one,
        begins=date_format(begins, "H:i"),
        ends=date_format(ends, "H:i"),
        how=way_of(one.modality),
        is_offered=one.status == Status.HELD,
    )
