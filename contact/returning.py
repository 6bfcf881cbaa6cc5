"""What somebody who came back with her number can read, and what she can do.

Whatever changes something is called inside a transaction that has locked the enquiry, and is safe
to repeat.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from contact import booking, safe_contact, time_mail
from contact.models import Enquiry, Entry
from contact.replying import MAIL
from contact.return_code import OpenedByCode, public_half
from contact.safe_contact import SafeContact, write_to
from practice import audit, outbox
from practice.models import AuditLine, SealingKey
from practice.models.sealing_key import CannotSealError
from practice.sealing import SealError

MOST_ADDITIONS = 20  # within a day: each tells the therapist
CARD = {field.name for field in fields(SafeContact)}


class TooManyAdditionsError(Exception):
    """She may ring instead."""


@dataclass(frozen=True, repr=False)
class Line:
    """One entry as she reads it. `text` is None where it is damaged."""

    is_reply: bool
    at: datetime
    text: str | None


def thread(enquiry: Enquiry, opened: OpenedByCode, now: datetime) -> list[Line]:
    """Return answers and additions in order, without what can still be taken back."""
    shown = enquiry.entries.exclude(kind=Entry.Kind.NOTE).filter(shown_from__lte=now)
    return [
        Line(entry.kind == Entry.Kind.REPLY, entry.written_at, _text(entry, opened))
        for entry in shown
    ]


def _text(entry: Entry, opened: OpenedByCode) -> str | None:
    try:
        return entry.unseal_by_code(opened)["text"]
    except (SealError, KeyError):
        return None


def standing(enquiry: Enquiry, now: datetime) -> str:
    """Return where it stands: a status, why it was closed, or "unanswered" or "overdue".

    An answer counts from the moment it is shown, so its status gives nothing away before.
    """
    if is_closed(enquiry, now):
        return enquiry.closed_because
    if enquiry.status in (Enquiry.Status.WAITING, Enquiry.Status.BOOKED):
        return enquiry.status
    replies = enquiry.entries.filter(kind=Entry.Kind.REPLY, shown_from__lte=now)
    if (enquiry.answered_at and enquiry.answered_at <= now) or replies.exists():
        return Enquiry.Status.ANSWERED
    return "overdue" if enquiry.reply_due_on < timezone.localdate(now) else "unanswered"


def is_closed(enquiry: Enquiry, now: datetime) -> bool:
    """False while the "no" that closes it can still be taken back."""
    return enquiry.closed_at is not None and enquiry.closed_at <= now


def add(enquiry: Enquiry, text: str, *, entry_id: UUID, now: datetime) -> None:
    """Keep `text` with the enquiry and tell the therapist; the same `entry_id` only once.

    Raises TooManyAdditionsError, sealing.TooLongError and CannotSealError.
    """
    additions = enquiry.entries.filter(kind=Entry.Kind.ADDITION)
    if additions.filter(pk=entry_id).exists():
        return
    if additions.filter(written_at__gt=now - timedelta(days=1)).count() >= MOST_ADDITIONS:
        raise TooManyAdditionsError
    new = Entry(
        pk=entry_id,
        enquiry=enquiry,
        kind=Entry.Kind.ADDITION,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now,
    )
    new.seal({"text": text})
    new.save(force_insert=True)
    outbox.queue("new_message", cause=f"{enquiry.thing} {new.thing}", now=now)


def change_card(
    enquiry: Enquiry, opened: OpenedByCode, answers: Mapping[str, str], now: datetime
) -> None:
    """Put another safe-contact card into the enquiry; mail that waits follows it.

    Raises SealError where the enquiry is damaged, and CannotSealError.
    """
    written = enquiry.unseal_by_code(opened)
    if not opened.belongs_to(public_half(enquiry)):
        raise CannotSealError
    changed = {name: said for name, said in written.items() if name not in CARD} | dict(answers)
    enquiry.key = SealingKey.objects.current()
    enquiry.seal(changed)
    enquiry.save(update_fields=["key", "sealed", "sealed_for_code"])
    card = SafeContact.of(changed)
    safe_contact.follow(enquiry, card, now)
    _tell_of_what_comes(enquiry, opened, card, now)


def _tell_of_what_comes(
    enquiry: Enquiry, opened: OpenedByCode, card: SafeContact, now: datetime
) -> None:
    """News of an answer or a time may have waited without a mail: now there may be one."""
    for entry in enquiry.entries.filter(kind=Entry.Kind.REPLY, shown_from__gt=now):
        text = _text(entry, opened) or ""
        write_to(enquiry, card, MAIL, cause=entry.thing, at=entry.shown_from, text=text)
    appointment = booking.standing_of(enquiry, now)
    if appointment is not None:
        time_mail.expect(enquiry, card, appointment, remind=False, now=now)


def withdraw(enquiry: Enquiry, now: datetime) -> None:
    """Close it, free its time and tell the therapist, in place of mail that has not gone out."""
    if is_closed(enquiry, now):
        return
    enquiry.status, enquiry.closed_at = Enquiry.Status.CLOSED, now
    enquiry.closed_because = Enquiry.ClosedBecause.WITHDRAWN
    enquiry.save(update_fields=["status", "closed_at", "closed_because"])
    booking.let_go(enquiry, who=audit.ENQUIRER, now=now)
    outbox.cancel(enquiry.thing)
    outbox.queue("new_message", cause=f"{enquiry.thing} withdrawn", now=now)
    audit.record(audit.ENQUIRER, AuditLine.Verb.WITHDRAWN, enquiry.thing, now=now)
