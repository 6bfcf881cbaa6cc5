"""The page of an enquiry that somebody has come back to."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contact import returning, returning_times, zones
from contact.booking import Wanted
from contact.calendar_files import CalendarForm, place_of
from contact.chosen import wanted_of
from contact.her_time import HerTime, her_time
from contact.meeting import about_hers
from contact.models import Appointment, Enquiry
from contact.return_code import OpenedByCode, as_typed
from contact.returning_forms import AdditionForm
from contact.time_in_words import in_words
from practice.models import PracticeProfile


@dataclass(frozen=True, repr=False)
class Return:
    """Somebody who came back with the right number, what it opens, and what she sent with it."""

    request: HttpRequest
    enquiry: Enquiry
    opened: OpenedByCode
    now: datetime

    @cached_property
    def profile(self) -> PracticeProfile:
        return PracticeProfile.objects.current()

    @property
    def on_each_page(self) -> dict[str, Any]:
        """The number goes into each form of the page, and nowhere else; so does the time zone."""
        return {
            "number": as_typed(self.request.POST["number"]),
            "zone": self.zone,
            "here": zones.of_the_practice(),
            "town": zones.town_of(self.zone.key),
            "regions": zones.offered(self.zone, zones.of_the_practice()),
            "practice": self.profile,
        }

    @property
    def zone(self) -> ZoneInfo:
        """In which she reads times."""
        return zones.named(self.request.POST.get("zone", "")) or zones.of_the_practice()

    @property
    def time(self) -> UUID | None:
        """Which time the button was about, on the page that it stood on."""
        try:
            return UUID(self.request.POST.get("time", ""))
        except ValueError:
            return None

    @property
    def wanted(self) -> Wanted | None:
        """The time that she chose; None for what no button sends."""
        return wanted_of(self.request.POST.get("slot", ""))

    @property
    def first_day(self) -> date | None:
        """From which day on she wants to see times."""
        try:
            return date.fromisoformat(self.request.POST.get("first", ""))
        except ValueError:
            return None


def show(
    back: Return,
    *,
    notice: str = "",
    addition: AdditionForm | None = None,
    kept: list[tuple[str, str]] | None = None,
    calendar: CalendarForm | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = returning.thread(back.enquiry, back.opened, back.now)
    context = (
        back.on_each_page
        | _of_her_time(back)
        | {
            "enquiry": back.enquiry,
            "lines": lines,
            "standing": returning.standing(back.enquiry, back.now),
            "is_closed": returning.is_closed(back.enquiry, back.now),
            "has_reply": any(line.is_reply for line in lines),
            "addition": addition or AdditionForm(),
            "calendar": calendar or CalendarForm(),
            "notice": notice,
            "kept": kept,
        }
    )
    return render(back.request, "contact/return_open.html", context, status=status)


def _of_her_time(back: Return) -> dict[str, Any]:
    hers = her_time(back.enquiry, back.profile, back.now)
    return {"hers": hers, "opening": back.profile.opening_now()} | (
        _of(hers.appointment, hers, back) if hers.appointment else {}
    )


def _in_her_words(appointment: Appointment | None, zone: ZoneInfo) -> str:
    return in_words(appointment.starts_at, appointment.modality, zone) if appointment else ""


def _of(appointment: Appointment, hers: HerTime, back: Return) -> dict[str, Any]:
    card = returning_times.card_of(back.enquiry, back.opened)
    starts_at = appointment.starts_at
    return {
        "when": in_words(starts_at, appointment.modality, back.zone),
        "about": about_hers(appointment, back.profile, hers.availability),
        "moved_from": _in_her_words(hers.moved_from, back.zone),
        "place": place_of(appointment, back.profile),
        "can_be_reminded": returning_times.can_be_reminded(card, starts_at, back.now),
    }
