"""The one way in: what a form holds becomes an enquiry and a mail, in one transaction."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from contact.models import Enquiry
from practice import outbox
from practice.models import PracticeProfile


@transaction.atomic
def receive(
    contents: dict[str, str], *, submission: UUID, profile: PracticeProfile, now: datetime
) -> Enquiry:
    """Keep `contents` as a sealed enquiry and queue the mail that tells the therapist.

    The same `submission` again gives the enquiry that is already there, and no second mail.
    Raises sealing.TooLongError.
    """
    pk = uuid4()
    kept, created = Enquiry.objects.get_or_create(
        submission=submission,
        defaults={
            "pk": pk,
            "sealed": Enquiry(pk=pk).seal(contents),
            "received_at": now,
            "reply_due_on": profile.reply_due_on(now),
        },
    )
    if created:
        outbox.queue("new_message", cause=f"enquiry:{kept.pk}", now=now)
    return kept
