"""The page of her times: as it is, drawn, with errors, overtaken by another window, and empty."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import lxml.html
from django.utils import timezone

from contact.models import Appointment, Availability, BusySpan, ClosedDays, ExtraHours, WeeklyHours
from practice import sample_content
from tests.contact.times_page import PAGE, fields_of, typed_into
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in
from tests.live_site import LiveSite
from tests.visitor import TYPED, Answer, Visitor

TOO_SHORT = {
    "weekly-3-weekdays": ["4", "5"],
    "weekly-3-begins": ["09:00"],
    "weekly-3-ends": ["09:20"],
    "weekly-3-modalities": ["phone"],
}
AMISS: dict[str, str | list[str]] = {
    "weekly_3_begins": "12:00",
    "weekly_3_ends": "11:00",
    "extra_0_day": "1999-01-01",
    "closed_0_last": "1999-01-01",
    "length": "0",
    "step": "3",
    "notice_hours": "",
}


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = signed_in(site)
    yield from fetched(therapist, {"desk, times": PAGE})
    _taken()
    shown = parsed(therapist.get(PAGE))
    typed = fields_of(shown) | TOO_SHORT
    drawn = press(therapist, typed, picture=_next_week())
    yield document("desk, times, the picture", PAGE, drawn, 200)
    more = press(therapist, fields_of(parsed(drawn)), more="extra")
    yield document("desk, times, one more row", PAGE, more, 200)
    wrong = press(therapist, typed_into(shown, **AMISS), save="1")
    yield document("desk, times, amiss", PAGE, wrong, 422)
    ClosedDays.objects.all().delete()
    late = press(therapist, typed, save="1")
    yield document("desk, times, changed elsewhere", PAGE, late, 409)
    _nothing()
    yield from fetched(therapist, {"desk, times, none yet": PAGE})
    sample_content.load(timezone.now())


def press(therapist: Visitor, fields: dict[str, list[str]], **button: str) -> Answer:
    token = {"csrfmiddlewaretoken": therapist.cookies["csrftoken"].value}
    body = urlencode(fields | token | button, doseq=True).encode()
    return therapist.ask("POST", PAGE, body, {"Content-Type": TYPED})


def parsed(answer: Answer) -> Any:
    return lxml.html.document_fromstring(answer.text)


def _next_week() -> str:
    return _monday().date().isoformat()


def _monday() -> datetime:
    """Nine o'clock on the next one."""
    today = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=7 - today.weekday())


def _taken() -> None:
    """An appointment, a busy day, extra hours and days off in the next week."""
    monday = _monday()
    start, end = monday + timedelta(hours=1), monday + timedelta(hours=2)
    Appointment.objects.create(
        initials="MV",
        status=Appointment.Status.CONFIRMED,
        starts_at=start,
        ends_at=end,
        during=(start, end),
        modality="online",
        made_at=monday,
        changed_at=monday,
    )
    BusySpan.objects.create(during=(monday + timedelta(days=1), monday + timedelta(days=2)))
    at = {"begins": "20:00", "ends": "22:00", "modality": "phone"}
    ExtraHours.objects.create(day=monday.date() + timedelta(days=4), **at)
    wednesday = monday.date() + timedelta(days=2)
    ClosedDays.objects.create(first=wednesday, last=wednesday)


def _nothing() -> None:
    Appointment.objects.filter(initials="MV").delete()
    for rows in (BusySpan, ExtraHours, ClosedDays, WeeklyHours, Availability):
        rows.objects.all().delete()
