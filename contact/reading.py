"""An enquiry that is opened at the desk, in the words of the form that it was written in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django import forms
from django.db import transaction

from contact.choices import times_in_words
from contact.forms import EnquiryForm
from contact.models import Enquiry, Entry
from contact.replying import mail_of
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import AuditLine, OutboxMail
from practice.models.sealing_key import KeyRing
from practice.sealing import SealError


@dataclass(frozen=True, repr=False)
class OpenedEntry:
    """What came after the enquiry. `contents` is None where it does not open."""

    entry: Entry
    contents: dict[str, str] | None
    mail: OutboxMail | None
    can_be_taken_back: bool


@dataclass(frozen=True, repr=False)
class Opened:
    """An enquiry with all that came after it. `contents` is None where it does not open."""

    enquiry: Enquiry
    contents: dict[str, str] | None
    entries: list[OpenedEntry]

    @property
    def card(self) -> SafeContact:
        """The safe-contact card; where it cannot be read, nothing is allowed."""
        return SafeContact.of(self.contents or {})

    @property
    def name(self) -> str:
        return (self.contents or {}).get("name", "")

    @property
    def answers(self) -> list[tuple[str, str]]:
        return list(answers(self.contents or {}))

    @property
    def exchange(self) -> list[OpenedEntry]:
        return [each for each in self.entries if each.entry.kind != Entry.Kind.NOTE]

    def without(self, entry: UUID) -> "Opened":
        """Return it as it is once that entry is gone."""
        return replace(self, entries=[each for each in self.entries if each.entry.pk != entry])

    @property
    def notes(self) -> list[OpenedEntry]:
        return [each for each in self.entries if each.entry.kind == Entry.Kind.NOTE]


def open_for(who: str, enquiry: Enquiry, ring: KeyRing, now: datetime) -> Opened:
    """Open it, and note that `who` did. The line is committed first: no line, no content.

    Raises django.db.Error where the line cannot be written.
    """
    with transaction.atomic(durable=True):
        audit.record(who, AuditLine.Verb.OPENED, enquiry.thing, now=now)
    entries = [_entry(entry, ring, now) for entry in enquiry.entries.all()]
    return Opened(enquiry, _contents(enquiry, ring), entries)


def _contents(row: Enquiry | Entry, ring: KeyRing) -> dict[str, str] | None:
    try:
        return row.unseal(ring)
    except SealError:
        return None


def _entry(entry: Entry, ring: KeyRing, now: datetime) -> OpenedEntry:
    is_reply = entry.kind == Entry.Kind.REPLY
    return OpenedEntry(
        entry=entry,
        contents=_contents(entry, ring),
        mail=mail_of(entry) if is_reply else None,
        can_be_taken_back=is_reply and entry.shown_from > now,
    )


def answers(opened: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield question and answer in the order of the form; a choice as its label."""
    for name, field in EnquiryForm.base_fields.items():
        if name in opened:
            yield str(field.label), _answer(name, field, opened[name])


def _answer(name: str, field: forms.Field, value: str) -> str:
    if name == "safe_times":
        return times_in_words(value) or value
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
