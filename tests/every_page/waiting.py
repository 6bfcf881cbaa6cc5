"""The waiting list at the desk, and what is offered to those on it.

It comes after the appointments: free times are there.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from contact import booking, waiting_list
from contact.booking import Wanted
from contact.chosen import value_of
from contact.models import Enquiry
from contact.timetable import Timetable
from practice import audit
from practice.models import PracticeProfile
from tests.every_page import correspondence
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in, unlocked
from tests.factories import key_ring, make_enquiry
from tests.live_site import LiveSite

LIST = "/admin/contact/enquiry/waiting/"
DAY = timedelta(days=1)


def documents(site: LiveSite) -> Iterator[Document]:
    people = _put_on_it()
    yield from fetched(signed_in(site), {"desk, waiting list": LIST})
    therapist = unlocked(site)
    pages = {f"desk, offer: {name}": _offer_to(one) for name, one in people.items()}
    yield from fetched(therapist, pages)
    path = _offer_to(people["mail"])
    refused = therapist.press(path, hours="48", day="", time="", modality="online")
    yield document("desk, offer refused", path, refused, 422)
    over = therapist.press(path, hours="48", slot="2020-01-06T10:00Z online")
    yield document("desk, offer of a time that is over", path, over, 422)
    told = therapist.press(path, hours="48", slot=value_of(_free_time()))
    assert told.status == 302
    yield from fetched(therapist, {"desk, waiting list, offered": LIST})
    _refuse(people)
    yield from fetched(therapist, {"desk, waiting list, declined": LIST})
    Enquiry.objects.filter(status="waiting").update(status="answered", answered_at=timezone.now())
    yield from fetched(therapist, {"desk, waiting list, empty": LIST})


def _put_on_it() -> dict[str, Enquiry]:
    profile, now = PracticeProfile.objects.current(), timezone.now()
    cards = {name: correspondence.BY_ROUTE[name] for name in ("mail", "phone", "number")}
    people = {
        name: make_enquiry(profile, now=now - days * DAY, modality="either", **card)
        for days, (name, card) in enumerate(cards.items())
    }
    rows = Enquiry.objects.filter(pk__in=[one.pk for one in people.values()])
    rows.update(status="waiting", answered_at=now)
    for one in people.values():
        one.refresh_from_db()
    return people


def _free_time() -> Wanted:
    profile, now = PracticeProfile.objects.current(), timezone.now()
    slot = Timetable.read(profile, now).free_slots()[-1]
    return Wanted(slot.start, slot.modalities[0])


def _refuse(people: dict[str, Enquiry]) -> None:
    """One time can be offered to the next, another to nobody any more."""
    now, ring = timezone.now(), key_ring()
    first = booking.standing_of(people["mail"], now)
    assert first is not None
    booking.decline(first, who=audit.ENQUIRER, now=now)
    wanted = _free_time()
    for one in Enquiry.objects.filter(status="waiting"):
        offered = waiting_list.offer(one, wanted, keep_for=DAY, ring=ring, who="therapist", now=now)
        booking.decline(offered, who=audit.ENQUIRER, now=now)


def _offer_to(enquiry: Enquiry) -> str:
    return f"/admin/contact/enquiry/{enquiry.pk}/offer/"
