"""The safe-contact card: by which route somebody may be reached, when, and with what words.

`may_send` is the one place that decides it, and `write_to` the one way to mail an enquirer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contact.choices import MailSays, ReplyBy, SafeToWrite, Voicemail
from contact.models import Enquiry
from practice import outbox, safe_times


@dataclass(frozen=True, repr=False)
class SafeContact:
    """What an enquirer said of how she may be reached. Words that are missing count as "no"."""

    reply_by: str
    email: str
    phone: str
    safe_to_write: str
    voicemail: str
    safe_times: str
    mail_says: str

    @classmethod
    def of(cls, contents: Mapping[str, str]) -> "SafeContact":
        """Read it from the contents of an enquiry."""
        return cls(**{name: contents.get(name, "") for name in cls.__dataclass_fields__})

    @property
    def mail_may_hold_the_answer(self) -> bool:
        return self.mail_says == MailSays.ANSWER

    @property
    def voicemail_is_allowed(self) -> bool:
        return self.voicemail in (Voicemail.FIRST_NAME, Voicemail.NORMAL)


@dataclass(frozen=True)
class Decision:
    """Whether something may be sent. `why_not` says it in words; "" where it may."""

    why_not: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why_not


def may_send(card: SafeContact, route: ReplyBy, at: datetime) -> Decision:
    """Decide whether anything may be sent to this person by this route at this moment."""
    if route != card.reply_by:
        return Decision(_("This way was not chosen."))
    if route == ReplyBy.CODE:
        return Decision(_("Nothing is sent: the answer waits behind the number."))
    if route in (ReplyBy.EMAIL, ReplyBy.TEXT) and card.safe_to_write != SafeToWrite.YES:
        return Decision(_("Writing there was not called safe."))
    if not (card.email if route == ReplyBy.EMAIL else card.phone):
        return Decision(_("There is no address for it."))
    if not safe_times.is_safe(card.safe_times, at):
        return Decision(_("This is not one of the safe times."))
    return Decision()


def write_to(
    enquiry: Enquiry, card: SafeContact, template: str, *, cause: str, at: datetime, text: str = ""
) -> Decision:
    """Queue a mail to the enquirer for the first safe moment from `at` on, if there may be one.

    Call it inside the transaction of its cause. `text` goes along only where she chose so; no mail
    says more than that there is an answer otherwise.
    """
    send_at = safe_times.next_safe(card.safe_times, at)
    decision = may_send(card, ReplyBy.EMAIL, send_at)
    if decision.allowed:
        outbox.queue(
            template,
            cause=f"{enquiry.thing} {cause}",
            now=at,
            send_at=send_at,
            address=card.email,
            safe_times=card.safe_times,
            text=text if card.mail_may_hold_the_answer else "",
        )
    return decision
