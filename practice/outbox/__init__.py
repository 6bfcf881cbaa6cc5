"""Mail that is queued in the transaction of its cause, and sent by the worker.

A crash between the mail server's "yes" and our note of it makes a second try unavoidable: none is
lost, and both carry the same Message-ID.
"""

import json
from datetime import datetime

from django.db.models import Q

from practice.models import OutboxMail
from practice.models.outbox_mail import new_message_id
from practice.sealing import environment


def queue(
    template: str,
    *,
    cause: str,
    now: datetime,
    send_at: datetime | None = None,
    address: str = "",
    safe_times: str = "",
    text: str = "",
) -> None:
    """Queue the mail `template` for `send_at` (else now); once only for each `cause`.

    Call it inside the transaction of the cause. `template` names
    templates/emails/<template>.{subject,body}.txt; `cause` names what it tells of, without content.
    Without `address` it goes to the therapist. Mail to an enquirer is queued by
    contact/safe_contact.py alone, and sent within her `safe_times` only.
    """
    message_id = new_message_id()
    there = json.dumps({"address": address, "safe_times": safe_times})
    mail = OutboxMail(
        template=template,
        cause=cause,
        message_id=message_id,
        created_at=now,
        next_try_at=send_at or now,
        address=environment.encrypt(there, purpose=message_id) if address else None,
        text=environment.encrypt(text, purpose=message_id) if text else None,
    )
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)


def cancel(thing: str) -> int:
    """Take back what is not sent yet of the mails that tell of `thing`; returns how many.

    Call it inside the transaction of its cause.
    """
    about = Q(cause=thing) | Q(cause__startswith=f"{thing} ")
    return OutboxMail.objects.filter(about, sent_at=None).delete()[0]
