"""The therapist's keys: from before there are any until they are others, and put right again."""

from collections.abc import Iterator
from typing import Any

import lxml.html
from django.utils import timezone

from contact.models import Enquiry, Entry
from contact.resealing import BATCH, BATCHES_A_STEP
from practice.models import RateCount, SealingKey
from tests.contact.test_resealing import copies, make_note, replace_key
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in, unlock
from tests.factories import PHRASE, form_data
from tests.live_site import LiveSite
from tests.practice.desk_keys import (
    CONFIRM,
    KEYS,
    MEND,
    PHRASE_CONFIRM,
    PHRASE_PAGE,
    RECOVER,
    RESEAL,
    SET_UP,
    UNLOCK,
)
from tests.visitor import Answer, Visitor

WRONG = "abacus abdomen abdominal abide abiding ability"
MANY = 20  # wrong tries


def before_there_are_any(site: LiveSite) -> Iterator[Document]:
    """Set-up as far as a slip. It leaves no key behind."""
    yield from fetched(Visitor(site), {"contact, no key (503)": "/contact/"}, status=503)
    therapist = signed_in(site)
    yield from fetched(
        therapist, {"desk, no key": "/admin/", "desk, keys, none": KEYS, "desk, set up": SET_UP}
    )
    yield document("desk, set up, made", SET_UP, therapist.press(SET_UP), 200)
    yield from fetched(therapist, {"desk, keys, not typed in": KEYS, "desk, type in": CONFIRM})
    slip = therapist.press(CONFIRM, phrase=WRONG, sheet="ABC")
    yield document("desk, typed in with a slip", CONFIRM, slip, 422)
    SealingKey.objects.all().delete()


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = signed_in(site)
    yield from fetched(
        therapist, {"desk, keys, locked": KEYS, "desk, unlock": UNLOCK, "desk, recover": RECOVER}
    )
    yield from _wrong_tries(therapist)
    unlock(therapist)
    yield from _new_phrase(therapist)
    yield from fetched(therapist, {"desk, keys, unlocked": KEYS, "desk, new keys": SET_UP})
    yield from _resealed(therapist)
    yield from _swapped(site, therapist)


def _wrong_tries(therapist: Visitor) -> Iterator[Document]:
    wrong = therapist.press(RECOVER, sheet="ABC")
    yield document("desk, recover, wrong", RECOVER, wrong, 422)
    yield document("desk, unlock, wrong", UNLOCK, therapist.press(UNLOCK, phrase=WRONG), 422)
    RateCount.objects.update(count=MANY)
    for _ in range(2):
        too_soon = therapist.press(UNLOCK, phrase=WRONG)
    assert "Please wait" in too_soon.text
    yield document("desk, unlock, too soon", UNLOCK, too_soon, 422)
    RateCount.objects.all().delete()


def _new_phrase(therapist: Visitor) -> Iterator[Document]:
    yield from fetched(therapist, {"desk, new phrase": PHRASE_PAGE})
    yield document("desk, new phrase, made", PHRASE_PAGE, therapist.press(PHRASE_PAGE), 200)
    yield from fetched(therapist, {"desk, new phrase, type in": PHRASE_CONFIRM})
    slip = therapist.press(PHRASE_CONFIRM, phrase=WRONG)
    yield document("desk, new phrase, with a slip", PHRASE_CONFIRM, slip, 422)


def _resealed(therapist: Visitor) -> Iterator[Document]:
    """More than one step of it, and at the end what was damaged."""
    note = make_note(Enquiry.objects.all()[0], "a note")
    Entry.objects.bulk_create(copies(note, BATCH * BATCHES_A_STEP))
    replace_key(timezone.now())
    unlock(therapist)
    pages = {"desk, keys, some under an earlier one": KEYS, "desk, seal anew": RESEAL}
    yield from fetched(therapist, pages)
    step = therapist.press(RESEAL)
    yield document("desk, seal anew, under way", RESEAL, step, 200)
    last = therapist.press(RESEAL, **_form(step))
    assert "is sealed to your new key" in last.text
    yield document("desk, seal anew, done", RESEAL, last, 200)


def _form(page: Answer) -> dict[str, str]:
    document: Any = lxml.html.document_fromstring(page.text)
    [form] = document.xpath("//form[@data-goes-on]")
    return {name: str(value) for name, value in form.form_values()}


def _swapped(site: LiveSite, therapist: Visitor) -> Iterator[Document]:
    """As somebody might do who has got at the database; her phrase puts it right."""
    writer = Visitor(site)
    fields = writer.open_form() | form_data(message='Given back: "<&>"')
    SealingKey.objects.update(pin=b"")
    yield document("contact, key swapped (503)", "/contact/", writer.post(fields), 503)
    yield from fetched(
        therapist, {"desk, key swapped": "/admin/", "desk, keys, swapped": KEYS, "desk, mend": MEND}
    )
    assert therapist.press(MEND, phrase=PHRASE).status == 302
    yield from fetched(therapist, {"desk, keys, in order again": KEYS})
