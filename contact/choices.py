"""The answers that the form offers, and what each way of replying needs."""

from django.db import models
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practice import safe_times
from practice.opening import OpeningState


class ReplyBy(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone call")
    TEXT = "text", _("By text message")
    CODE = "code", _("Nowhere: I’ll come back here, with a number that you give me")


class SafeToWrite(models.TextChoices):
    YES = "yes", _("Yes, it is safe")
    NO = "no", _("No")
    UNSURE = "unsure", _("I’m not sure")


class MailSays(models.TextChoices):
    NOTICE = "notice", _("Only that there is an answer: I read it here")
    ANSWER = "answer", _("The answer itself")


class Voicemail(models.TextChoices):
    NOTHING = "nothing", _("Nothing: please hang up")
    FIRST_NAME = "first_name", _("Your first name only")
    NORMAL = "normal", _("A normal message")


class Wish(models.TextChoices):
    QUESTION = "question", _("Ask something")
    CONVERSATION = "conversation", _("Have a first conversation")
    WAITING_LIST = "waiting_list", _("Join the waiting list")


class Modality(models.TextChoices):
    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    EITHER = "either", _("No preference")


# How one can really meet: what a time is offered for.
MEETINGS = [(way.value, way.label) for way in Modality if way != Modality.EITHER]


DAYS = [(word, WEEKDAYS[number]) for number, word in enumerate(safe_times.DAYS)]
_MANY = {"morning": _("mornings"), "afternoon": _("afternoons"), "evening": _("evenings")}
_PART = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}


def _with_hours(part: str) -> Promise:
    begin, end = safe_times.PARTS[part]
    return format_lazy("{} ({:%H:%M}–{:%H:%M})", _PART[part], begin, end)


PARTS_OF_THE_DAY = [(part, _with_hours(part)) for part in safe_times.PARTS]


def times_in_words(times: str) -> str:
    """Return safe times as the therapist reads them: "Tue and Thu mornings"; "" for any time."""
    words = times.split()
    days = [str(WEEKDAYS_ABBR[at]) for at, day in enumerate(safe_times.DAYS) if day in words]
    parts = [str(many) for part, many in _MANY.items() if part in words]
    said = (get_text_list(named, gettext("and")) for named in (days, parts))
    return " ".join(filter(None, said))


# What each route needs to be used safely, and what it may be told besides. A field that the chosen
# route does not ask for is not kept.
NEEDED_FOR = {
    ReplyBy.EMAIL: ["email", "safe_to_write"],
    ReplyBy.PHONE: ["phone", "voicemail"],
    ReplyBy.TEXT: ["phone", "safe_to_write"],
    ReplyBy.CODE: [],
}
WELCOME_FOR = {
    ReplyBy.EMAIL: ["mail_says", "safe_times"],
    ReplyBy.PHONE: ["safe_times"],
    ReplyBy.TEXT: ["safe_times"],
    ReplyBy.CODE: [],
}
ROUTE_FIELDS = {
    name for asked in (NEEDED_FOR, WELCOME_FOR) for names in asked.values() for name in names
}


def needed_for(reply_by: str, safe_to_write: str) -> list[str]:
    """Name what has to be answered. Where nothing will be sent, no address is needed."""
    needed = NEEDED_FOR[ReplyBy(reply_by)]
    if "safe_to_write" in needed and safe_to_write in (SafeToWrite.NO, SafeToWrite.UNSURE):
        return ["safe_to_write"]
    return needed


def asked_for(reply_by: str, safe_to_write: str) -> list[str]:
    """Name what has to be answered and what may be."""
    needed = needed_for(reply_by, safe_to_write)
    return needed if needed == ["safe_to_write"] else [*needed, *WELCOME_FOR[ReplyBy(reply_by)]]


def wishes_offered(opening: OpeningState) -> list[Wish]:
    if opening.offers_conversations:
        return [Wish.QUESTION, Wish.CONVERSATION]
    return [Wish.QUESTION, Wish.WAITING_LIST]
