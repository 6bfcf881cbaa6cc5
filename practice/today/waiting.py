"""What waits for the therapist, the oldest due first. Nothing of it is opened here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact.countdown import countdown
from contact.models import Appointment, Enquiry
from contact.models.appointment import Status, WaitsFor
from contact.models.enquiry import MOST_PRESSING_FIRST, Pressing
from contact.week_entries import Entry, entry_of
from practice.today.person import NOBODY, Person

HELD_BACK = Enquiry.Status.HELD
AT_MOST = 10  # rows; a link leads to the rest
UNREAD = ["sealed_for_code", "code_public", "code_private", "code_lookup", "code_proof"]

FreeDays = Callable[[date], bool]


@dataclass
class Waiting:
    """Somebody who waits, as far as it may be seen while the desk is locked; `time` wants a yes."""

    enquiry: Enquiry
    why: str
    due_on: date
    countdown: str = ""
    is_overdue: bool = False
    time: Entry | None = None
    person: Person = NOBODY

    @property
    def is_held_back(self) -> bool:
        return self.enquiry.status == HELD_BACK


def enquiries(today: date) -> list[Enquiry]:
    """Return those that want something of her: an answer, a look, to be come back to.

    Of each kind one more than is shown, in one question that reads no more than that.
    """
    kinds = [
        Enquiry.objects.filter(pressing__lte=Pressing.ADDED).order_by(*MOST_PRESSING_FIRST),
        Enquiry.objects.held_and_due_by(today).order_by(*MOST_PRESSING_FIRST),
        Enquiry.objects.to_follow_up(today).order_by("follow_up_on", "received_at", "id"),
    ]
    first, *others = (kind.defer(*UNREAD)[: AT_MOST + 1] for kind in kinds)
    return list(first.union(*others, all=True))


def rows(
    listed: Iterable[Enquiry],
    times: Iterable[Appointment],
    *,
    is_free: FreeDays,
    now: datetime,
) -> list[Waiting]:
    """Make one row of each person, with the time that she asks for; all of them, in order."""
    today = timezone.localdate(now)
    people = {enquiry.pk: _of_enquiry(enquiry, today, is_free) for enquiry in listed}
    for one in filter(is_asked_for, times):
        if one.enquiry is not None:
            row = people.setdefault(one.enquiry.pk, _of_asker(one.enquiry, today, is_free))
            row.time = entry_of(one, timezone.get_default_timezone(), now)
            row.due_on = min(row.due_on, timezone.localdate(one.held_until))
    return sorted(people.values(), key=_pressing)


def _pressing(row: Waiting) -> tuple[bool, date, datetime]:
    """What looks like spam comes last, quietly."""
    return row.is_held_back, row.due_on, row.enquiry.received_at


def is_asked_for(one: Appointment) -> bool:
    """Whether it waits for her yes."""
    return one.status == Status.HELD and one.waits_for == WaitsFor.THERAPIST


def _of_enquiry(enquiry: Enquiry, today: date, is_free: FreeDays) -> Waiting:
    due_on = enquiry.reply_due_on
    if enquiry.status == HELD_BACK:
        return Waiting(enquiry, _("Held back, since it looks like spam. Is it?"), due_on)
    if enquiry.is_unanswered:
        why = _("Answer due on %(day)s:") % {"day": date_format(due_on, "l j F")}
        left = countdown(due_on, today=today, is_free=is_free)
        return Waiting(enquiry, why, due_on, left, is_overdue=due_on < today)
    if enquiry.has_news and enquiry.added_at:
        return Waiting(enquiry, _("Something was added."), timezone.localdate(enquiry.added_at))
    back_on = enquiry.follow_up_on or due_on
    why = _("To come back to on %(day)s.") % {"day": date_format(back_on, "l j F")}
    return Waiting(enquiry, why, back_on)


def _of_asker(enquiry: Enquiry, today: date, is_free: FreeDays) -> Waiting:
    """One that is not listed: nothing but the time wants something of her, if she has answered."""
    if enquiry.status == HELD_BACK or enquiry.is_unanswered:
        return _of_enquiry(enquiry, today, is_free)
    return Waiting(enquiry, "", date.max)  # by when the time is given back is put in its place
