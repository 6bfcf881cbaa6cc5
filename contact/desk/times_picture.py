"""What can be chosen under a plan, stored or not: a week of it to look at, and what to mind."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from contact.hours import Plan
from contact.models import Appointment, BusySpan
from contact.slots import DAY, Slot
from contact.timetable import Timetable
from contact.week import DAYS_OF_A_WEEK, Week, monday_of, span_of, week_of
from practice.models import PracticeProfile

A_WEEK = DAY * DAYS_OF_A_WEEK


@dataclass(frozen=True)
class Picture:
    """One week under a plan, and all times that can be chosen under it, up to `until`."""

    week: Week
    slots: list[Slot]
    until: date
    today: date

    @property
    def previous(self) -> date | None:
        return self._if_shown(self.week.first - A_WEEK)

    @property
    def following(self) -> date | None:
        return self._if_shown(self.week.first + A_WEEK)

    def _if_shown(self, monday: date) -> date | None:
        return monday if monday_of(self.today) <= monday <= self.until else None

    @property
    def first(self) -> str:
        """The first time that can be chosen, in words."""
        return date_format(timezone.localtime(self.slots[0].start), "l j F, H:i")


def picture_of(plan: Plan, profile: PracticeProfile, *, asked: str, now: datetime) -> Picture:
    """Draw the week that begins on the Monday `asked`, else the first in which a time is free."""
    today = timezone.localdate(now)
    rules = plan.rules(profile, today)
    timetable = Timetable.under(rules, plan.availability, now)
    slots, until = timetable.free_slots(), timezone.localdate(now + rules.horizon)
    first = _monday(asked, monday_of(today), until)
    if first is None:
        first = monday_of(timezone.localdate(slots[0].start) if slots else today)
    whole = span_of(first, days=DAYS_OF_A_WEEK, rules=rules)
    appointments = Appointment.objects.filter(
        ends_at__gt=whole.begin - DAY, ends_at__lt=whole.end + DAY
    )
    busy = BusySpan.objects.filter(during__overlap=whole)
    week = week_of(first, rules=rules, slots=slots, appointments=appointments, busy=busy, now=now)
    return Picture(week, slots, until, today)


def _monday(asked: str, earliest: date, latest: date) -> date | None:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return monday_of(day) if earliest <= day <= latest else None


def to_mind(plan: Plan, profile: PracticeProfile, picture: Picture) -> Iterator[str]:
    """Say why less can be chosen than she may think."""
    opening = profile.opening_now()
    if not opening.offers_conversations:
        yield _("No times are offered while your practice profile says: %(opening)s") % {
            "opening": opening
        }
    yield from _too_short(plan)
    availability = plan.availability
    if timedelta(hours=availability.notice_hours) >= timedelta(days=availability.horizon_days):
        yield _("Nothing can be chosen: you need more notice than the days that can be chosen.")
    elif plan.has_hours and not picture.slots:
        yield _("Nothing can be chosen just now, although there are hours.")


def _too_short(plan: Plan) -> Iterator[str]:
    """Name hours in which no conversation fits, each once, with all the days that have them."""
    length = plan.availability.length
    for (begin, end), days in _days_by_hours(plan).items():
        if _minutes(begin, end) < length:
            yield _(
                "%(begin)s–%(end)s (%(days)s) is shorter than a conversation of %(length)s"
                " minutes: nothing can be offered then."
            ) % {
                "begin": f"{begin:%H:%M}",
                "end": f"{end:%H:%M}",
                "days": get_text_list(days, _("and")),
                "length": length,
            }


def _days_by_hours(plan: Plan) -> dict[tuple[time, time], list[str]]:
    named = [(str(WEEKDAYS[day]), hours) for day, hours in sorted(plan.weekly)]
    named += [(date_format(day, "j F"), hours) for day, hours in sorted(plan.extra)]
    found: dict[tuple[time, time], dict[str, None]] = defaultdict(dict)
    for day, hours in named:
        found[hours.begin, hours.end][day] = None
    return {hours: list(days) for hours, days in found.items()}


def _minutes(begin: time, end: time) -> int:
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute
