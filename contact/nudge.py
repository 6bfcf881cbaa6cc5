"""The mail that tells the therapist, on a working morning, how much waits for her."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.models import Appointment, Enquiry
from practice import outbox
from practice.models import PracticeProfile

MORNING = time(8), time(12)  # in the practice's time zone; a worker that was down makes up for it


def nudge(now: datetime) -> None:
    """Queue it where something is due, overdue, or waits for her yes.

    Once a day, however often this is called.
    """
    local = timezone.localtime(now)
    today = local.date()
    if not MORNING[0] <= local.time() < MORNING[1] or not _is_worked_on(local):
        return
    said = [*_due(today), *_times(now)]
    if said:
        outbox.queue("due_today", cause=f"due:{today}", now=now, text="; ".join(said))


def _due(today: date) -> Iterator[str]:
    held = Enquiry.objects.held_and_due_by(today).count()
    count = Enquiry.objects.due_by(today).count() + held
    words = ngettext("%(count)s message is due today", "%(count)s messages are due today", count)
    due = words % {"count": count}
    if held:
        yield _("%(due)s, %(held)s of them held back") % {"due": due, "held": held}
    elif count:
        yield due


def _times(now: datetime) -> Iterator[str]:
    """Those that wait for her yes; an answer may be due much later."""
    count = Appointment.objects.wait_for_therapist(now).count()
    if count:
        words = ngettext("%(count)s time waits for you", "%(count)s times wait for you", count)
        yield words % {"count": count}


def _is_worked_on(local: datetime) -> bool:
    profile = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).first()
    return profile is not None and not profile.free_days_from(local.date())(local.date())
