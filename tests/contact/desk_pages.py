"""The pages of an enquiry at the desk, for tests."""

from typing import Any

import lxml.html
from django.test import Client

from contact.models import Enquiry, Entry
from practice.models import AuditLine

LIST = "/admin/contact/enquiry/"
TEXT = "Hello Robin,\n\ncome on Tuesday."
BY_MAIL = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}


def page_of(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.pk}/change/"


def parsed(desk: Client, enquiry: Enquiry) -> Any:
    """The page of `enquiry`, opened."""
    return lxml.html.document_fromstring(desk.get(page_of(enquiry)).content.decode())


def status_of(enquiry: Enquiry) -> str:
    enquiry.refresh_from_db()
    return enquiry.status


def openings() -> int:
    """How often an enquiry was opened, as the audit has it."""
    return AuditLine.objects.filter(verb=AuditLine.Verb.OPENED).count()


def text_of(page: Any) -> str:
    return " ".join(page.get_element_by_id("content").text_content().split())


def press(desk: Client, enquiry: Enquiry, button: str, text: str = TEXT, **posted: str) -> Any:
    """Press a button under the answer, and return the page that follows."""
    data = {"token": "t", "declines": "", "text": text, button: "1"} | posted
    answer = desk.post(f"{LIST}{enquiry.pk}/answer/", data, follow=True)
    return lxml.html.document_fromstring(answer.content.decode())


def in_the_box(page: Any) -> str:
    return str(page.get_element_by_id("id_text").text_content()).lstrip("\n")


def held_by(form: Any) -> dict[str, str]:
    return {name: value or "" for name, value in form.fields.items()}


def undo(desk: Client, enquiry: Enquiry) -> Any:
    path = f"{LIST}{enquiry.pk}/answer/{Entry.objects.get().pk}/undo/"
    answer = desk.post(path, follow=True)
    return lxml.html.document_fromstring(answer.content.decode())
