"""Enquiries by every route and in every status, and all that can come after one."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from contact import moves, notes, replying, returning
from contact.models import Enquiry, Entry, Snippet
from contact.replying import Answer
from contact.written_once import new_token
from practice.models import Holiday, OutboxMail, PracticeProfile
from tests.every_page.content import LONG
from tests.factories import key_ring, make_enquiry

SAID = f'Two paragraphs: "<&>" {LONG}\n\nAnd a second.'
NUMBER = {"phone": "01632 960 001", "safe_times": "tue thu morning"}
MAIL = {"reply_by": "email", "email": f"{'robin' * 12}@enquirer.example", "safe_to_write": "yes"}
BY_ROUTE = {
    "mail": MAIL | {"mail_says": "answer"},
    "mail at times": MAIL | {"safe_times": "sat evening"},
    "phone": NUMBER | {"reply_by": "phone", "voicemail": "first_name"},
    "text": NUMBER | {"reply_by": "text", "safe_to_write": "yes"},
    "number": {"reply_by": "code"},
    "none that is safe": {"reply_by": "email", "safe_to_write": "unsure"},
}
ALL_ANSWERS = {
    "wish": "conversation",
    "modality": "either",
    "message": SAID,
    "pronouns": "they/them",
    "access_needs": "A chair with arms.",
}
LONG_AGO = timedelta(days=30)

Status, Because = Enquiry.Status, Enquiry.ClosedBecause


def write() -> dict[str, Enquiry]:
    """Return enquiries by what is particular about them."""
    profile, now = PracticeProfile.objects.get(), timezone.now()
    Snippet.objects.create(title="Ring me", text="Dear {name}, please ring me: {phone}.")
    Holiday.objects.create(day=now.date(), name="A holiday")
    written = {
        route: make_enquiry(profile, now=now, **ALL_ANSWERS | card)
        for route, card in BY_ROUTE.items()
    }
    written |= _in_every_status(profile, now)
    written["overdue"] = make_enquiry(profile, now=now - LONG_AGO, **BY_ROUTE["phone"])
    written["damaged"] = make_enquiry(profile, now=now, **BY_ROUTE["mail"])
    Enquiry.objects.filter(pk=written["damaged"].pk).update(sealed=b"damaged")
    written["talked about"] = make_enquiry(profile, now=now - LONG_AGO, **BY_ROUTE["mail"])
    _talk_about(written["talked about"], now)
    return written


def _in_every_status(profile: PracticeProfile, now: datetime) -> dict[str, Enquiry]:
    changes: dict[str, dict[str, Any]] = {
        str(status): {"status": status} for status in Status if status != Status.CLOSED
    }
    changes["answered"] |= {"answered_at": now}
    for because in Because:
        changes[because] = {"status": Status.CLOSED, "closed_because": because, "closed_at": now}
    made = {name: make_enquiry(profile, now=now, **BY_ROUTE["number"]) for name in changes}
    for name, change in changes.items():
        Enquiry.objects.filter(pk=made[name].pk).update(**change)
    return made


def _talk_about(enquiry: Enquiry, now: datetime) -> None:
    """Answers (one whose mail went out, one not, one that can be taken back), additions, notes."""
    first, second = (_answer(enquiry, now - timedelta(days=days)) for days in (9, 8))
    first.record_success(now)
    second.give_up(now)
    whole, damaged = uuid4(), uuid4()
    for entry in (whole, damaged):
        returning.add(enquiry, SAID, entry_id=entry, now=now - timedelta(days=7))
    Entry.objects.filter(pk=damaged).update(sealed=b"damaged")
    _answer(enquiry, now)
    for _ in range(2):
        notes.add(enquiry, SAID, token=new_token(), now=now)
    moves.follow_up(enquiry, timezone.localdate(now), who="therapist", now=now)


def _answer(enquiry: Enquiry, now: datetime) -> OutboxMail:
    answer = Answer(new_token(), SAID)
    entry = replying.send(enquiry, answer, ring=key_ring(), who="therapist", now=now)
    mail = replying.mail_of(entry)
    assert mail
    return mail
