"""The first page of the desk, for tests."""

from datetime import datetime, timedelta
from typing import Any

import lxml.html
from django.test import Client

from contact import booking
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from practice.models import PracticeProfile
from tests.factories import (
    A_MONDAY,
    make_enquiry,
)

TODAY = "/admin/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_PHONE = {
    "name": "Robin Bell",
    "reply_by": "phone",
    "phone": "01632 960 741",
    "voicemail": "nothing",
}
RULE = "Call at any time. Voicemail: say nothing, hang up."


def parsed(answer: Any) -> Any:
    return lxml.html.document_fromstring(answer.content.decode())


def section(browser: Client, name: str) -> Any:
    """A section of the page by the id of its heading, as words."""
    (found,) = parsed(browser.get(TODAY)).xpath(f"//section[@aria-labelledby='{name}']")
    return found


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(browser: Client, name: str) -> list[str]:
    return [words(row) for row in section(browser, name).xpath(".//li")]


def hold(profile: PracticeProfile, start: datetime, **contents: str) -> Appointment:
    enquiry = make_enquiry(profile, now=A_MONDAY - HOUR, **contents)
    return booking.hold(enquiry, Wanted(start, "online"), profile=profile, now=A_MONDAY - HOUR)


def agree(one: Appointment) -> Appointment:
    booking.confirm(one, who="therapist", now=A_MONDAY - HOUR)
    Enquiry.objects.filter(appointments=one).update(answered_at=A_MONDAY - HOUR)
    return one
