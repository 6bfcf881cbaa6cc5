"""When the therapist has time, as she entered it: read, compared, and replaced as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Model

from contact.models import Availability, ClosedDays, ExtraHours, WeeklyHours
from contact.slots import DAY, Hours, Rules
from contact.timetable import rules_from
from practice.models import Holiday, PracticeProfile

TERMS = {field.name: field for field in Availability._meta.concrete_fields if field.editable}
TABLES: dict[str, type[Model]] = {
    "weekly": WeeklyHours,
    "extra": ExtraHours,
    "closed": ClosedDays,
}
WEEK = 7  # days

Weekly = tuple[int, Hours]  # the weekday as date.weekday() counts it
Extra = tuple[date, Hours]
Closed = tuple[date, date]  # both included


class ChangedElsewhereError(Exception):
    """What is stored is not what the page was made from."""


@dataclass(frozen=True)
class Plan:
    """All that she can enter on the page of her times; `terms` are the fields of Availability."""

    terms: tuple[tuple[str, Any], ...]
    weekly: frozenset[Weekly]
    extra: frozenset[Extra]
    closed: frozenset[Closed]

    @property
    def availability(self) -> Availability:
        return Availability(**dict(self.terms))

    @property
    def has_hours(self) -> bool:
        return bool(self.weekly or self.extra)

    @property
    def version(self) -> str:
        """What tells this plan from every other: the same words give the same."""
        parts = [self.terms, sorted(self.weekly), sorted(self.extra), sorted(self.closed)]
        return sha256(repr(parts).encode()).hexdigest()[:32]

    def differences(self, other: "Plan") -> list[str]:
        """Name what is not the same, in words."""
        terms = [name for name, value in self.terms if dict(other.terms)[name] != value]
        rows = [name for name in TABLES if getattr(self, name) != getattr(other, name)]
        return [
            *(str(TERMS[name].verbose_name) for name in terms),
            *(str(TABLES[name]._meta.verbose_name) for name in rows),
        ]

    def rules(self, profile: PracticeProfile, today: date) -> Rules:
        """Return what times are reckoned from, holidays and being away included."""
        availability = self.availability
        days = [today + DAY * ahead for ahead in range(-WEEK, availability.horizon_days + 2 * WEEK)]
        return rules_from(
            availability,
            weekly=tuple(_at(weekday, self.weekly) for weekday in range(WEEK)),
            extra={day: _at(day, self.extra) for day, _hours in self.extra},
            closed=self._closed(days, profile),
        )

    def _closed(self, days: list[date], profile: PracticeProfile) -> frozenset[date]:
        holidays = set(
            Holiday.objects.filter(day__range=(days[0], days[-1])).values_list("day", flat=True)
        )
        return frozenset(
            day
            for day in days
            if day in holidays
            or profile.is_away_on(day)
            or any(first <= day <= last for first, last in self.closed)
        )


def _at(when: int | date, entered: Iterable[tuple[Any, Hours]]) -> tuple[Hours, ...]:
    return tuple(sorted(hours for at, hours in entered if at == when))


def stored(today: date) -> Plan:
    """Read what is entered; days that are over are left out."""
    availability = Availability.objects.current()
    extra, closed = (
        ExtraHours.objects.filter(day__gte=today),
        ClosedDays.objects.filter(last__gte=today),
    )
    return Plan(
        terms=tuple((name, getattr(availability, name)) for name in TERMS),
        weekly=frozenset((row.weekday, _hours(row)) for row in WeeklyHours.objects.all()),
        extra=frozenset((row.day, _hours(row)) for row in extra),
        closed=frozenset(closed.values_list("first", "last")),
    )


def _hours(row: WeeklyHours | ExtraHours) -> Hours:
    return Hours(row.begins, row.ends, row.modality)


@transaction.atomic
def replace(plan: Plan, *, based_on: str, today: date) -> list[str]:
    """Put `plan` in place of what is stored, if that still has the version `based_on`.

    Returns what changed: nothing where it is stored already. Raises ChangedElsewhereError. Days
    that are over are dropped.
    """
    Availability.objects.get_or_create(pk=Availability.ONLY)
    Availability.objects.select_for_update().get(pk=Availability.ONLY)
    there = stored(today)
    changed = plan.differences(there)
    if changed and there.version != based_on:
        raise ChangedElsewhereError
    Availability.objects.filter(pk=Availability.ONLY).update(**dict(plan.terms))
    _replace_hours(there, plan)
    _replace_days(there, plan, today)
    return changed


def _replace_hours(there: Plan, plan: Plan) -> None:
    for weekday, hours in there.weekly - plan.weekly:
        WeeklyHours.objects.filter(weekday=weekday, **_fields(hours)).delete()
    for day, hours in there.extra - plan.extra:
        ExtraHours.objects.filter(day=day, **_fields(hours)).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(weekday=weekday, **_fields(hours))
        for weekday, hours in plan.weekly - there.weekly
    )
    ExtraHours.objects.bulk_create(
        ExtraHours(day=day, **_fields(hours)) for day, hours in plan.extra - there.extra
    )


def _fields(hours: Hours) -> dict[str, Any]:
    return {"begins": hours.begin, "ends": hours.end, "modality": hours.modality}


def _replace_days(there: Plan, plan: Plan, today: date) -> None:
    ExtraHours.objects.filter(day__lt=today).delete()
    ClosedDays.objects.filter(last__lt=today).delete()
    for first, last in there.closed - plan.closed:
        ClosedDays.objects.filter(first=first, last=last).delete()
    # The week view may have closed that very day meanwhile, without taking turns.
    ClosedDays.objects.bulk_create(
        (ClosedDays(first=first, last=last) for first, last in plan.closed - there.closed),
        ignore_conflicts=True,
    )
