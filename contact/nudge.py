"""The mail that tells the therapist, on a working morning, how many answers are due."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.models import Enquiry
from practice import outbox
from practice.models import PracticeProfile

MORNING = time(8), time(12)  # in the practice's time zone; a worker that was down makes up for it


def nudge(now: datetime) -> None:
    """Queue it where something is due or overdue; once a day, however often this is called."""
    local = timezone.localtime(now)
    today = local.date()
    if not MORNING[0] <= local.time() < MORNING[1] or not _is_worked_on(local):
        return
    held = Enquiry.objects.held_and_due_by(today).count()
    count = Enquiry.objects.due_by(today).count() + held
    if count:
        outbox.queue("due_today", cause=f"due:{today}", now=now, text=_in_words(count, held))


def _in_words(count: int, held: int) -> str:
    words = ngettext("%(count)s message is due today", "%(count)s messages are due today", count)
    due = words % {"count": count}
    return _("%(due)s, %(held)s of them held back") % {"due": due, "held": held} if held else due


def _is_worked_on(local: datetime) -> bool:
    profile = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).first()
    return profile is not None and not profile.free_days_from(local.date())(local.date())
