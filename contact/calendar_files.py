"""An appointment as a calendar file, for the one who asked for it. It says as little as it can.

Calendars are shared, and shown on locked screens: there is a title of her own, a time, and nothing
else. docs/decisions/0072-her-time-behind-the-number.md says what is left out, and why.
"""

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from contact.choices import Modality
from contact.models import Appointment
from contact.typed_text import LineField
from practice.models import PracticeProfile

NAME = "appointment.ics"
MADE_BY = "-//Calendar entry//EN"  # a name that every such file has to have, and that tells nothing
LONGEST_TITLE = 60

Status = Appointment.Status


class CalendarForm(forms.Form):
    """What she wants in it."""

    title = LineField(
        label=gettext_lazy("What should it be called?"),
        help_text=gettext_lazy("It shows in your calendar, and on whatever shares it."),
        required=False,
        max_length=LONGEST_TITLE,
        error_messages={"max_length": gettext_lazy("Please make it shorter: 60 signs at most.")},
    )
    with_place = forms.BooleanField(label=gettext_lazy("Put the town in as well"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["title"].initial = _("Appointment")
        self.fields["title"].widget.attrs.pop("maxlength", None)  # it would cut in silence


def place_of(appointment: Appointment, profile: PracticeProfile) -> str:
    """Return what can be said of where it is; "" where there is no place to go to."""
    return profile.town if appointment.modality == Modality.IN_PERSON else ""


def enters(appointment: Appointment, *, title: str, place: str, now: datetime) -> bytes:
    """Return a file that puts it into a calendar, or changes what an earlier one put there."""
    event = _event(appointment, now)
    event.add("summary", title or _("Appointment"))
    event.add("status", "CONFIRMED" if appointment.status == Status.CONFIRMED else "TENTATIVE")
    if place:
        event.add("location", place)
    return _file("PUBLISH", event)


def takes_out(appointment: Appointment, *, now: datetime) -> bytes:
    """Return a file that takes out again what `enters` put into a calendar."""
    event = _event(appointment, now)
    event.add("summary", _("Appointment"))
    event.add("status", "CANCELLED")
    return _file("CANCEL", event)


def _event(appointment: Appointment, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(appointment.calendar_id))
    event.add("sequence", _sequence(appointment, now))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.starts_at.astimezone(UTC))
    event.add("dtend", appointment.ends_at.astimezone(UTC))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def _sequence(appointment: Appointment, now: datetime) -> int:
    """Return its number; the next one already where it ran out and nobody has noted it yet."""
    ran_out = appointment.status == Status.HELD and not appointment.is_standing(now)
    return appointment.sequence + ran_out


def _file(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
