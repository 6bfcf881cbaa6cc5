"""The therapist's appointments, for her own calendar program to fetch again and again.

Whoever has its address can read it, so it holds no name and no word of anybody's: a reference or
initials, a time, and how they meet. docs/decisions/0077-a-calendar-behind-a-secret-address.md
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from contact.models import Appointment, FeedToken
from contact.models.appointment import AppointmentQuerySet, Status
from practice.rate_limit import Limit
from practice.sealing import environment

# Honest calendars ask a few times an hour; one that keeps a revoked address asks as often.
LIMIT = Limit("calendar feed", within=timedelta(hours=1), from_one=60, from_all=100_000)

SHOWN_AFTER = timedelta(days=30)
ASK_AGAIN_AFTER = timedelta(minutes=15)
OVER = [Status.HAPPENED, Status.MISSED]


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an unknown token and a revoked one alike, after the same work."""
    now = timezone.now()
    wait = LIMIT.take(request, now)
    if wait:
        return _closed_to_all(HttpResponse(status=429, headers={"Retry-After": wait.seconds + 1}))
    if not FeedToken.objects.knows(token):
        raise Http404
    LIMIT.give_back(request, now)
    body = calendar_of(_shown(now))
    return _closed_to_all(HttpResponse(body, content_type="text/calendar; charset=utf-8"))


def _closed_to_all(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shown(now: datetime) -> AppointmentQuerySet:
    """What stands, and what has been of late; a feed is a whole, so what is gone is left out."""
    everything = Appointment.objects
    shown = everything.standing(now) | everything.filter(status__in=OVER)
    return shown.filter(ends_at__gt=now - SHOWN_AFTER).order_by("starts_at", "pk")


def calendar_of(appointments: AppointmentQuerySet) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _("Appointments"))
    calendar.add("x-wr-calname", _("Appointments"))
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def _uid(appointment: Appointment) -> str:
    """Return a name for all its moves, which says nothing of the one in the enquirer's own file."""
    mark = environment.mac(appointment.calendar_id.bytes, purpose="calendar feed")
    return str(UUID(bytes=mark[:16], version=4))


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", _uid(appointment))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    event.add("dtend", appointment.ends_at.astimezone(UTC))
    how = appointment.get_modality_display()
    words = {"who": appointment.reference, "how": how[:1].lower() + how[1:]}
    event.add("summary", _("%(who)s, %(how)s") % words)
    event.add("status", "TENTATIVE" if appointment.status == Status.HELD else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
