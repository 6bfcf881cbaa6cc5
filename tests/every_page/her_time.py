"""What somebody sees of her time who comes back with her number."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from contact import booking
from contact.booking import Wanted
from contact.chosen import value_of
from contact.fair_share import MOST_TIMES
from contact.models import Appointment, Enquiry, WeeklyHours
from contact.timetable import Timetable
from practice.models import PracticeProfile, RateCount
from tests.every_page.documents import Document
from tests.every_page.returning import Returning
from tests.factories import make_availability
from tests.live_site import LiveSite

TOO_LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze" * 2


def documents(site: LiveSite) -> Iterator[Document]:
    if not WeeklyHours.objects.exists():
        make_availability()
    robin = Returning(site)
    Appointment.objects.filter(enquiry=robin.enquiry).delete()
    yield from _too_many(robin)
    yield from _chosen(robin)
    yield from _agreed(robin)
    yield from _over(robin)
    yield from _offered(robin)
    Appointment.objects.filter(enquiry=robin.enquiry).delete()


def _free() -> list[Wanted]:
    """Times that are free, and far enough away to be moved or cancelled."""
    now = timezone.now()
    slots = Timetable.read(PracticeProfile.objects.get(), now).free_slots()
    soon = now + timedelta(days=2)
    return [Wanted(slot.start, slot.modalities[0]) for slot in slots if slot.start > soon]


def _hers(robin: Returning) -> Appointment:
    return Appointment.objects.filter(enquiry=robin.enquiry).latest("made_at")


def _too_many(robin: Returning) -> Iterator[Document]:
    first = value_of(_free()[0])
    for _ in range(MOST_TIMES):
        robin.finds("time chosen", do="take", slot=first)
        Appointment.objects.filter(enquiry=robin.enquiry).delete()
    yield robin.finds("too many times from there", 409, do="take", slot=first)
    RateCount.objects.all().delete()


def _chosen(robin: Returning) -> Iterator[Document]:
    first, *_rest, last = _free()
    yield robin.finds("times", do="times")
    yield robin.finds("times elsewhere", do="times", zone="Asia/Kathmandu")
    yield robin.finds("later times", do="times", first=last.start.date().isoformat())
    yield robin.finds("no time", 422, do="time", slot="x")
    yield robin.finds("this time?", do="time", slot=value_of(first))
    past = Wanted(first.start - timedelta(days=365), first.modality)
    yield robin.finds("time taken", 409, do="take", slot=value_of(past))
    yield robin.finds("time chosen", do="take", slot=value_of(first))
    yield robin.finds("time waits", zone="Asia/Kathmandu")
    yield robin.finds("changed meanwhile", 409, do="cancel_now", time="")


def _agreed(robin: Returning) -> Iterator[Document]:
    hers, other = _hers(robin), _free()[-1]
    booking.confirm(hers, who="therapist", now=timezone.now())
    time = hers.pk.hex
    yield robin.finds("time agreed")
    yield robin.finds("all that is kept, with a time", do="all")
    yield robin.finds("another time", do="times", time=time)
    yield robin.finds("move it?", do="time", time=time, slot=value_of(other))
    yield robin.finds("calendar refused", 422, do="calendar", time=time, title=TOO_LONG)
    yield robin.finds("cancel it?", do="cancel", time=time)
    _is_now(hers, starts_at=timezone.now() + timedelta(hours=1))
    yield robin.finds("too late", 409, do="cancel_now", time=time)
    _is_now(hers, starts_at=timezone.now() - timedelta(minutes=1))
    yield robin.finds("time over")


def _is_now(hers: Appointment, **changed: object) -> None:
    """Its buffers are widened, so that Postgres takes it."""
    wide = {"during": (timezone.now() - timedelta(days=1), hers.ends_at + timedelta(hours=1))}
    Appointment.objects.filter(pk=hers.pk).update(**wide | changed)


def _over(robin: Returning) -> Iterator[Document]:
    hers = _hers(robin)
    for status in ("declined", "expired", "cancelled"):
        _is_now(hers, status=status, starts_at=hers.starts_at)
        yield robin.finds(f"time {status}")


def _offered(robin: Returning) -> Iterator[Document]:
    now = timezone.now()
    Enquiry.objects.filter(pk=robin.enquiry.pk).update(status="waiting", answered_at=now)
    until = now + timedelta(days=1)
    offer = booking.offer(robin.enquiry, _free()[0], until=until, who="therapist", now=now)
    yield robin.finds("time offered")
    Appointment.objects.filter(pk=offer.pk).update(held_until=now)
    yield robin.finds("offer over", 409, do="accept", time=offer.pk.hex)
    Appointment.objects.filter(pk=offer.pk).update(held_until=until)
    yield robin.finds("offer refused", do="refuse", time=offer.pk.hex)
