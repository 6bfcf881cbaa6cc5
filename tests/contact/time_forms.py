"""The short form for a time as a browser posts it, and what comes back."""

from datetime import timedelta
from typing import Any

import lxml.html

from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from tests.factories import A_MONDAY, form_data
from tests.pages import Element, values
from tests.visitor import pressing_send

CONTACT, RECEIVED = "/contact/", "/contact/received/"
TEN = "2027-03-02T10:00Z"
TUESDAY_AT_TEN = Wanted(A_MONDAY + timedelta(days=1, hours=1), "online")
CHOSEN = {"slot": f"{TEN} online"}
HELD = {"slot": TEN, "modality": "online"}
TYPED = {
    "name": "Robin <R>",
    "reply_by": "phone",
    "phone": "01632 960 456",
    "voicemail": "nothing",
    "message": "Two lines\nof <text>.",
    "access_needs": "A lift",
}


def sent(**changed: str) -> dict[str, str]:
    """What the short form posts."""
    data = form_data(**HELD, **TYPED) | changed
    del data["wish"]
    return data


def page_of(response: Any) -> Element:
    return lxml.html.document_fromstring(response.content.decode())


def choices(response: Any) -> list[str]:
    return values(page_of(response), "//input[@type='radio'][@name='slot']/@value")


def hers() -> tuple[int, int]:
    """How many enquiries there are, and how many times that are kept."""
    return Enquiry.objects.count(), Appointment.objects.count()


def keeps_every_word(response: Any) -> bool:
    return TYPED.items() <= pressing_send(response.content.decode()).items()
