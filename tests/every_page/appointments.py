"""The therapist's calendar at the desk: weeks, months, one appointment, what an enquiry says of it.

It comes last: what it books changes what other pages show.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from contact import blocking, booking
from contact.booking import Wanted
from contact.models import Appointment, BusyCalendar, BusySpan, ClosedDays
from contact.models.appointment import Status
from contact.slots import Span
from contact.timetable import Timetable
from practice.models import PracticeProfile
from tests.every_page import correspondence
from tests.every_page.documents import Document, document, fetched
from tests.every_page.therapist import signed_in, unlocked
from tests.factories import make_enquiry
from tests.live_site import LiveSite

WEEK = "/admin/contact/appointment/"
DAY = timedelta(days=1)
BY_HAND = {"modality": "online", "initials": "MV", "token": "t"}


def documents(site: LiveSite) -> Iterator[Document]:
    therapist, now = signed_in(site), timezone.now()
    empty = (now - timedelta(days=700)).date()
    yield from fetched(therapist, {"desk, week, empty": f"{WEEK}?week={empty}"})
    made = _fill(now)
    yield from fetched(therapist, _weeks(made))
    pages = {f"desk, appointment: {name}": _page_of(one) for name, one in made.items()}
    yield from fetched(therapist, pages)
    refused = therapist.press(f"{WEEK}add/", day="", time="", initials="A. B.")
    yield document("desk, appointment by hand refused", f"{WEEK}add/", refused, 422)
    taken = BY_HAND | _typed(made["held"])
    answer = therapist.press(f"{WEEK}add/", **taken)
    yield document("desk, appointment by hand, taken", f"{WEEK}add/", answer, 422)
    yield from _unlocked(site, made)


def _unlocked(site: LiveSite, made: dict[str, Appointment]) -> Iterator[Document]:
    therapist = unlocked(site)
    for name, one in made.items():
        pages = {f"desk, appointment, unlocked: {name}": _page_of(one)}
        if one.enquiry_id:
            message = f"/admin/contact/enquiry/{one.enquiry_id}/change/"
            pages[f"desk, enquiry, time {name}"] = message
        yield from fetched(therapist, pages)


def _weeks(made: dict[str, Appointment]) -> dict[str, str]:
    weeks = {timezone.localdate(one.starts_at) for one in made.values()}
    shown = {f"desk, week of {day}": f"{WEEK}?week={day}" for day in sorted(weeks)}
    return shown | {"desk, month": f"{WEEK}month/", "desk, appointment by hand": f"{WEEK}add/"}


def _fill(now: datetime) -> dict[str, Appointment]:
    """One in every state, and time that is busy, blocked, closed."""
    profile = PracticeProfile.objects.current()
    made = {name: _held(profile, now) for name in ("held", "agreed", "offered", "declined")}
    booking.confirm(made["agreed"], who="therapist", now=now)
    booking.decline(made["declined"], who="therapist", now=now)
    offered = Appointment.objects.filter(pk=made["offered"].pk)
    offered.update(waits_for=Appointment.WaitsFor.ENQUIRER)
    for ahead, status in enumerate((Status.CONFIRMED, Status.HAPPENED, Status.MISSED), start=1):
        made[f"past, {status}"] = _by_hand(now - ahead * DAY, status, now)
    later = made["held"].starts_at + 2 * DAY
    made["by hand"] = _by_hand(later, Status.CONFIRMED, now)
    _keep_free(later, now)
    return made


def _held(profile: PracticeProfile, now: datetime) -> Appointment:
    enquiry = make_enquiry(profile, now=now, **correspondence.BY_ROUTE["phone"])
    slot = Timetable.read(profile, now).free_slots()[0]
    return booking.hold(enquiry, Wanted(slot.start, slot.modalities[0]), profile=profile, now=now)


def _by_hand(start: datetime, status: Status, now: datetime) -> Appointment:
    one = booking.add("MV", Wanted(start, "phone"), pk=uuid4(), who="therapist", now=now)
    Appointment.objects.filter(pk=one.pk).update(status=status)
    return one


def _keep_free(start: datetime, now: datetime) -> None:
    """Beside that appointment, and around it."""
    blocking.block(Span(start + DAY / 8, start + DAY / 6), now)
    midnight = timezone.localtime(start).replace(hour=0, minute=0) + 2 * DAY
    blocking.block(Span(midnight, midnight + DAY), now)
    home = BusyCalendar.objects.create(name="Home", address=b"sealed", due_at=now)
    BusySpan.objects.create(calendar=home, during=(start - DAY / 8, start - DAY / 12))
    day = timezone.localdate(start) + 3 * DAY
    ClosedDays.objects.create(first=day, last=day)


def _typed(one: Appointment) -> dict[str, str]:
    start = timezone.localtime(one.starts_at)
    return {"day": start.date().isoformat(), "time": f"{start:%H:%M}"}


def _page_of(one: Appointment) -> str:
    return f"{WEEK}{one.pk}/change/"
