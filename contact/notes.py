"""The therapist's own notes on an enquiry: sealed to her alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from contact.models import Enquiry, Entry
from contact.written_once import id_of
from practice import audit
from practice.models import AuditLine, SealingKey


@transaction.atomic
def add(enquiry: Enquiry, text: str, *, token: str, now: datetime) -> None:
    """Keep a note; the same form again adds none. Raises TooLongError and CannotSealError."""
    note = Entry(
        pk=id_of(token, text),
        enquiry=enquiry,
        kind=Entry.Kind.NOTE,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now,
    )
    note.seal({"text": text})
    Entry.objects.bulk_create([note], ignore_conflicts=True)


@transaction.atomic
def remove(enquiry: Enquiry, note: UUID, *, who: str, now: datetime) -> None:
    """Delete it for good, and note who did. Once it is gone, or is no note: nothing."""
    gone, _each = enquiry.entries.filter(pk=note, kind=Entry.Kind.NOTE).delete()
    if gone:
        audit.record(who, AuditLine.Verb.NOTE_REMOVED, enquiry.thing, now=now)
