"""What stands in the therapist's days, read in three questions however much there is."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from contact import slots
from contact.models import Appointment, BusySpan
from contact.models.appointment import Status, WaitsFor
from contact.slots import DAY, Rules, Slot, Span, Taken
from contact.timetable import rules_of
from contact.week import Week, span_of, week_of
from practice.models import PracticeProfile

TOOK_PLACE_OR_NOT = [Status.HAPPENED, Status.MISSED]


@dataclass(frozen=True)
class Diary:
    """Days as they were at `now`. Free times are in it whether they are offered yet or not."""

    rules: Rules
    slots: list[Slot]
    appointments: list[Appointment]
    busy: list[BusySpan]
    now: datetime

    @classmethod
    def read(cls, profile: PracticeProfile, first: date, *, days: int, now: datetime) -> "Diary":
        """Read so many days from `first` on. Whole weeks, since "most a week" counts in them."""
        _availability, rules = rules_of(profile, now)
        span = span_of(first, days=days, rules=rules)
        appointments = _appointments(span, now)
        around = (span.begin - DAY, span.end + DAY)
        busy = list(BusySpan.objects.filter(during__overlap=around).order_by("during"))
        free = _free(rules, span, appointments, busy, now)
        return cls(rules, free, appointments, busy, now)

    def week(self, first: date) -> Week:
        return week_of(
            first,
            rules=self.rules,
            slots=self.slots,
            appointments=self.appointments,
            busy=self.busy,
            now=self.now,
        )


def waiting(now: datetime) -> list[Appointment]:
    """Return those that wait for the therapist's yes, the next first."""
    held = Appointment.objects.standing(now).filter(status=Status.HELD)
    return list(held.filter(waits_for=WaitsFor.THERAPIST).order_by("starts_at"))


def _appointments(span: Span, now: datetime) -> list[Appointment]:
    """Ask by their end, which has an index for the past too."""
    around = Q(ends_at__gt=span.begin - DAY, ends_at__lt=span.end + DAY)
    standing = Appointment.objects.standing(now).filter(around)
    settled = Appointment.objects.filter(around, status__in=TOOK_PLACE_OR_NOT)
    return list((standing | settled).order_by("starts_at"))


def _free(
    rules: Rules, span: Span, kept: list[Appointment], busy: list[BusySpan], now: datetime
) -> list[Slot]:
    """Return the free times of that span, those beyond notice and horizon too."""
    if span.end <= now:
        return []
    until = span.end - now - timedelta(seconds=1)
    all_of_it = replace(rules, notice=max(span.begin - now, timedelta(0)), horizon=until)
    standing = [one for one in kept if one.is_standing(now)]
    taken = [Taken(one.starts_at, one.during.lower, one.during.upper) for one in standing]
    spans = [Span(one.during.lower, one.during.upper) for one in busy]
    return slots.free_slots(all_of_it, taken=taken, busy=spans, now=now)
