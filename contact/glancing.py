"""Names and safe routes for a list at the desk: less than reading a message, and noted as that.

docs/decisions/0087-today.md says why each look at such a list leaves a line for each message.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from contact import card_in_words
from contact.models import Enquiry
from contact.safe_contact import SafeContact
from practice import audit
from practice.models import AuditLine
from practice.models.sealing_key import KeyRing
from practice.sealing import SealError


@dataclass(frozen=True, repr=False)
class Glance:
    """Who it is, and what she has to keep to; both "" where the message does not open."""

    name: str = ""
    rule: str = ""

    @classmethod
    def of(cls, enquiry: Enquiry, ring: KeyRing) -> "Glance":
        try:
            contents = enquiry.unseal(ring)
        except SealError:
            return cls()
        return cls(contents.get("name", ""), card_in_words.rule(SafeContact.of(contents)))


def glance_at(
    enquiries: Collection[Enquiry], ring: KeyRing, *, who: str, now: datetime
) -> dict[UUID, Glance]:
    """Open them, and note that `who` saw them in a list. No line, no content.

    Raises django.db.Error where the lines cannot be written.
    """
    if not enquiries:
        return {}
    with transaction.atomic(durable=True):
        things = [enquiry.thing for enquiry in enquiries]
        audit.record_each(who, AuditLine.Verb.LISTED, things, now=now)
    return {enquiry.pk: Glance.of(enquiry, ring) for enquiry in enquiries}
