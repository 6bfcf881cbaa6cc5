"""What a queued mail says, from whom and to whom."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from practice import safe_times
from practice.addresses import absolute
from practice.models import OutboxMail, PracticeProfile
from practice.sealing import environment

ANSWER = "answer"  # the only mail with words of the therapist's own


@dataclass(frozen=True, repr=False)
class Recipient:
    """Where a mail goes, and at which times it may: see practice/safe_times.py."""

    address: str
    safe_times: str

    @classmethod
    def of(cls, mail: OutboxMail) -> "Recipient":
        """Raises NotSetUpError without a profile, SealError under another ENCRYPTION_KEY."""
        if mail.address is None:
            return cls(PracticeProfile.objects.current().email, safe_times="")
        opened = environment.decrypt(bytes(mail.address), purpose=mail.message_id)
        return cls(**json.loads(opened))

    def next_safe(self, at: datetime) -> datetime:
        """Return `at`, or the first moment after it at which something may be sent there."""
        return safe_times.next_safe(self.safe_times, at)


def subject_of(mail: OutboxMail) -> str:
    """Return it as it goes out; "" where it was made of words that are wiped by now."""
    subject = render_to_string(f"emails/{mail.template}.subject.txt", _context(mail))
    return " ".join(subject.split())


def message_for(mail: OutboxMail) -> EmailMessage:
    """Build the mail as it goes out. Raises what `Recipient.of` raises."""
    context = _context(mail)
    return EmailMessage(
        subject=subject_of(mail),
        body=_plain(render_to_string(f"emails/{mail.template}.body.txt", context)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[Recipient.of(mail).address],
        reply_to=_reply_to(mail),
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )


def _plain(rendered: str) -> str:
    """Take Django's mark away that it is safe in HTML: a mail is not, and the desk shows one."""
    return rendered + ""


def _context(mail: OutboxMail) -> dict[str, str]:
    text = environment.decrypt(bytes(mail.text), purpose=mail.message_id) if mail.text else ""
    return {
        "desk_url": absolute(reverse("admin:index")),
        "return_url": absolute(reverse("contact:return")),
        "text": text,
    }


def _reply_to(mail: OutboxMail) -> list[str]:
    """The therapist's address would say who writes: only to those who want the answer itself."""
    if mail.address is None or mail.template != ANSWER or not mail.text:
        return []
    return [PracticeProfile.objects.current().email]
