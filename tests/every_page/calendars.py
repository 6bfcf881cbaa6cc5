"""The page of calendars at the desk: none, read, in trouble; the address of the therapist's own."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from contact.busy.trouble import Trouble
from contact.models import BusyCalendar, FeedToken
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in
from tests.live_site import LiveSite
from tests.visitor import Visitor

PAGE = "/admin/contact/busycalendar/"
ADD = f"{PAGE}add/"


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = signed_in(site)
    yield from fetched(therapist, {"desk, calendars, none": PAGE, "desk, calendar, new": ADD})
    refused = therapist.press(ADD, name="Home", secret_address="http://calendar.example/")
    yield document("desk, calendar refused", ADD, refused, 200)
    _some()
    one = f"{PAGE}{BusyCalendar.objects.all()[0].pk}"
    pages = {"calendars": PAGE, "calendar": f"{one}/change/", "calendar removed": f"{one}/delete/"}
    yield from fetched(therapist, {f"desk, {name}": path for name, path in pages.items()})
    yield from _feed(therapist)
    FeedToken.objects.all().delete()
    BusyCalendar.objects.all().delete()


def _some() -> None:
    """Read, not read yet, in trouble since a while or from the beginning, and read in part."""
    now = timezone.now()
    earlier = now - timedelta(hours=30)
    _add("Home", read_at=now - timedelta(minutes=4), tried_at=now)
    _add("Just added")
    gone = {"failed_because": Trouble.GONE, "failures": 4}
    _add("Gone", read_at=earlier, tried_at=now - timedelta(hours=2), **gone)
    _add("Never read", tried_at=now, failed_because=Trouble.WEB_PAGE, failures=1)
    _add("Odd", read_at=now, tried_at=now, failed_because=Trouble.PARTLY)
    _add("Donaudampfschifffahrtsgesellschaftskapitaensmuetzenkalender", tried_at=now)


def _add(name: str, **fields: object) -> None:
    calendar = BusyCalendar(name=name, **fields)
    host = f"{name.lower().replace(' ', '-')}.calendar.example"
    calendar.keep_address(f"https://{host}/{name}.ics", now=timezone.now())
    calendar.save()


def _feed(therapist: Visitor) -> Iterator[Document]:
    make = f"{PAGE}feed/make/"
    yield document("desk, feed made", make, therapist.press(make), 200)
    yield from fetched(therapist, {"desk, feed there": PAGE})
