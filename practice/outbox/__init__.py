"""Mail that is queued in the transaction of its cause, and sent by the worker.

A crash between the mail server's "yes" and our note of it makes a second try unavoidable: none is
lost, and both carry the same Message-ID.
"""

import json
from datetime import datetime

from practice.models import OutboxMail
from practice.models.outbox_mail import new_message_id
from practice.sealing import environment


def queue(
    template: str, *, cause: str, now: datetime, send_at: datetime | None = None, text: str = ""
) -> None:
    """Queue the mail `template` to the therapist for `send_at` (else now); once for each `cause`.

    Call it inside the transaction of the cause. `template` names
    templates/emails/<template>.{subject,body}.txt; `cause` names what it tells of, without content.
    Mail to an enquirer is queued by contact/safe_contact.py alone.
    """
    put(drafted(template, cause=cause, now=now, send_at=send_at, text=text))


def drafted(
    template: str,
    *,
    cause: str,
    now: datetime,
    not_before: datetime | None = None,
    send_at: datetime | None = None,
    not_after: datetime | None = None,
    address: str = "",
    safe_times: str = "",
    text: str = "",
) -> OutboxMail:
    """Return a mail for `send_at` (else now) that is not queued yet: `put` does that.

    Without `address` it goes to the therapist. To an enquirer it is sent within her `safe_times`.
    """
    message_id, due_at = new_message_id(), send_at or now
    there = json.dumps({"address": address, "safe_times": safe_times})
    return OutboxMail(
        template=template,
        cause=cause,
        message_id=message_id,
        created_at=now,
        due_at=due_at,
        not_before=not_before,
        not_after=not_after,
        next_try_at=due_at,
        address=_encrypted(there, message_id) if address else None,
        text=_encrypted(text, message_id) if text else None,
    )


def _encrypted(what: str, message_id: str) -> bytes:
    return environment.encrypt(what, purpose=message_id, hides_length=True)


def put(mail: OutboxMail) -> None:
    """Queue a drafted mail, unless one tells of its cause already."""
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)


def cancel(thing: str) -> int:
    """Take back what is not sent yet of the mails that tell of `thing`; returns how many.

    Call it inside the transaction of its cause.
    """
    return OutboxMail.objects.about(thing).filter(sent_at=None).delete()[0]
