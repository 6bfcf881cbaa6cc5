"""What somebody is told of her time by mail, as far as she called that safe.

Her card is sealed: neither the worker nor a locked desk can look up where to write. So what may
have to be told later is queued while the card is open. One mail for a held time is due when that
runs out, and goes at once where it is answered before; it says no more than that there is news.
The reminder, for those who asked for it, is parked until the time is agreed.
"""

from datetime import datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format

from contact.models import Appointment, Enquiry
from contact.safe_contact import Reminder, SafeContact, write_to
from practice.models import OutboxMail
from practice.models.outbox_mail import OutboxMailQuerySet
from practice.outbox.letters import Recipient
from practice.sealing import SealError

NEWS = "time_news"
CANCELLED = "time_cancelled"  # the same words: there may have been news of this time before
OFFERED = "time_offered"
REMINDER = "time_reminder"

REMINDED_BEFORE = timedelta(days=1)
TOO_LATE_BEFORE = timedelta(hours=1)

# "accepted": she said yes to an offer herself. "gone": given back, or moved away from.
Outcome = Literal["agreed", "accepted", "declined", "expired", "gone"]


def expect(
    enquiry: Enquiry,
    card: SafeContact,
    appointment: Appointment,
    *,
    remind: bool,
    now: datetime,
) -> None:
    """Queue what may have to be told of a time, where the card allows it; safe to repeat.

    Call it inside the transaction that made the appointment.
    """
    cause, until = appointment.thing, appointment.held_until
    if appointment.status == Appointment.Status.HELD and until is not None:
        write_to(enquiry, card, NEWS, cause=cause, at=until, now=now)
    at = appointment.starts_at - REMINDED_BEFORE
    if remind and at > now:  # else it has only just been chosen
        reminder = _reminder_of(appointment)
        write_to(enquiry, card, REMINDER, cause=cause, at=at, now=now, reminder=reminder)


def told(appointment: Appointment, outcome: Outcome, *, now: datetime) -> None:
    """Send what waits to be told of it, or take it back.

    Call it inside the transaction that decided.
    """
    news, reminder = _waiting(appointment, NEWS), _waiting(appointment, REMINDER)
    if outcome in ("agreed", "declined"):
        _release(news, now)
    elif outcome in ("accepted", "gone"):
        news.delete()
    _waiting(appointment, OFFERED).delete()  # it is offered no more
    if outcome in ("agreed", "accepted"):
        _release(reminder, max(now, appointment.starts_at - REMINDED_BEFORE))
    else:
        reminder.delete()


def offered(enquiry: Enquiry, card: SafeContact, appointment: Appointment, now: datetime) -> None:
    """Tell her that a time is kept for her, if the card allows it; later, that it ran out."""
    until = appointment.held_until
    write_to(enquiry, card, OFFERED, cause=appointment.thing, at=now, not_after=until)
    expect(enquiry, card, appointment, remind=False, now=now)


def moved(
    enquiry: Enquiry,
    card: SafeContact,
    appointment: Appointment,
    *,
    remind: bool,
    now: datetime,
) -> None:
    """Tell her that the therapist put this time in the place of another, if the card allows it."""
    write_to(enquiry, card, NEWS, cause=appointment.thing, at=now)
    expect(enquiry, card, appointment, remind=remind, now=now)


def called_off(
    enquiry: Enquiry, card: SafeContact, appointment: Appointment, now: datetime
) -> None:
    """Tell her that the therapist took an agreed time back, if the card allows it."""
    write_to(enquiry, card, CANCELLED, cause=appointment.thing, at=now)


def mail_of(appointment: Appointment) -> OutboxMail | None:
    """Return the mail that tells her how it stands now, sent or not; None where none does."""
    says = {Appointment.Status.CANCELLED: CANCELLED, Appointment.Status.HELD: OFFERED}
    template = says.get(Appointment.Status(appointment.status), NEWS)
    mails = OutboxMail.objects.filter(cause=appointment.cause, template=template)
    return mails.filter(given_up_at=None).first()


def reminds(appointment: Appointment) -> bool:
    """Whether she wanted to be reminded of it. Ask before the appointment goes."""
    return OutboxMail.objects.filter(cause=appointment.cause, template=REMINDER).exists()


def _reminder_of(appointment: Appointment) -> Reminder:
    """Its words are "Tuesday 14:00", on the practice's clock."""
    start = timezone.localtime(appointment.starts_at)
    return Reminder(
        date_format(start, "l H:i"),
        appointment.starts_at - TOO_LATE_BEFORE,
        is_parked=appointment.status == Appointment.Status.HELD,
    )


def _waiting(appointment: Appointment, template: str) -> OutboxMailQuerySet:
    mails = OutboxMail.objects.unsent().exclude(address=None)
    return mails.filter(cause=appointment.cause, template=template)


def _release(mails: OutboxMailQuerySet, at: datetime) -> None:
    for mail in mails.select_for_update():
        safe_at = _next_safe(mail, at)
        if mail.not_after and safe_at >= mail.not_after:
            mail.delete()
        else:
            mail.release(at, safe_at)


def _next_safe(mail: OutboxMail, at: datetime) -> datetime:
    """Where it does not open, sending it says so."""
    try:
        return Recipient.of(mail).next_safe(at)
    except SealError:
        return at
