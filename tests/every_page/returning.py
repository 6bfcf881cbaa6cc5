"""What is seen by somebody who comes back with her number."""

from collections.abc import Iterator
from datetime import timedelta

import lxml.html
from django.utils import timezone

from contact.models import Enquiry, Entry
from contact.written_once import new_token
from practice.models import RateCount
from tests.contact.returning import RETURN, reply
from tests.every_page.content import LONG
from tests.every_page.documents import Document, document, fetched
from tests.factories import form_data
from tests.live_site import LiveSite
from tests.pages import text_in
from tests.visitor import Visitor

MANY = 10  # tries that are free
TYPED = f'Kept: "<&>" {LONG}\n\nAnd more.'


class Returning:
    """Somebody who has written, with her number."""

    def __init__(self, site: LiveSite) -> None:
        self.browser = Visitor(site)
        self.browser.post(self.browser.open_form() | form_data(reply_by="code"))
        received = self.browser.get("/contact/received/").text
        self.number = text_in(lxml.html.document_fromstring(received), "number")
        self.enquiry = Enquiry.objects.latest("received_at")

    def finds(self, name: str, status: int = 200, **fields: str) -> Document:
        shown = self.browser.press(RETURN, number=self.number, **fields)
        return document(f"return, {name}", RETURN, shown, status)

    def adds(self, name: str, text: str, status: int) -> Document:
        return self.finds(name, status, do="add", submission=new_token(), message=text)

    def is_now(self, **changed: object) -> None:
        Enquiry.objects.filter(pk=self.enquiry.pk).update(**changed)


def documents(site: LiveSite) -> Iterator[Document]:
    yield from fetched(Visitor(site), {"return": RETURN})
    robin = Returning(site)
    yield from _read(robin)
    yield from _changed(robin)
    yield from _over(robin)
    yield from _amiss(site)


def _read(robin: Returning) -> Iterator[Document]:
    now = timezone.now()
    yield robin.finds("unanswered")
    robin.is_now(reply_due_on=now.date() - timedelta(days=1))
    yield robin.finds("overdue")
    robin.is_now(status=Enquiry.Status.ANSWERED, answered_at=now)
    for words in (TYPED, "What is damaged."):
        last = reply(robin.enquiry, words, now=now)
    yield robin.adds("answered, something added", TYPED, 200)
    Entry.objects.filter(pk=last.pk).update(sealed_for_code=b"damaged")
    yield robin.adds("an answer damaged, nothing added", "", 422)


def _changed(robin: Returning) -> Iterator[Document]:
    yield robin.finds("another way", do="route")
    wrong = {"reply_by": "email", "email": "<no>", "mail_says": "no"}
    yield robin.finds("another way, by mail, with errors", 422, do="change", **wrong)
    yield robin.finds("another way, by phone, with errors", 422, do="change", reply_by="phone")
    yield robin.finds("way changed", do="change", reply_by="code")
    robin.is_now(sealed_for_code=b"damaged")
    yield robin.finds("damaged", do="route")


def _over(robin: Returning) -> Iterator[Document]:
    closed = {"status": Enquiry.Status.CLOSED, "closed_at": timezone.now()}
    robin.is_now(**closed, closed_because=Enquiry.ClosedBecause.DECLINED)
    yield robin.finds("declined")
    robin.is_now(status=Enquiry.Status.NEW, closed_at=None, closed_because="", answered_at=None)
    yield robin.finds("withdrawn", do="withdraw")
    yield robin.finds("erase?", do="erase")
    yield robin.finds("erased", do="erase_now")


def _amiss(site: LiveSite) -> Iterator[Document]:
    stranger = Visitor(site)
    stranger.get(RETURN)
    wrong = stranger.press(RETURN, number='"<1>')
    yield document("return, wrong number", RETURN, wrong, 422)
    stale = stranger.post({"number": "1", "do": "add", "message": TYPED}, RETURN)
    yield document("return, stale", RETURN, stale, 403)
    for _ in range(MANY):
        again = stranger.press(RETURN, number="1", message=TYPED)
    yield document("return, too many tries (429)", RETURN, again, 429)
    RateCount.objects.all().delete()
