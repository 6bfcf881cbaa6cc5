"""What enquiries and conversations add to the figures: while they are there, and once erased.

Nothing is counted when something happens. As long as a row is there, figures are worked out from
it; when it is erased, its numbers are added to those of its week or month, which refer to nobody.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, DateField
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from contact.models import Appointment, Enquiry
from contact.models.time_status import Status
from contact.week import monday_of
from practice.figures.kinds import Key, Kind
from practice.models import PracticeProfile, Tally
from practice.reply_date import working_days_left

Sums = Counter[Key]
IsFree = Callable[[date], bool]

CAME_OF_IT = {
    Status.HAPPENED: Kind.MET,
    Status.MISSED: Kind.MISSED,
    Status.CANCELLED: Kind.CALLED_OFF,
}


class Course(NamedTuple):
    """The days of an enquiry, in the practice's zone."""

    came_on: date
    due_on: date
    answered_on: date | None
    closed_on: date | None

    @classmethod
    def of(cls, one: Enquiry) -> "Course":
        came_on = timezone.localdate(one.received_at)
        answered_on = one.answered_at and timezone.localdate(one.answered_at)
        closed_on = one.closed_at and timezone.localdate(one.closed_at)
        return cls(came_on, one.reply_due_on, answered_on, closed_on)

    def keys(self, is_free: IsFree, today: date) -> Iterator[Key]:
        """What it counts as, by `today`: as nothing but an enquiry while its answer is not due."""
        week = monday_of(self.came_on)
        yield Key(Kind.CAME, week)
        if self.answered_on:
            kind = Kind.IN_TIME if self.answered_on <= self.due_on else Kind.LATE
            took = working_days_left(self.answered_on, today=self.came_on, is_free=is_free)
            yield Key(kind, week, took)
        elif (self.closed_on or today) > self.due_on:
            yield Key(Kind.OVERDUE, week)


def there(profile: PracticeProfile, *, since: date, first_month: date, today: date) -> Sums:
    """Return the sums of all that is there: of enquiries `since` a Monday, and of conversations."""
    return _of_enquiries(profile, since, today) + _of_conversations(first_month)


def leave(enquiries: Iterable[Enquiry], appointments: Iterable[Appointment], now: datetime) -> None:
    """Once this transaction has erased them, add what they counted as to the sums.

    Erasing never waits for this and never fails of it: a crash in between loses that number.
    """
    courses = [Course.of(one) for one in enquiries if _counts(one)]
    conversations = Counter(_key_of(one) for one in appointments if _came_to_something(one))
    if courses or conversations:
        today = timezone.localdate(now)
        # Not a partial: Django cannot name one in the log when it fails.
        transaction.on_commit(lambda: _add(courses, conversations, today), robust=True)


def _counts(one: Enquiry) -> bool:
    """What looked like spam to the end, and the example, were nobody's enquiry."""
    return one.status != Enquiry.Status.HELD and not one.is_example


def _came_to_something(one: Appointment) -> bool:
    return one.status in CAME_OF_IT and (one.enquiry is None or _counts(one.enquiry))


def _add(courses: list[Course], conversations: Sums, today: date) -> None:
    profile = PracticeProfile.objects.current()
    is_free = profile.free_days_from(min((it.came_on for it in courses), default=today))
    of_enquiries = Counter(key for it in courses for key in it.keys(is_free, today))
    Tally.objects.add(of_enquiries + conversations)


def _key_of(one: Appointment) -> Key:
    month = timezone.localdate(one.starts_at).replace(day=1)
    return Key(CAME_OF_IT[Status(one.status)], month)


def _of_enquiries(profile: PracticeProfile, since: date, today: date) -> Sums:
    sums, is_free = Sums(), profile.free_days_from(since)
    for course, number in _courses(since):
        sums.update(dict.fromkeys(course.keys(is_free, today), number))
    return sums


def _courses(since: date) -> Iterator[tuple[Course, int]]:
    """Yield the days of those that came, and how many have the same: a million takes one look."""
    rows = Enquiry.objects.real().exclude(status=Enquiry.Status.HELD)
    days = [TruncDate(each) for each in ("received_at", "answered_at", "closed_at")]
    came, answered, closed = days
    alike = (
        rows.filter(received_at__gte=_begin_of(since))
        .order_by()
        .values_list(came, "reply_due_on", answered, closed)
        .annotate(number=Count("*"))
    )
    for *course, number in alike:
        yield Course(*course), number


def _of_conversations(first_month: date) -> Sums:
    rows = (
        Appointment.objects.filter(status__in=CAME_OF_IT, starts_at__gte=_begin_of(first_month))
        .exclude(enquiry__is_example=True)
        .exclude(enquiry__status=Enquiry.Status.HELD)
    )
    month = TruncMonth("starts_at", output_field=DateField())
    alike = rows.order_by().values_list("status", month).annotate(number=Count("*"))
    return Sums({Key(CAME_OF_IT[Status(status)], day): number for status, day, number in alike})


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())
