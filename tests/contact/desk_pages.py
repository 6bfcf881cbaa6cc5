"""The pages of an enquiry at the desk, for tests."""

from typing import Any

import lxml.html
from django.test import Client

from contact.models import Enquiry
from practice.models import AuditLine

LIST = "/admin/contact/enquiry/"


def page_of(enquiry: Enquiry) -> str:
    return f"{LIST}{enquiry.pk}/change/"


def parsed(desk: Client, enquiry: Enquiry) -> Any:
    """The page of `enquiry`, opened."""
    return lxml.html.document_fromstring(desk.get(page_of(enquiry)).content.decode())


def status_of(enquiry: Enquiry) -> str:
    enquiry.refresh_from_db()
    return enquiry.status


def act(desk: Client, action: str, *enquiries: Enquiry) -> Any:
    data = {"action": action, "_selected_action": [each.pk for each in enquiries]}
    return desk.post(LIST, data, follow=True)


def openings() -> int:
    """How often an enquiry was opened, as the audit has it."""
    return AuditLine.objects.filter(verb=AuditLine.Verb.OPENED).count()


def text_of(page: Any) -> str:
    return " ".join(page.get_element_by_id("content").text_content().split())
