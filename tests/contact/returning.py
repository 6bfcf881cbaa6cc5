"""Somebody who has sent the form and comes back with her number."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import lxml.html
from django.test import Client

from contact.models import Enquiry, Entry
from practice.models import SealingKey
from tests.factories import form_data
from tests.pages import Element, text_in, text_of

RETURN = "/contact/return/"
WRONG = "1234 5678 9012 3456 7890"


def send(client: Client, **changed: str) -> str:
    """Send the form; return the number that the confirmation shows."""
    shown = client.post("/contact/", form_data(**changed), follow=True).content.decode()
    page: Element = lxml.html.document_fromstring(shown)
    return text_in(page, "number")


def come_back(client: Client, number: str, **fields: str) -> Any:
    """Post the number, and what a button of the page adds to it."""
    return client.post(RETURN, {"number": number} | fields)


def text(response: Any) -> str:
    """The words of the page's main part."""
    return text_of(lxml.html.document_fromstring(response.content.decode()).find(".//main"))


def reply(enquiry: Enquiry, words: str, *, now: datetime, shown_in: int = 0) -> Entry:
    """An answer of the therapist's, to be seen in so many minutes."""
    entry = Entry(
        pk=uuid4(),
        enquiry=enquiry,
        kind=Entry.Kind.REPLY,
        key=SealingKey.objects.current(),
        written_at=now,
        shown_from=now + timedelta(minutes=shown_in),
    )
    entry.seal({"text": words})
    entry.save(force_insert=True)
    return entry
