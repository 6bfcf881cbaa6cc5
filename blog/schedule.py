"""When an article appears, by the practice's clock, in words and to choose from. Pure."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact import zones

EARLY = time(7)  # so that it is there at breakfast
MONDAY = 0
YEARS = range(2000, 2201)  # beyond them nobody means what was typed, and clocks have an end


class NoSuchTimeError(ValueError):
    """No clock shows that time, or none that matters. Says in plain words what to choose."""


class Choice(NamedTuple):
    """A moment to choose with one press."""

    words: str
    date: str  # as a date box has it: "2026-12-01"
    time: str  # "07:00"


def moment(shown: datetime) -> datetime:
    """Return when the practice's clock shows `shown`; the first time, where it does so twice.

    Raises NoSuchTimeError where it never does, on the day on which clocks go forward, and for
    years that nobody means.
    """
    if shown.year not in YEARS:
        years = {"first": YEARS[0], "last": YEARS[-1]}
        raise NoSuchTimeError(_("Choose a year between %(first)s and %(last)s.") % years)
    zone = zones.of_the_practice()
    at = shown.replace(tzinfo=zone, fold=0)
    there = at.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != shown:
        said = _("On %(day)s the clocks go forward, and past %(time)s. Choose %(other)s, perhaps.")
        words = {"day": _day(shown), "time": _clock(shown), "other": _clock(there)}
        raise NoSuchTimeError(said % words)
    return at


def appears(at: datetime, now: datetime) -> str:
    """Say when it appears: day, time, how far off, and by which clock."""
    here, today = timezone.localtime(at), timezone.localtime(now)
    said = _("It appears on %(day)s at %(time)s, %(distance)s (your practice’s clock, %(town)s).")
    day = _day(here) if here.year == today.year else f"{_day(here)} {here.year}"
    words = {
        "day": day,
        "time": _clock(here),
        "distance": _distance((here.date() - today.date()).days),
        "town": zones.town_of(zones.of_the_practice().key),
    }
    twice = _("The clocks go back that day, and show that time twice; the first is meant.")
    return f"{said % words} {twice}" if _is_shown_again(here) else said % words


def choices(now: datetime) -> list[Choice]:
    """Moments that are often meant: tomorrow, and the first Monday after that, in the morning."""
    today = timezone.localtime(now).date()
    tomorrow = today + timedelta(days=1)
    monday = tomorrow + timedelta(days=1 + (MONDAY - tomorrow.weekday() - 1) % 7)
    days = {_("Tomorrow"): tomorrow, _day(datetime.combine(monday, EARLY)): monday}
    clock = f"{EARLY:%H:%M}"
    return [Choice(f"{words}, {clock}", f"{day}", clock) for words, day in days.items()]


def _is_shown_again(here: datetime) -> bool:
    """Whether the clock shows that time once more, on the day on which it goes back."""
    return here.fold == 0 and here.utcoffset() != here.replace(fold=1).utcoffset()


def _day(at: datetime) -> str:
    return date_format(at, "l j F")


def _clock(at: datetime) -> str:
    return date_format(at, "H:i")


def _distance(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
