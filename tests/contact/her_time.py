"""Somebody with a number and a time, and the buttons that she presses."""

from datetime import timedelta
from typing import Any

import lxml.html
from django.test import Client

from contact import booking
from contact.booking import Wanted
from contact.chosen import value_of
from contact.models import Appointment
from practice.models import OutboxMail, PracticeProfile
from tests.contact.returning import come_back
from tests.factories import A_MONDAY, make_enquiry

AT_TEN = Wanted(A_MONDAY + timedelta(days=2, hours=1), "online")  # a Wednesday
AT_TWO = Wanted(A_MONDAY + timedelta(days=2, hours=5), "online")
NEXT_DAY = Wanted(A_MONDAY + timedelta(days=3, hours=5), "in_person")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
RING_ME = "Please ring me: 01632 960 123."


def press(client: Client, number: str, do: str, which: Appointment | None, **fields: str) -> Any:
    """Press a button of a page that shows `which`."""
    about = {"time": which.pk.hex} if which else {}
    return come_back(client, number, do=do, **about, **fields)


def take(client: Client, number: str, which: Appointment | None, wanted: Wanted) -> Any:
    return press(client, number, "take", which, slot=value_of(wanted))


def somebody_else_has(wanted: Wanted, profile: PracticeProfile) -> None:
    other = make_enquiry(profile, now=A_MONDAY, name="Kim")
    booking.hold(other, wanted, profile=profile, now=A_MONDAY)


def standing() -> list[tuple[str, Any, str]]:
    rows = Appointment.objects.filter(status__in=["held", "confirmed"]).order_by("starts_at")
    return list(rows.values_list("status", "starts_at", "modality"))


def buttons(response: Any) -> list[str]:
    """What the buttons of free times say to a screen reader."""
    page: Any = lxml.html.document_fromstring(response.content.decode())
    return [" ".join(each.text_content().split()) for each in page.find_class("free-time")]


def mails(template: str) -> list[str]:
    return list(OutboxMail.objects.filter(template=template).values_list("cause", flat=True))
