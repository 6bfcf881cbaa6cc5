"""A time as people read it: "Tuesday 2 March, 14:00, online"."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact import zones
from contact.choices import Modality

DAY, CLOCK = "l j F", "H:i"


def day_of(start: datetime, zone: ZoneInfo) -> str:
    return date_format(start.astimezone(zone), DAY)


def clock_of(start: datetime, zone: ZoneInfo) -> str:
    return date_format(start.astimezone(zone), CLOCK)


def way_of(modality: str) -> str:
    """How one meets, inside a sentence: "in person"."""
    label = str(Modality(modality).label)
    return label[:1].lower() + label[1:]


def in_words(start: datetime, modality: str, zone: ZoneInfo) -> str:
    """Return day, time and how, with the practice's own time beside it where that is another."""
    way = way_of(modality).replace(" ", "\N{NO-BREAK SPACE}")
    said = f"{day_of(start, zone)}, {clock_of(start, zone)}, {way}"
    return _with_practice_time(said, start, zone)


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return day and time, with the practice's own beside it likewise."""
    said = f"{day_of(moment, zone)}, {clock_of(moment, zone)}"
    return _with_practice_time(said, moment, zone)


def _with_practice_time(said: str, moment: datetime, zone: ZoneInfo) -> str:
    here = practice_time_of(moment, zone)
    return f"{said} ({here})" if here else said


def practice_time_of(start: datetime, zone: ZoneInfo) -> str:
    """Return "14:00 in London", where the practice is; "" where `zone` shows the same then."""
    there, here = start.astimezone(zone), start.astimezone(zones.of_the_practice())
    if there.utcoffset() == here.utcoffset():
        return ""
    clock = date_format(here, CLOCK if there.date() == here.date() else f"l {CLOCK}")
    town = zones.town_of(zones.of_the_practice().key)
    return _("%(time)s in %(town)s") % {"time": clock, "town": town}
