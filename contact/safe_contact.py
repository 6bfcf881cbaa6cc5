"""The safe-contact card: by which route somebody may be reached, when, and with what words.

`may_send` is the one place that decides it, and `write_to` the one way to mail an enquirer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contact.choices import MailSays, ReplyBy, SafeToWrite
from contact.models import Enquiry
from practice import outbox, safe_times
from practice.models import OutboxMail
from practice.sealing import SealError, environment


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
    def may_be_reached(self) -> bool:
        """Whether there is any moment at which something may be sent."""
        return not _never_because(self, self.reply_by)

    @property
    def is_for_her_to_do(self) -> bool:
        """Whether the therapist rings or texts herself; the site holds back what it sends."""
        return self.reply_by in (ReplyBy.PHONE, ReplyBy.TEXT) and self.may_be_reached


@dataclass(frozen=True)
class Decision:
    """Whether something may be sent. `why_not` says it in words; "" where it may."""

    why_not: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why_not


def may_send(card: SafeContact, route: str, at: datetime) -> Decision:
    """Decide whether anything may be sent to this person by this route at this moment."""
    if never := _never_because(card, route):
        return Decision(never)
    if not safe_times.is_safe(card.safe_times, at):
        return Decision(_("This is not one of the safe times."))
    return Decision()


def _never_because(card: SafeContact, route: str) -> str:
    if route != card.reply_by:
        return _("This way was not chosen.")
    if route == ReplyBy.CODE:
        return _("Nothing is sent: the answer waits behind the number.")
    if route in (ReplyBy.EMAIL, ReplyBy.TEXT) and card.safe_to_write != SafeToWrite.YES:
        return _("Writing there was not called safe.")
    if not (card.email if route == ReplyBy.EMAIL else card.phone):
        return _("There is no address for it.")
    return ""


@dataclass(frozen=True, repr=False)
class Reminder:
    """Words that she asked to be sent, whatever else a mail may say; too late at `not_after`.

    A parked one waits until somebody releases it.
    """

    words: str
    not_after: datetime
    is_parked: bool


def drafted_to(
    enquiry: Enquiry,
    card: SafeContact,
    template: str,
    *,
    cause: str,
    at: datetime,
    now: datetime | None = None,
    not_after: datetime | None = None,
    text: str = "",
    reminder: Reminder | None = None,
) -> OutboxMail | None:
    """Return the mail that `write_to` would queue; None where there may be none."""
    send_at = safe_times.next_safe(card.safe_times, at)
    not_after = reminder.not_after if reminder else not_after
    too_late = not_after is not None and send_at >= not_after
    if too_late or not may_send(card, ReplyBy.EMAIL, send_at).allowed:
        return None
    mail = outbox.drafted(
        template,
        cause=f"{enquiry.thing} {cause}",
        now=now or at,
        not_before=at,
        send_at=send_at,
        not_after=not_after,
        address=card.email,
        safe_times=card.safe_times,
        text=_said(card, text, reminder),
    )
    if reminder and reminder.is_parked:
        mail.park(reminder.not_after)
    return mail


def _said(card: SafeContact, text: str, reminder: Reminder | None) -> str:
    if reminder:
        return reminder.words
    return text if card.mail_may_hold_the_answer else ""


def write_to(
    enquiry: Enquiry,
    card: SafeContact,
    template: str,
    *,
    cause: str,
    at: datetime,
    now: datetime | None = None,
    not_after: datetime | None = None,
    text: str = "",
    reminder: Reminder | None = None,
) -> OutboxMail | None:
    """Queue a mail to the enquirer for the first safe moment from `at` on, if there may be one.

    Call it inside the transaction of its cause; `now` where it is queued long before, `not_after`
    where it is too late from then on. `text` goes along only where she chose so; no mail says more
    than that there is an answer otherwise, but for a `reminder` that she asked for. Returns the
    mail, or None.
    """
    mail = drafted_to(
        enquiry,
        card,
        template,
        cause=cause,
        at=at,
        now=now,
        not_after=not_after,
        text=text,
        reminder=reminder,
    )
    if mail is not None:
        outbox.put(mail)
    return mail


def follow(enquiry: Enquiry, card: SafeContact, now: datetime) -> None:
    """After a change of card, let mail that waits go by the new one, or nowhere where it may not.

    Call it inside the transaction of the change. What such a mail says can become less, not more.
    """
    waiting = OutboxMail.objects.about(enquiry.thing).unsent().exclude(address=None)
    for mail in waiting.select_for_update():
        mail.delete()
        write_to(
            enquiry,
            card,
            mail.template,
            cause=mail.cause.removeprefix(f"{enquiry.thing} "),
            at=max(now, mail.not_before or mail.created_at),
            now=now,
            not_after=mail.not_after,
            text=_text_of(mail),
            reminder=_reminder_of(mail),
        )


def _reminder_of(mail: OutboxMail) -> Reminder | None:
    if mail.not_after is None or mail.text is None:
        return None
    return Reminder(_text_of(mail), mail.not_after, mail.is_parked)


def _text_of(mail: OutboxMail) -> str:
    if mail.text is None:
        return ""
    try:
        return environment.decrypt(bytes(mail.text), purpose=mail.message_id)
    except SealError:
        return ""
