"""Enquiries as a list shows them: what can be seen while they are sealed, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from contact.countdown import countdown
from contact.desk import enquiry_time
from contact.models import Enquiry
from contact.models.appointment import reference_of
from contact.models.enquiry import Status
from practice.models import OutboxMail, PracticeProfile


@dataclass(frozen=True)
class Row:
    """One of them. `countdown` is "" where no answer is promised; `time` where it has none."""

    enquiry: Enquiry
    countdown: str
    is_overdue: bool
    time: str
    has_unsent_mail: bool

    @property
    def reference(self) -> str:
        return reference_of(self.enquiry.pk)

    @property
    def standing(self) -> str:
        """Its status, and what else she should know of it."""
        one = self.enquiry
        said = [str(one.get_closed_because_display() or one.get_status_display())]
        if self.has_unsent_mail:
            said.append(_("but the mail could not be sent"))
        elif one.has_news:
            said.append(_("something was added"))
        if one.is_example:
            said.append(_("an example"))
        return ", ".join(said)


def rows_of(enquiries: Sequence[Enquiry], now: datetime) -> list[Row]:
    """Return them as rows, by four questions to Postgres however many there are."""
    if not enquiries:
        return []  # nor is there a practice to ask, perhaps
    times = enquiry_time.standing(enquiries, now)
    unsent = OutboxMail.objects.given_up_about({one.thing for one in enquiries})
    today = timezone.localdate(now)
    is_free = PracticeProfile.objects.current().free_days_from(today)
    return [
        Row(
            enquiry=one,
            countdown=_countdown(one, today, is_free),
            is_overdue=one.reply_due_on < today,
            time=times.get(one.pk, ""),
            has_unsent_mail=one.thing in unsent,
        )
        for one in enquiries
    ]


def _countdown(enquiry: Enquiry, today: date, is_free: Callable[[date], bool]) -> str:
    """Held ones were promised an answer too."""
    if not enquiry.is_unanswered and enquiry.status != Status.HELD:
        return ""
    return countdown(enquiry.reply_due_on, today=today, is_free=is_free)
