"""How somebody hears of what the therapist does with her time, in words for the desk."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact import card_in_words, time_mail
from contact.keeping_times import card_of
from contact.models import Appointment
from contact.safe_contact import SafeContact
from practice import safe_times
from practice.models.sealing_key import KeyRing


def how_told(card: SafeContact, now: datetime) -> str:
    """Say what becomes of news from `now` on."""
    if card.is_for_her_to_do:
        rule = card_in_words.rule(card)
        return _("Nobody is told of this by itself: %(rule)s") % {"rule": rule}
    if card.may_be_reached:
        return _mailed(safe_times.next_safe(card.safe_times, now), now)
    return _("Nothing is sent: it waits behind the number.")


def was_told(one: Appointment, ring: KeyRing | None, *, before: datetime, now: datetime) -> str:
    """Say how she hears of what was just done with it. What comes from `before` on is too late."""
    mail = time_mail.mail_of(one)
    if mail and mail.due_at >= before:
        said = _("A mail goes only on %(when)s, after that time: nothing before was called safe.")
        return said % {"when": _in_words(mail.due_at)}
    return _mailed(mail.due_at, now) if mail else _not_mailed(one, ring, before, now)


def _not_mailed(one: Appointment, ring: KeyRing | None, before: datetime, now: datetime) -> str:
    if one.enquiry_id is None:
        return _("Nobody is told by itself: this person rang you, so please ring back.")
    if ring is None:
        return _("Nothing is sent. Open the message: it says how to tell them.")
    card = card_of(one, ring)
    if card is None:
        return _("Nothing is sent: the message cannot be opened, nor how to tell them.")
    if card.is_for_her_to_do or not card.may_be_reached:
        return how_told(card, now)
    return _no_mail_in_time(safe_times.next_safe(card.safe_times, now), before)


def _no_mail_in_time(safe_at: datetime, before: datetime) -> str:
    if safe_at < before:
        return _("Nothing is sent: it waits behind the number.")
    said = _("No mail can go in time: the next safe moment for one is %(when)s.")
    return f"{said % {'when': _in_words(safe_at)}} {_('Until then it waits behind the number.')}"


def _mailed(at: datetime, now: datetime) -> str:
    if at <= now:
        return _("A mail tells this person that there is news.")
    said = _("A mail tells this person that there is news on %(when)s, the next safe time.")
    return said % {"when": _in_words(at)}


def _in_words(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l j F, H:i")
