"""Free times, the short form for one of them, and what comes of it."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from contact import booking
from contact.booking import Wanted
from contact.chosen import value_of, ways_of
from contact.models import Appointment, Availability, ClosedDays, WeeklyHours
from contact.timetable import Timetable
from practice.models import Opening, PracticeProfile, RateCount
from tests.every_page.documents import Document, document, fetched
from tests.factories import form_data, make_enquiry
from tests.live_site import LiveSite
from tests.visitor import Visitor

TIMES, CONTACT, RECEIVED = "/times/", "/contact/", "/contact/received/"
HERE = f"{TIMES}?zone=Europe/London"  # without the script that looks for a zone
MANY = {"horizon_days": 90, "notice_hours": 0, "most_a_day": 50, "most_a_week": 200}


def documents(site: LiveSite) -> Iterator[Document]:
    Availability.objects.update(**MANY)
    yield from _looked_at(site)
    yield from _chosen(site)
    yield from _kept(site)
    yield from _refused(site)
    yield from _none_offered(site)
    RateCount.objects.all().delete()
    Appointment.objects.all().delete()


def _looked_at(site: LiveSite) -> list[Document]:
    pages = {
        "times": HERE,
        "times, far away": f"{TIMES}?zone=Pacific/Auckland",
        "times, later": f"{HERE}&from={timezone.localdate() + timedelta(days=20)}",
        "times, unknown zone": f"{TIMES}?zone=%3Cb%3E",
    }
    return fetched(Visitor(site), pages)


def _free() -> Wanted:
    timetable = Timetable.read(PracticeProfile.objects.get(), timezone.now())
    return ways_of(timetable.free_slots()[0])[0]


def _short_form(visitor: Visitor, **changed: str) -> dict[str, str]:
    """What is sent once a time was chosen and the rest is answered."""
    token = visitor.open_form()["csrfmiddlewaretoken"]
    data = form_data(reply_by="code", slot=value_of(_free()), csrfmiddlewaretoken=token)
    del data["wish"]
    return data | changed


def _chosen(site: LiveSite) -> Iterator[Document]:
    visitor, slot = Visitor(site), value_of(_free())
    visitor.open_form()
    yield document("time chosen", CONTACT, visitor.press(CONTACT, slot=slot), 200)
    abroad = visitor.press(CONTACT, slot=slot, zone="Pacific/Auckland")
    yield document("time chosen, far away", CONTACT, abroad, 200)
    wrong = visitor.post(_short_form(visitor, message='Kept: "<&>"', name=""))
    yield document("time chosen, with errors", CONTACT, wrong, 422)
    visitor.cookies.clear()
    stale = visitor.post(form_data(slot=slot))
    yield document("time chosen, open for too long", CONTACT, stale, 403)


def _kept(site: LiveSite) -> Iterator[Document]:
    visitor = Visitor(site)
    for name, by_itself in (("kept", False), ("agreed", True)):
        Availability.objects.update(confirms_itself=by_itself)
        assert visitor.post(_short_form(visitor)).status == 303
        yield from fetched(visitor, {f"received, time {name}": RECEIVED})
    Availability.objects.update(confirms_itself=False)


def _refused(site: LiveSite) -> Iterator[Document]:
    visitor, taken = Visitor(site), _free()
    fields = _short_form(visitor, message='Kept: "<&>"')
    profile, now = PracticeProfile.objects.get(), timezone.now()
    booking.hold(make_enquiry(profile, now=now), taken, profile=profile, now=now)
    yield document("time taken meanwhile", CONTACT, visitor.post(fields), 409)
    none = visitor.post(fields | {"slot": ""})
    yield document("no other time chosen", CONTACT, none, 422)
    never = visitor.press(CONTACT, slot="2020-03-02T10:00Z online")
    yield document("time never offered", CONTACT, never, 422)
    yield document("time unreadable", CONTACT, visitor.press(CONTACT, slot='"<x>'), 422)
    for _ in range(2):
        last = visitor.post(_short_form(visitor))
    yield document("too many times (429)", CONTACT, last, 429)


def _none_offered(site: LiveSite) -> Iterator[Document]:
    visitor = Visitor(site)
    fields = _short_form(visitor, message='Kept: "<&>"')
    today = timezone.localdate()
    away = ClosedDays.objects.create(first=today, last=today + timedelta(days=200))
    yield from fetched(visitor, {"times, none free": HERE})
    yield document("time taken, none left", CONTACT, visitor.post(fields), 422)
    yield from fetched(visitor, {"contact, for the waiting list": f"{CONTACT}?wish=waiting_list"})
    away.delete()
    PracticeProfile.objects.update(opening=Opening.WAITING_LIST)
    yield from fetched(visitor, {"times, waiting list": HERE})
    yield document("no times any more", CONTACT, visitor.post(fields), 409)
    PracticeProfile.objects.update(opening=Opening.CLOSED)
    yield from fetched(visitor, {"times, closed": HERE})
    PracticeProfile.objects.update(opening=Opening.OPEN)
    hours = list(WeeklyHours.objects.all())
    WeeklyHours.objects.all().delete()
    yield from fetched(visitor, {"times, before hours are entered": HERE})
    WeeklyHours.objects.bulk_create(hours)
