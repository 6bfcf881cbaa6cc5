"""Finds enquiries: by reference or day at any time, by words once the desk is unlocked.

There is no index of words, which would give away what is sealed: each enquiry is opened and looked
through, newest first, so many at a time. Nothing of it is kept.
"""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.folding import folded
from contact.inbox import beyond, place_after, place_of
from contact.models import Enquiry, Entry
from contact.models.appointment import reference_of
from contact.models.enquiry import EnquiryQuerySet
from practice import audit
from practice.models import AuditLine
from practice.models.sealing_key import KeyRing
from practice.sealing import SealError

LOOKED_AT_MOST = 2_000  # enquiries; what a search may take, with SECONDS
SECONDS = 1.5
FOUND_AT_MOST = 50
AT_ONCE = 50  # in memory
NEWEST_FIRST = ("received_at", "id")  # read from its end
NEEDED_NOT = ("sealed_for_code", "code_public", "code_private", "code_lookup", "code_proof")

LOOKED_THROUGH = {
    "name": _("name"),
    "message": _("message"),
    "email": _("e-mail address"),
    "phone": _("phone number"),
    "pronouns": _("pronouns"),
    "access_needs": _("access needs"),
}


@dataclass(frozen=True, repr=False)
class Found:
    """An enquiry; who wrote it, and in which parts the words are, if it was opened."""

    enquiry: Enquiry
    name: str = ""
    where: Sequence[str] = ()


@dataclass(frozen=True, repr=False)
class Result:
    """What was found among `looked_at` enquiries, the last of which came at `back_to`.

    `further` is where to look on from; "" where these were all.
    """

    found: list[Found]
    looked_at: int
    back_to: datetime | None
    further: str


def by_reference(reference: str) -> list[Found]:
    return [Found(one) for one in Enquiry.objects.by_reference(reference)[:FOUND_AT_MOST]]


def by_day(day: date) -> list[Found]:
    """Those that came on that day, the latest first: so many, and one more if there are more."""
    begins, ends = (_midnight(day + timedelta(days=days)) for days in (0, 1))
    rows = Enquiry.objects.filter(received_at__gte=begins, received_at__lt=ends)
    return [Found(one) for one in rows.order_by("-received_at", "-id")[: FOUND_AT_MOST + 1]]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, dt.time()))


def by_words(words: str, ring: KeyRing, *, who: str, now: datetime, before: str = "") -> Result:
    """Open what came before a place, newest first, and return where all of `words` are.

    That somebody searched is committed first: no line, no content. Raises django.db.Error where
    the line cannot be written.
    """
    with transaction.atomic(durable=True):
        audit.record(who, AuditLine.Verb.SEARCHED, "enquiries", now=now)
    wanted, ends_at = _folded(words).split(), time.monotonic() + SECONDS
    found: list[Found] = []
    last, looked_at = None, 0
    for enquiry in _newest_first(place_of(before, NEWEST_FIRST)):
        if last and _is_enough(looked_at, found, ends_at):
            further = place_after(last, NEWEST_FIRST)
            return Result(found, looked_at, last.received_at, further)
        last, looked_at = enquiry, looked_at + 1
        if match := _match(enquiry, wanted, ring):
            found.append(match)
    return Result(found, looked_at, last.received_at if last else None, "")


def _is_enough(looked_at: int, found: Sequence[Found], ends_at: float) -> bool:
    too_many = looked_at >= LOOKED_AT_MOST or len(found) >= FOUND_AT_MOST
    return too_many or time.monotonic() > ends_at


def _newest_first(place: Sequence[object] | None) -> Iterator[Enquiry]:
    """Fetch them in turn with what came after each, a few at a time."""
    after = Prefetch("entries", Entry.objects.defer("sealed_for_code"))
    rows = Enquiry.objects.order_by("-received_at", "-id").defer(*NEEDED_NOT)
    while True:
        chunk = list(_before(rows, place).prefetch_related(after)[:AT_ONCE])
        yield from chunk
        if len(chunk) < AT_ONCE:
            return
        place = chunk[-1].received_at, chunk[-1].pk


def _before(rows: EnquiryQuerySet, place: Sequence[object] | None) -> EnquiryQuerySet:
    return beyond(rows, NEWEST_FIRST, place, back=True) if place else rows


def _match(enquiry: Enquiry, wanted: Sequence[str], ring: KeyRing) -> Found | None:
    """Return it where all of the words are in it, however far apart."""
    contents = _opened(enquiry, ring)
    parts = [(where, _folded(text)) for where, text in _parts(enquiry, contents, ring)]
    everything = " ".join(text for _where, text in parts)
    if not all(word in everything for word in wanted):
        return None
    where = [where for where, text in parts if any(word in text for word in wanted)]
    return Found(enquiry, contents.get("name", ""), list(dict.fromkeys(where)))


def _parts(enquiry: Enquiry, contents: dict[str, str], ring: KeyRing) -> Iterator[tuple[str, str]]:
    yield str(_("reference")), reference_of(enquiry.pk)
    for name, label in LOOKED_THROUGH.items():
        yield str(label), contents.get(name, "")
    for entry in enquiry.entries.all():
        yield entry.get_kind_display(), _opened(entry, ring).get("text", "")


def _opened(row: Enquiry | Entry, ring: KeyRing) -> dict[str, str]:
    """One that is damaged must not keep the others from being found."""
    try:
        return row.unseal(ring)
    except SealError:
        return {}


def _folded(text: str) -> str:
    return folded(text).casefold()
