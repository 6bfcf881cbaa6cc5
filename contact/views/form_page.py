"""The page of the form, plain or for a chosen time: what it says besides its questions."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from contact.chosen import Instead, instead_of
from contact.forms import EnquiryForm
from contact.meeting import about
from contact.models.enquiry import KEPT_AFTER_ANSWER, KEPT_AT_MOST
from contact.offered import offers_times
from contact.time_form import TimeForm
from contact.timetable import Timetable
from practice.models import PracticeProfile
from practice.models.profile import POSTGRES_IS_AWAY
from practice.retention import in_words

TAKEN, NOT_TO_BE_HAD = 409, 422


def form_page(
    request: HttpRequest,
    form: EnquiryForm,
    profile: PracticeProfile,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    """Answer with the form. `notice` says why it comes back; a time is looked after here."""
    said: dict[str, Any] = {"notice": notice}
    if isinstance(form, TimeForm):
        said |= _of_time(form, profile, notice)
        status = said.get("status", status)
    elif notice != "away":
        said["offers_times"] = _offers_times(profile)
    # Nothing is read again while Postgres is away: that would be one more wait for it.
    said["reply_by"] = None if said["notice"] == "away" else _promised_by(profile)
    return render(request, "contact/contact.html", _always(form, profile) | said, status=status)


def _always(form: EnquiryForm, profile: PracticeProfile) -> dict[str, Any]:
    return {
        "form": form,
        "practice": profile,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "kept_after_answer": in_words(KEPT_AFTER_ANSWER),
        "kept_at_most": in_words(KEPT_AT_MOST),
    }


def _of_time(form: TimeForm, profile: PracticeProfile, notice: str) -> dict[str, Any]:
    """See whether the time can still be had, and offer others where it cannot."""
    if notice == "away":
        return {}
    try:
        timetable = Timetable.read(profile, timezone.now())
    except POSTGRES_IS_AWAY:
        return {"notice": "away", "status": 503}
    availability = timetable.availability
    said: dict[str, Any] = {"availability": availability}
    if form.wanted:
        modality, minutes = form.wanted.modality, availability.length
        said["about"] = about(modality, minutes, profile, availability)
    if notice == "too_many" and form.wanted:
        form.offer(Instead("too_many", [form.wanted], []))
    elif instead := instead_of(form.wanted, timetable):
        form.offer(instead)
        said |= _said_of(instead, form, notice)
    return said


def _said_of(instead: Instead, form: TimeForm, notice: str) -> dict[str, Any]:
    """Where another notice stands already, or a question asks for a time, no more is said."""
    if notice or form.is_without or (form.is_bound and instead.why == "unreadable"):
        return {}
    return {"notice": instead.why, "status": TAKEN if instead.why == "taken" else NOT_TO_BE_HAD}


def _offers_times(profile: PracticeProfile) -> bool:
    with suppress(*POSTGRES_IS_AWAY):
        return offers_times(profile, timezone.now())
    return False


def _promised_by(profile: PracticeProfile) -> date | None:
    with suppress(*POSTGRES_IS_AWAY):
        return profile.reply_due_on(timezone.now())
    return None
