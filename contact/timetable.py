"""What the therapist has entered, and what is taken, as contact/slots.py wants it.

Two questions to Postgres besides the profile, however much there is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, FloatField, Func, Q, QuerySet
from django.db.models.functions import JSONObject

from contact import slots
from contact.models import (
    Appointment,
    Availability,
    BusySpan,
    ClosedDays,
    ExtraHours,
    WeeklyHours,
)
from contact.models.appointment import Status
from contact.slots import Hours, Rules, Slot, Span, Taken
from practice.models import Holiday, PracticeProfile

WEEK = timedelta(days=7)  # what is taken a week before and after counts for "most a week"

# What is typed as a time must lie in here: beyond, no program reckons well, and nobody meets.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

FAR_AWAY = timedelta(days=500)  # the horizon is a year at most

# Held ones are kept besides, until they run out.
KEPT = [Status.CONFIRMED, Status.HAPPENED, Status.MISSED]


@dataclass(frozen=True)
class Timetable:
    """All that free times hang on, as it was at `now`."""

    availability: Availability
    rules: Rules
    taken: list[Taken]
    busy: list[Span]
    now: datetime

    @classmethod
    def read(
        cls, profile: PracticeProfile, now: datetime, *, but_for: Appointment | None = None
    ) -> "Timetable":
        """Read it all; `but_for` counts as if it were not there, since it is to be moved."""
        availability, rules = rules_of(profile, now)
        return cls.under(rules, availability, now, but_for=but_for)

    @classmethod
    def under(
        cls,
        rules: Rules,
        availability: Availability,
        now: datetime,
        *,
        but_for: Appointment | None = None,
    ) -> "Timetable":
        """Read what is taken and when she is busy; these rules need not be stored."""
        begin, end = now - WEEK * 2, now + rules.horizon + WEEK * 2
        rows = _kept(now).filter(ends_at__gt=begin, starts_at__lt=end)
        if but_for is not None:
            rows = rows.exclude(pk=but_for.pk)
        return cls(availability, rules, _taken(rows), _busy(now, end), now)

    def free_slots(self) -> list[Slot]:
        return slots.free_slots(self.rules, taken=self.taken, busy=self.busy, now=self.now)

    def is_free(self, start: datetime, modality: str) -> bool:
        return slots.is_free(
            self.rules, start, modality, taken=self.taken, busy=self.busy, now=self.now
        )

    def nearest(self, start: datetime, modality: str, *, most: int = 5) -> list[Slot]:
        """Return the free times nearest to one that cannot be had, in order of time.

        Those for `modality` are preferred; others only where there are none.
        """
        free = self.free_slots()
        fitting = [slot for slot in free if modality in slot.modalities] or free
        return sorted(sorted(fitting, key=lambda slot: abs(slot.start - start))[:most], key=_start)


def _start(slot: Slot) -> datetime:
    return slot.start


def _kept(now: datetime) -> QuerySet[Appointment]:
    """Those that leave no time for others: what took place counts for "most a week" as well."""
    is_kept = Q(status__in=KEPT) | Q(status=Status.HELD, held_until__gt=now)
    return Appointment.objects.filter(is_kept).order_by()


def _taken(rows: QuerySet[Appointment]) -> list[Taken]:
    """Seconds are read many times faster than dates, and by the thousand that counts."""
    said = ("starts_at", "during__startswith", "during__endswith")
    kept = rows.values_list(*(_Seconds(F(name)) for name in said))
    return [Taken(*(datetime.fromtimestamp(it, UTC) for it in row)) for row in kept]


class _Seconds(Func):
    """Of a moment, since 1970."""

    template = "extract(epoch FROM %(expressions)s)::float8"
    output_field = FloatField()


def _busy(begin: datetime, end: datetime) -> list[Span]:
    spans = BusySpan.objects.filter(during__overlap=(begin, end)).order_by()
    return [Span(one.lower, one.upper) for one in spans.values_list("during", flat=True)]


def rules_of(profile: PracticeProfile, now: datetime) -> tuple[Availability, Rules]:
    """Read the rules in one question."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    row = _all_of_it(today).first()
    availability = row or Availability()
    weekly, extra, closed = (row.weekly, row.extra, row.closed) if row else ([], [], [])
    return availability, rules_from(
        availability,
        weekly=_by_weekday(weekly),
        extra=_by_day(extra),
        closed=frozenset(_days([*closed, *_away(profile)], today)),
    )


def rules_from(
    availability: Availability,
    *,
    weekly: tuple[tuple[Hours, ...], ...],
    extra: Mapping[date, tuple[Hours, ...]],
    closed: Collection[date],
) -> Rules:
    """Make rules of what is stored, or of what was only typed so far."""
    return Rules(
        zone=ZoneInfo(settings.TIME_ZONE),
        weekly=weekly,
        extra=extra,
        closed=closed,
        length=timedelta(minutes=availability.length),
        step=timedelta(minutes=availability.step),
        before=timedelta(minutes=availability.before),
        after=timedelta(minutes=availability.after),
        notice=timedelta(hours=availability.notice_hours),
        horizon=timedelta(days=availability.horizon_days),
        most_a_day=availability.most_a_day,
        most_a_week=availability.most_a_week,
    )


def _all_of_it(today: date) -> QuerySet[Any]:
    """The one row of Availability, with hours and closed days beside it."""
    hours = {"begins": F("begins"), "ends": F("ends"), "modality": F("modality")}
    closed = ClosedDays.objects.filter(last__gte=today).order_by()
    holidays = Holiday.objects.filter(day__gte=today).order_by()
    rows: QuerySet[Any] = Availability.objects.filter(pk=Availability.ONLY)
    with_all: QuerySet[Any] = rows.annotate(
        weekly=ArraySubquery(
            WeeklyHours.objects.order_by("begins").values(it=JSONObject(at=F("weekday"), **hours))
        ),
        extra=ArraySubquery(
            ExtraHours.objects.filter(day__gte=today)
            .order_by("begins")
            .values(it=JSONObject(at=F("day"), **hours))
        ),
        closed=ArraySubquery(
            closed.values(it=JSONObject(first=F("first"), last=F("last"))).union(
                holidays.values(it=JSONObject(first=F("day"), last=F("day"))), all=True
            )
        ),
    )
    return with_all


def _by_weekday(rows: Iterable[dict[str, Any]]) -> tuple[tuple[Hours, ...], ...]:
    found: dict[int, list[Hours]] = defaultdict(list)
    for row in rows:
        found[row["at"]].append(_hours(row))
    return tuple(tuple(found[weekday]) for weekday in range(7))


def _by_day(rows: Iterable[dict[str, Any]]) -> dict[date, tuple[Hours, ...]]:
    found: dict[date, list[Hours]] = defaultdict(list)
    for row in rows:
        found[date.fromisoformat(row["at"])].append(_hours(row))
    return {day: tuple(hours) for day, hours in found.items()}


def _hours(row: dict[str, str]) -> Hours:
    begins, ends = time.fromisoformat(row["begins"]), time.fromisoformat(row["ends"])
    return Hours(begins, ends, row["modality"])


def _away(profile: PracticeProfile) -> list[dict[str, str]]:
    if not profile.away_from or not profile.away_until:
        return []
    return [{"first": profile.away_from.isoformat(), "last": profile.away_until.isoformat()}]


def _days(spans: Iterable[dict[str, str]], today: date) -> Iterator[date]:
    """Name each day, but none so far away that nobody asks: somebody may close for ever."""
    for span in spans:
        first = max(date.fromisoformat(span["first"]), today - FAR_AWAY)
        last = min(date.fromisoformat(span["last"]), today + FAR_AWAY)
        yield from (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def as_typed(start: datetime) -> str:
    """Return a start as forms carry it: "2027-03-02T14:00Z"."""
    return start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def start_of(typed: str) -> datetime | None:
    """Return the start that `as_typed` wrote, EARLIEST or later, before LATEST.

    None for everything else, other zones included.
    """
    try:
        start = datetime.strptime(typed, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return start if EARLIEST <= start < LATEST and as_typed(start) == typed else None
