"""The therapist's own notes on an enquiry: sealed to her alone, with a day to come back to it."""

from datetime import date, datetime

from django.db import transaction

from contact.models import Enquiry, Entry
from contact.written_once import id_of
from practice.models import SealingKey


@transaction.atomic
def add(
    enquiry: Enquiry, text: str, *, follow_up_on: date | None, token: str, now: datetime
) -> None:
    """Keep a note; the same form again adds none. Raises TooLongError and CannotSealError."""
    day = follow_up_on.isoformat() if follow_up_on else ""
    note = Entry(
        pk=id_of(token, text, day),
        enquiry=enquiry,
        kind=Entry.Kind.NOTE,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now,
    )
    note.seal({"text": text, "follow_up_on": day})
    Entry.objects.bulk_create([note], ignore_conflicts=True)
