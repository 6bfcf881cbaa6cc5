"""Mail that is queued in the transaction of its cause, and sent by the worker.

A crash between the mail server's "yes" and our note of it makes a second try unavoidable: none is
lost, and both carry the same Message-ID.
"""

from datetime import datetime

from practice.models import OutboxMail


def queue(template: str, *, cause: str, now: datetime) -> None:
    """Queue the mail `template` to the therapist; once only for each `cause`.

    Call it inside the transaction of the cause. `template` names
    templates/emails/<template>.{subject,body}.txt; `cause` names what it tells of, without content.
    """
    OutboxMail.objects.bulk_create(
        [OutboxMail(template=template, cause=cause, created_at=now, next_try_at=now)],
        ignore_conflicts=True,
    )
