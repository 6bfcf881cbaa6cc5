"""The answers that the form offers, and what each way of replying needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from practice.opening import OpeningState


class ReplyBy(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By phone call")
    TEXT = "text", _("By text message")
    CODE = "code", _("Nowhere: I’ll come back here with a number")


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
    EITHER = "either", _("No preference")


# What each route needs to be used safely. A field that the chosen route does not need is not kept.
NEEDED_FOR = {
    ReplyBy.EMAIL: ["email", "safe_to_write"],
    ReplyBy.PHONE: ["phone", "voicemail"],
    ReplyBy.TEXT: ["phone", "safe_to_write"],
    ReplyBy.CODE: [],
}
ROUTE_FIELDS = {name for needed in NEEDED_FOR.values() for name in needed}


def wishes_offered(opening: OpeningState) -> list[Wish]:
    if opening.offers_conversations:
        return [Wish.QUESTION, Wish.CONVERSATION]
    return [Wish.QUESTION, Wish.WAITING_LIST]
