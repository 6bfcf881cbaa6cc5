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
    said = f"{day_of(start, zone)}, {clock_of(start, zone)}, {way_of(modality)}"
    here = practice_time_of(start, zone)
    return f"{said} ({here})" if here else said


def practice_time_of(start: datetime, zone: ZoneInfo) -> str:
    """Return the practice's time, "" where the clocks of `zone` show the same at that moment."""
    there, here = start.astimezone(zone), start.astimezone(zones.of_the_practice())
    if there.utcoffset() == here.utcoffset():
        return ""
    clock = date_format(here, CLOCK if there.date() == here.date() else f"l {CLOCK}")
    return _("my time: %(time)s") % {"time": clock}
