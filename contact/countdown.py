"""How long there is until an answer is due, in words."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.reply_date import working_days_left


def countdown(due_on: date, *, today: date, is_free: Callable[[date], bool]) -> str:
    """Return "due today", "2 working days left", "1 day overdue". Overdue days are all counted."""
    if due_on < today:
        days = (today - due_on).days
        return ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    if due_on == today:
        return _("due today")
    days = working_days_left(due_on, today=today, is_free=is_free)
    if not days:
        return _("due before you are back at work")
    words = ngettext("%(days)s working day left", "%(days)s working days left", days)
    return words % {"days": days}
