import logging
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import transaction

from practice import outbox
from practice.models import OutboxMail
from practice.outbox.letters import Recipient, message_for

log = logging.getLogger("attune.outbox")

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(hours=1)


def pause_after(tries: int) -> timedelta:
    """How long to wait after `tries` failed tries: doubling from a second, never above an hour."""
    doublings = min(tries - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@transaction.atomic
def send_next(now: datetime) -> bool:
    """Send the mail that has been due longest. Returns whether there was one.

    The row stays locked while the mail is on its way: a second worker passes it over, and when
    this one dies Postgres lets go of it and it is tried again.
    """
    mail = (
        OutboxMail.objects.due(now)
        .select_for_update(skip_locked=True)
        .order_by("next_try_at")
        .first()
    )
    if mail is None:
        return False
    if mail.gives_up_at and now >= mail.gives_up_at:
        _give_up(mail, now)
    else:
        _try(mail, now)
    return True


def _try(mail: OutboxMail, now: datetime) -> None:
    try:
        safe_at = Recipient.of(mail).next_safe(now)
        if safe_at > now:
            mail.postpone(safe_at)
            return
        message_for(mail).send()
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - one mail that cannot be made must not stop the rest
        # The server's own words may quote an address, so only the kind of error is kept.
        kind = type(error).__name__
        mail.record_failure(now, error=kind, pause=pause_after(mail.tries + 1))
        log.warning("mail %s not sent (%s), try %s", mail.pk, kind, mail.tries)
    else:
        mail.record_success(now)


@transaction.atomic
def give_up_mail_to_enquirers(now: datetime) -> int:
    """Give up all of it that waits, and return how much: a way may be unsafe since a backup."""
    waiting = OutboxMail.objects.unsent().exclude(address=None)
    mails = list(waiting.select_for_update().order_by("pk"))
    for mail in mails:
        _give_up(mail, now)
    return len(mails)


def _give_up(mail: OutboxMail, now: datetime) -> None:
    """Never in silence: the therapist is told, and what was to be told still waits here.

    Only what stayed parked was not to be sent at all.
    """
    if mail.is_parked:
        mail.delete()
        return
    mail.give_up(now)
    outbox.queue("not_sent", cause=mail.cause, now=now)
    log.warning("mail %s given up after %s tries", mail.pk, mail.tries)
