"""All that is held on one person, for the therapist to hand out."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from contact import reading
from contact.models import Appointment, Enquiry, Entry
from practice import audit
from practice.models import AuditLine, OutboxMail
from practice.models.sealing_key import KeyRing
from practice.outbox.letters import subject_of
from practice.sealing import SealError

Opened = dict[str, str] | None  # None where it does not open


@dataclass(frozen=True, repr=False)
class HeldEntry:
    """What came after the enquiry."""

    kind: str
    written_at: datetime
    text: str | None  # None where it does not open


@dataclass(frozen=True)
class HeldTime:
    """A time for a first conversation, and what became of it."""

    starts_at: datetime
    ends_at: datetime
    how: str
    status: str
    asked_at: datetime
    kept_until: datetime | None


@dataclass(frozen=True)
class HeldMail:
    """A mail that tells of it, or told; `holds_address` until it is sent or given up."""

    subject: str
    queued_at: datetime
    sent_at: datetime | None
    given_up_at: datetime | None
    holds_address: bool


@dataclass(frozen=True)
class Deed:
    """A line of the audit. `by` is a part that somebody plays, never a name."""

    at: datetime
    by: str
    did: str


@dataclass(frozen=True, repr=False)
class Held:
    """All of it. JSON has the words as they were typed, HTML the labels of the form."""

    id: str
    status: str
    closed_because: str
    received_at: datetime
    reply_due_on: date
    answered_at: datetime | None
    closed_at: datetime | None
    follow_up_on: date | None
    erased_on: date
    written: Opened
    entries: list[HeldEntry]
    appointments: list[HeldTime]
    mails: list[HeldMail]
    audit: list[Deed]

    def as_json(self) -> dict[str, Any]:
        """Return it for JsonResponse, whose encoder knows dates."""
        return asdict(self)

    def answers(self) -> Iterator[tuple[str, str]]:
        """Yield question and answer of the form; nothing where it does not open."""
        return reading.answers(self.written or {})


def for_the_therapist(enquiry: Enquiry, ring: KeyRing) -> Held:
    """Return all of it, her own notes included."""
    appointments = list(enquiry.appointments.all())
    things = [enquiry.thing, *(appointment.thing for appointment in appointments)]
    return Held(
        id=str(enquiry.pk),
        status=enquiry.get_status_display(),
        closed_because=enquiry.get_closed_because_display(),
        received_at=enquiry.received_at,
        reply_due_on=enquiry.reply_due_on,
        answered_at=enquiry.answered_at,
        closed_at=enquiry.closed_at,
        follow_up_on=enquiry.follow_up_on,
        erased_on=Enquiry.objects.erasure_day(enquiry.pk),
        written=_opened(enquiry, ring),
        entries=[_entry(entry, ring) for entry in enquiry.entries.all()],
        appointments=[_time(appointment) for appointment in appointments],
        mails=[_mail(mail) for mail in OutboxMail.objects.about(enquiry.thing)],
        audit=[_deed(line) for line in AuditLine.objects.filter(thing__in=things)],
    )


def _opened(row: Enquiry | Entry, ring: KeyRing) -> Opened:
    """One that is damaged must not keep the rest from being handed out."""
    try:
        return row.unseal(ring)
    except SealError:
        return None


def _entry(entry: Entry, ring: KeyRing) -> HeldEntry:
    text = (_opened(entry, ring) or {}).get("text")
    return HeldEntry(entry.get_kind_display(), entry.written_at, text)


def _time(appointment: Appointment) -> HeldTime:
    return HeldTime(
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        how=appointment.get_modality_display(),
        status=appointment.get_status_display(),
        asked_at=appointment.made_at,
        kept_until=appointment.held_until,
    )


def _mail(mail: OutboxMail) -> HeldMail:
    return HeldMail(
        subject=_subject(mail),
        queued_at=mail.created_at,
        sent_at=mail.sent_at,
        given_up_at=mail.given_up_at,
        holds_address=mail.address is not None,
    )


def _subject(mail: OutboxMail) -> str:
    """A reminder's is the time; it is wiped once it is sent."""
    try:
        return subject_of(mail) or _("the time")
    except SealError:
        return _("the time")


def _deed(line: AuditLine) -> Deed:
    parts: Mapping[str, str] = {
        audit.ENQUIRER: _("the person who wrote"),
        audit.WORKER: _("the site, by itself"),
    }
    return Deed(line.at, parts.get(line.who, _("the practice")), line.get_verb_display())
