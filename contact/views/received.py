"""The confirmation: the number to come back with is shown once."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact import zones
from contact.meeting import about_hers
from contact.models import Appointment, Availability, Enquiry
from contact.return_code import in_groups
from contact.safe_contact import SafeContact
from contact.time_in_words import in_words, moment_in_words
from practice.models import PracticeProfile
from practice.sealing import SealError, environment

COOKIE = "received"
PATH = "/contact/"
SHOWN_FOR = timedelta(hours=1)
SIZE = 200  # signs, so that the length of the cookie does not tell what was chosen


def confirmed(
    request: HttpRequest,
    enquiry: Enquiry,
    code: str,
    contents: Mapping[str, str],
    *,
    zone: ZoneInfo | None = None,
) -> HttpResponse:
    """Lead to the confirmation. The number goes there in a cookie, encrypted, for one look.

    Of `contents` goes along how an answer comes, and nothing that was typed; and in which `zone`
    a time is to be shown, if one was chosen.
    """
    response = redirect("contact:received", permanent=False)
    response.status_code = 303
    kept = {"enquiry": str(enquiry.pk), "code": code} | _way(SafeContact.of(contents))
    _remember(request, response, kept | ({"zone": zone.key} if zone else {}))
    return response


@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    kept = _remembered(request)
    enquiry = Enquiry.objects.filter(pk=kept["enquiry"]).first() if kept else None
    if enquiry is None:
        return redirect("contact:contact")
    number = in_groups(kept.pop("code", ""))
    context = kept | {"enquiry": enquiry, "number": number} | _time(enquiry, kept, timezone.now())
    response = render(request, "contact/received.html", context)
    if number and request.method == "GET":
        _remember(request, response, kept)
    return response


def forget(response: HttpResponse) -> None:
    """Take away what the confirmation left in the browser."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _way(card: SafeContact) -> dict[str, str]:
    """Return by which way an answer comes and what is said on it, in words of the form."""
    if not card.may_be_reached:
        return {"way": "none"}
    says = {"email": card.mail_says, "phone": card.voicemail}.get(card.reply_by, "")
    return {"way": card.reply_by, "says": says, "timed": "yes" if card.safe_times else ""}


def _time(enquiry: Enquiry, kept: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the time that she chose last, in words, and how it stands."""
    chosen = enquiry.appointments.order_by("-made_at", "-sequence").first()
    if chosen is None:
        return {}
    zone = zones.named(kept.get("zone", "")) or zones.of_the_practice()
    availability = Availability.objects.current()
    return {
        "time": in_words(chosen.starts_at, chosen.modality, zone),
        "time_stands": chosen.status if chosen.is_standing(now) else "over",
        "time_until": moment_in_words(chosen.held_until, zone) if chosen.held_until else "",
        "change_until": _change_until(chosen, availability, zone, now),
        "about": about_hers(chosen, PracticeProfile.objects.current(), availability),
    }


def _change_until(
    chosen: Appointment, availability: Availability, zone: ZoneInfo, now: datetime
) -> str:
    """Return until when it can be moved or cancelled once it is agreed; "" if that is over."""
    until = chosen.starts_at - availability.change_until
    return moment_in_words(until, zone) if now <= until else ""


def _remember(request: HttpRequest, response: HttpResponse, kept: dict[str, str]) -> None:
    encrypted = environment.encrypt(json.dumps(kept).ljust(SIZE), purpose=COOKIE)
    response.set_signed_cookie(
        COOKIE,
        base64.urlsafe_b64encode(encrypted).decode(),
        max_age=SHOWN_FOR,
        path=PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _remembered(request: HttpRequest) -> dict[str, str]:
    """What the cookie holds; nothing where it is missing, too old, or not ours."""
    try:
        cookie = str(request.get_signed_cookie(COOKIE, max_age=SHOWN_FOR))
        encrypted = base64.urlsafe_b64decode(cookie)
        kept: dict[str, str] = json.loads(environment.decrypt(encrypted, purpose=COOKIE))
    except (KeyError, signing.BadSignature, SealError, ValueError):
        return {}
    return kept
