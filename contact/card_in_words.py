"""What the safe-contact card says, in words that the therapist can act on at a glance."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contact.choices import ReplyBy, Voicemail, times_in_words
from contact.safe_contact import SafeContact, may_send
from practice.models import PracticeProfile


@dataclass(frozen=True, repr=False)
class Way:
    """A link that rings or texts; `address` is a `tel:` or `sms:` URI (RFC 3966, RFC 5724)."""

    words: str
    address: str


def rule(card: SafeContact) -> str:
    """Return what she has to keep to, in one or two sentences."""
    if not card.may_be_reached:
        return _("Send nothing: the answer waits behind the number.")
    if card.reply_by == ReplyBy.PHONE:
        return f"{_when_to_call(card)} {_voicemail(card)}"
    if card.reply_by == ReplyBy.TEXT:
        return _when_to_text(card)
    return f"{_when_to_mail(card)} {_mail(card)}"


def _when_to_call(card: SafeContact) -> str:
    times = times_in_words(card.safe_times)
    return _("Call only %(times)s.") % {"times": times} if times else _("Call at any time.")


def _when_to_text(card: SafeContact) -> str:
    times = times_in_words(card.safe_times)
    return _("Text only %(times)s.") % {"times": times} if times else _("Text at any time.")


def _when_to_mail(card: SafeContact) -> str:
    """The site itself holds a mail back until then."""
    times = times_in_words(card.safe_times)
    return _("Mail only %(times)s.") % {"times": times} if times else _("Mail at any time.")


def _mail(card: SafeContact) -> str:
    if card.mail_may_hold_the_answer:
        return _("The mail may hold the answer itself.")
    return _("The mail says only that there is an answer.")


def _voicemail(card: SafeContact) -> str:
    if card.voicemail == Voicemail.NORMAL:
        return _("Voicemail: a normal message.")
    if card.voicemail == Voicemail.FIRST_NAME:
        return _("Voicemail: first name only.")
    return _("Voicemail: say nothing, hang up.")


def way(card: SafeContact, now: datetime) -> Way | None:
    """Return how to ring or text with one press; None for another route, and while it is unsafe."""
    if not card.is_for_her_to_do or not may_send(card, card.reply_by, now).allowed:
        return None
    number = _dialable(card.phone)
    if card.reply_by == ReplyBy.PHONE:
        return Way(_("Call %(number)s") % {"number": card.phone}, f"tel:{number}")
    return Way(_("Text %(number)s") % {"number": card.phone}, f"sms:{number}")


def _dialable(number: str) -> str:
    if number.startswith("+"):
        number = number.replace("(0)", "")  # dialled only by who leaves the country's code out
    return "".join(sign for sign in number if sign in "+0123456789")


def voicemail_text(card: SafeContact, *, name: str, profile: PracticeProfile) -> str:
    """Return words to read out that tell a stranger nothing; "" where nothing may be said."""
    if card.reply_by != ReplyBy.PHONE or not card.may_be_reached:
        return ""
    if card.voicemail == Voicemail.NORMAL:
        words = _("Hello %(name)s, this is %(me)s. You asked me to ring. I will try again.")
        return words % {"name": name, "me": profile.name}
    if card.voicemail == Voicemail.FIRST_NAME:
        return _("Hello, this is … (your first name). I will ring again another time.")
    return ""
