"""The therapist's calendar at the desk, for tests."""

from datetime import datetime, timedelta
from typing import Any

import lxml.html
from django.test import Client

from contact import booking
from contact.booking import Wanted
from contact.models import Appointment, Availability
from contact.slots import Span
from contact.week_entries import typed_span
from practice.models import PracticeProfile
from tests.contact.canaries import CANARIES
from tests.factories import A_MONDAY, make_availability, make_enquiry

WEEK = "/admin/contact/appointment/"
MONTH = f"{WEEK}month/"
ADD = f"{WEEK}add/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY_AT_TEN = A_MONDAY + DAY + HOUR
BY_HAND = {"day": "2027-03-02", "time": "10:00", "modality": "online", "initials": "mv"}


def hold(start: datetime = TUESDAY_AT_TEN) -> Appointment:
    """Somebody wrote on Monday at nine, and wants that time."""
    if not Availability.objects.exists():
        make_availability(most_a_day=50, most_a_week=200)
    profile = PracticeProfile.objects.get()
    enquiry = make_enquiry(profile, now=A_MONDAY, **CANARIES)
    return booking.hold(enquiry, Wanted(start, "online"), profile=profile, now=A_MONDAY)


def agreed(start: datetime = TUESDAY_AT_TEN) -> Appointment:
    one = hold(start)
    booking.confirm(one, who="therapist", now=A_MONDAY)
    return one


def page_of(one: Appointment) -> str:
    return f"{WEEK}{one.pk}/change/"


def parsed(answer: Any) -> Any:
    return lxml.html.document_fromstring(answer.content.decode())


def said(answer: Any) -> str:
    """What the messages on top of the page say."""
    lines = parsed(answer).xpath("//ul[@class='messagelist']/li")
    return " ".join(line.text_content().strip() for line in lines)


def day_in(answer: Any, day: str) -> str:
    return " ".join(parsed(answer).get_element_by_id(f"day-{day}").text_content().split())


def status_of(one: Appointment) -> str:
    one.refresh_from_db()
    return one.status


def press(desk: Client, one: Appointment, to: str, **posted: str) -> Any:
    return desk.post(f"{WEEK}{one.pk}/standing/", {"to": to} | posted, follow=True)


def block(desk: Client, span: Span) -> Any:
    return desk.post(f"{WEEK}block/", {"span": typed_span(span)}, follow=True)


def add(desk: Client, **changed: str) -> Any:
    return desk.post(ADD, BY_HAND | {"token": "t"} | changed, follow=True)
