"""What an enquirer sees, whether or not the practice takes enquiries."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from practice.models import Opening, PracticeProfile
from tests.every_page.documents import Document, document, fetched
from tests.factories import form_data
from tests.live_site import LiveSite
from tests.visitor import Visitor

CONTACT = "/contact/"
RECEIVED = "/contact/received/"
PAST_THE_CACHE = "?now"

WRONG = {
    "email": {"email": "no", "mail_says": "no", "safe_times": "never"},
    "phone": {"phone": "<no>"},
    "text": {},
}
PHONE = {"phone": "01632 960 001", "safe_times": "tue"}
WAYS = {
    "by mail": {},
    "by no way that is safe": {"safe_to_write": "unsure"},
    "by phone": PHONE | {"reply_by": "phone", "voicemail": "first_name"},
    "by text": PHONE | {"reply_by": "text"},
}


def documents(site: LiveSite) -> Iterator[Document]:
    yield from fetched(Visitor(site), {"contact": CONTACT})
    yield from _with_errors(site)
    yield from _received(site)
    yield _stale(site)
    yield from _full_and_away(site)
    yield from _closed(site)
    PracticeProfile.objects.update(opening=Opening.OPEN, away_from=None, away_until=None)


def _with_errors(site: LiveSite) -> Iterator[Document]:
    for route, wrong in WRONG.items():
        visitor = Visitor(site)
        answer = visitor.post(visitor.open_form() | wrong | {"message": '"<&', "reply_by": route})
        yield document(f"contact, with errors, {route}", CONTACT, answer, 422)


def _received(site: LiveSite) -> Iterator[Document]:
    """With the number, and looked at again without."""
    for route, answers in WAYS.items():
        visitor = Visitor(site)
        sent = visitor.post(visitor.open_form() | form_data(**answers))
        assert sent.status == 303
        yield from fetched(visitor, {f"received, {route}": RECEIVED})
    yield from fetched(visitor, {"received, looked at again": RECEIVED})


def _stale(site: LiveSite) -> Document:
    visitor = Visitor(site)
    fields = visitor.open_form() | form_data(message='Kept: "<&>"')
    visitor.cookies.clear()
    return document("contact, open for too long", CONTACT, visitor.post(fields), 403)


def _full_and_away(site: LiveSite) -> list[Document]:
    today = timezone.localdate()
    until = {"away_from": today, "away_until": today + timedelta(days=9)}
    PracticeProfile.objects.update(opening=Opening.WAITING_LIST, **until)
    pages = {"contact, waiting list": CONTACT, "home, waiting list": f"/{PAST_THE_CACHE}"}
    return fetched(Visitor(site), pages)


def _closed(site: LiveSite) -> Iterator[Document]:
    visitor = Visitor(site)
    fields = visitor.open_form() | form_data(message='Given back: "<&>"')
    PracticeProfile.objects.update(opening=Opening.CLOSED)
    pages = {"contact, closed": CONTACT, "home, closed": f"/{PAST_THE_CACHE}"}
    yield from fetched(visitor, pages)
    yield document("contact, closed meanwhile", CONTACT, visitor.post(fields), 409)
