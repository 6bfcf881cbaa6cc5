"""A mail to herself with a number in it: that she types it in shows that mail arrives."""

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from practice import outbox
from practice.models import FirstSteps, PracticeProfile
from practice.sealing import environment

DIGITS = 6


@transaction.atomic
def send(now: datetime) -> None:
    """Queue it. The number of one before it counts no more. Raises NotSetUpError."""
    PracticeProfile.objects.current()
    steps, number = FirstSteps.objects.locked(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    steps.mail_digest, steps.mail_asked_at = _digest_of(number), now
    steps.save(update_fields=["mail_digest", "mail_asked_at"])
    text = f"{number[:3]} {number[3:]}"
    outbox.queue("test_mail", cause=f"test:{now.timestamp()}", now=now, text=text)


@transaction.atomic
def came(typed: str, now: datetime) -> bool:
    """Note that it came, if this is its number; safe to repeat."""
    steps = FirstSteps.objects.locked()
    number = _digest_of(re.sub(r"\D", "", typed))
    if not constant_time_compare(bytes(steps.mail_digest or b""), number):
        return False
    steps.mail_received_at = steps.mail_received_at or now
    steps.save(update_fields=["mail_received_at"])
    return True


def _digest_of(number: str) -> bytes:
    return environment.mac(number.encode(), purpose="test mail")
