"""The time that belongs to an enquiry, as its page and the list show it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact import card_in_words
from contact.models import Appointment, Enquiry
from contact.models.appointment import Status, WaitsFor
from contact.reading import Opened
from contact.safe_contact import SafeContact
from contact.week_entries import entry_of


def about(opened: Opened, now: datetime) -> dict[str, Any]:
    """What the page says of the latest time, and how this person hears of what is decided."""
    one = Appointment.objects.filter(enquiry=opened.enquiry).order_by("-made_at").first()
    if one is None:
        return {}
    return {
        "one": one,
        "entry": entry_of(one, timezone.get_default_timezone(), now),
        "told": _told(opened.card) if _waits_for_yes(one) else _told_of_change(opened.card),
    }


def _waits_for_yes(one: Appointment) -> bool:
    return one.status == Status.HELD and one.waits_for == WaitsFor.THERAPIST


def _told(card: SafeContact) -> str:
    if not card.may_be_reached:
        return _("Nothing is sent when you decide: it stands behind the number.")
    if card.is_for_her_to_do:
        rule = card_in_words.rule(card)
        return _("Nobody is told by itself when you decide. %(rule)s") % {"rule": rule}
    return _(
        "When you decide, a mail says that there is news: what it is stands behind the number."
    )


def _told_of_change(card: SafeContact) -> str:
    """It is agreed, or offered: what is left to her is to change it."""
    if not card.may_be_reached:
        return _("Nothing is sent if you change it: it stands behind the number.")
    if card.is_for_her_to_do:
        rule = card_in_words.rule(card)
        return _("Nobody is told by itself if you change it. %(rule)s") % {"rule": rule}
    return _(
        "If you change it, a mail says that there is news: what it is stands behind the number."
    )


def standing(enquiries: Iterable[Enquiry], now: datetime) -> dict[UUID, str]:
    """Say of each that has a time what becomes of it, in one question for all."""
    kept = Appointment.objects.standing(now).filter(enquiry__in=[row.pk for row in enquiries])
    return {one.enquiry_id: _in_words(one) for one in kept if one.enquiry_id}


def _in_words(one: Appointment) -> str:
    at = date_format(timezone.localtime(one.starts_at), "l j F, H:i")
    if one.status == Status.CONFIRMED or one.held_until is None:
        return at
    until = date_format(timezone.localtime(one.held_until), "l j F, H:i")
    if one.waits_for == WaitsFor.ENQUIRER:
        said = _("offered %(at)s: waits for an answer until %(until)s")
    else:
        said = _("wants %(at)s: waits for your yes until %(until)s")
    return said % {"at": at, "until": until}
