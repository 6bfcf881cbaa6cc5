import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from practice.models import OutboxMail, PracticeProfile
from practice.models.profile import NotSetUpError

log = logging.getLogger("attune.outbox")

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


def pause_after(tries: int) -> timedelta:
    """How long to wait after `tries` failed tries: doubling from 10 s, never above an hour."""
    doublings = min(tries - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def message_for(mail: OutboxMail) -> EmailMessage:
    """Build the mail. Raises NotSetUpError where there is no profile, hence no address."""
    context = {"desk_url": settings.SITE_URL + reverse("admin:index")}
    subject = render_to_string(f"emails/{mail.template}.subject.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{mail.template}.body.txt", context),
        to=[PracticeProfile.objects.current().email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )


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
    try:
        message_for(mail).send()
    except (SMTPException, OSError, ValueError, NotSetUpError) as error:
        # ValueError: an address that cannot be written into a header, or not in ASCII.
        # The server's own words may quote an address, so only the kind of error is kept.
        kind = type(error).__name__
        mail.record_failure(now, error=kind, pause=pause_after(mail.tries + 1))
        log.warning("mail %s not sent (%s), try %s", mail.pk, kind, mail.tries)
    else:
        mail.record_success(now)
    return True
