"""The therapist's answer: sealed for both, and for three minutes hers to take back.

Nobody sees it before `shown_from`, and no mail goes out before; the enquiry counts as answered (or
declined) from that moment on. Where the therapist rings or texts herself, it counts only once she
says that she did.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from contact.models import Enquiry, Entry
from contact.models.enquiry import OPEN
from contact.safe_contact import SafeContact, drafted_to, write_to
from contact.written_once import id_of
from practice import audit, outbox
from practice.models import AuditLine, OutboxMail, PracticeProfile, SealingKey
from practice.models.sealing_key import KeyRing
from practice.outbox.letters import message_for
from practice.sealing import SealError

UNDO_FOR = timedelta(minutes=3)
MAIL = "answer"

Status, ClosedBecause = Enquiry.Status, Enquiry.ClosedBecause


class NotOpenError(Exception):
    """This enquiry takes no answer: it is closed, or held back."""


@dataclass(frozen=True, repr=False)
class Answer:
    """What she wrote. One that `declines` closes the enquiry as well."""

    token: str
    text: str
    declines: bool = False

    @property
    def id(self) -> UUID:
        return id_of(self.token, self.text, str(self.declines))


@dataclass(frozen=True, repr=False)
class Preview:
    """The mail as it goes out, and when; no mail where the answer waits behind the number."""

    mail: EmailMessage | None
    mail_at: datetime | None
    shown_from: datetime


def preview(enquiry: Enquiry, card: SafeContact, answer: Answer, *, now: datetime) -> Preview:
    """Return what `send` would send, made by the same hands. Raises NotSetUpError."""
    at = now + UNDO_FOR
    mail = drafted_to(enquiry, card, MAIL, cause="preview", at=at, text=answer.text)
    if mail is None:
        return Preview(None, None, at)
    return Preview(message_for(mail), mail.due_at, at)


@transaction.atomic
def send(enquiry: Enquiry, answer: Answer, *, ring: KeyRing, who: str, now: datetime) -> Entry:
    """Keep the answer and queue its mail, if there may be one. The same again changes nothing.

    Raises NotOpenError, SealError where the card cannot be read, TooLongError, CannotSealError.
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    known = enquiry.entries.filter(pk=answer.id).first()
    if known:
        return known
    if enquiry.status not in OPEN:
        raise NotOpenError
    card = SafeContact.of(enquiry.unseal(ring))
    entry = _kept(enquiry, answer, now=now)
    write_to(enquiry, card, MAIL, cause=entry.thing, at=entry.shown_from, text=answer.text)
    if not waits_for_her(enquiry, card):
        _move_on(enquiry, entry, declines=answer.declines)
    audit.record(who, AuditLine.Verb.ANSWERED, enquiry.thing, now=now)
    return entry


@transaction.atomic
def take_back(
    enquiry: Enquiry, answer: UUID, *, ring: KeyRing, now: Callable[[], datetime]
) -> bool:
    """Undo an answer that nobody has seen yet, and its mail. Returns whether it was in time.

    `now` is asked once nobody else has the enquiry: waiting for it takes its time.
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    replies = enquiry.entries.filter(pk=answer, kind=Entry.Kind.REPLY)
    pending = replies.filter(shown_from__gt=now()).first()
    if pending is None:
        return False
    outbox.cancel(_cause(pending))
    if mail_of(pending):  # a worker was quicker
        return False
    _move_back(enquiry, pending, before=_status_before(pending, ring))
    pending.delete()
    return True


def mail_of(entry: Entry) -> OutboxMail | None:
    """Return the mail that tells of this answer; None where there is none, or none any more."""
    return OutboxMail.objects.filter(cause=_cause(entry), template=MAIL).first()


def waits_for_her(enquiry: Enquiry, card: SafeContact) -> bool:
    """Whether nobody is told of an answer by itself, although somebody was promised to hear."""
    return enquiry.is_unanswered and card.is_for_her_to_do


def declining(name: str, profile: PracticeProfile) -> str:
    """Return the words of a "no", with the other services that the therapist has listed."""
    parts = [
        _("Hello %(name)s,") % {"name": name},
        _("Thank you for writing to me. I am sorry: I have no room for anybody new just now."),
    ]
    services = profile.other_services.strip()
    if services:
        parts += [_("Perhaps one of these can be there for you sooner:"), services]
    return "\n\n".join([*parts, _("I wish you well."), profile.name])


def _cause(entry: Entry) -> str:
    return f"{Enquiry(pk=entry.enquiry_id).thing} {entry.thing}"


def _kept(enquiry: Enquiry, answer: Answer, *, now: datetime) -> Entry:
    entry = Entry(
        pk=answer.id,
        enquiry=enquiry,
        kind=Entry.Kind.REPLY,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now + UNDO_FOR,
    )
    entry.seal({"text": answer.text, "status_before": enquiry.status})
    entry.save(force_insert=True)
    return entry


def _move_on(enquiry: Enquiry, entry: Entry, *, declines: bool) -> None:
    if enquiry.answered_at is None:
        enquiry.answered_at = entry.shown_from
    if declines:
        enquiry.status, enquiry.closed_at = Status.CLOSED, entry.shown_from
        enquiry.closed_because = ClosedBecause.DECLINED
    elif enquiry.status == Status.NEW:
        enquiry.status = Status.ANSWERED
    _save(enquiry)


def _status_before(entry: Entry, ring: KeyRing) -> str:
    try:
        return entry.unseal(ring)["status_before"]
    except SealError:
        return Status.ANSWERED


def _move_back(enquiry: Enquiry, entry: Entry, *, before: str) -> None:
    """Undo what this answer moved, and nothing that was moved since."""
    if enquiry.answered_at == entry.shown_from:
        enquiry.answered_at = None
    if enquiry.closed_at == entry.shown_from:
        enquiry.status, enquiry.closed_at, enquiry.closed_because = before, None, ""
    if enquiry.status == Status.ANSWERED and enquiry.answered_at is None:
        enquiry.status = Status.NEW
    _save(enquiry)


def _save(enquiry: Enquiry) -> None:
    enquiry.save(update_fields=["status", "answered_at", "closed_at", "closed_because"])
