"""Takes everything of an enquiry away, and leaves a line that says nothing but that."""

from datetime import datetime

from django.db import transaction

from contact.models import Enquiry
from practice import audit, outbox
from practice.models import AuditLine


@transaction.atomic
def erase(enquiry: Enquiry, *, who: str, now: datetime) -> None:
    """Erase an enquiry with all that came after it, mail that waits included.

    Safe to repeat: what is gone already leaves no second line.
    """
    outbox.cancel(enquiry.thing)
    gone, _ = Enquiry.objects.filter(pk=enquiry.pk).delete()
    if gone:
        audit.record(who, AuditLine.Verb.ERASED, enquiry.thing, now=now)
