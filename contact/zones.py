"""Time zones: which one a visitor may choose, and how it is called."""

from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

# One place for each clock that people live by; what is not here is found by the browser.
REGIONS = {
    _("Europe"): """
        Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels Europe/Bucharest
        Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul
        Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Oslo
        Europe/Paris Europe/Prague Europe/Rome Europe/Stockholm Europe/Vienna Europe/Warsaw
        Europe/Zurich Atlantic/Azores Atlantic/Reykjavik
    """,
    _("Africa and the Middle East"): """
        Africa/Accra Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos
        Africa/Nairobi Africa/Tunis Asia/Baghdad Asia/Beirut Asia/Dubai Asia/Jerusalem
        Asia/Riyadh Asia/Tehran Atlantic/Cape_Verde
    """,
    _("Americas"): """
        America/Anchorage America/Argentina/Buenos_Aires America/Bogota America/Caracas
        America/Chicago America/Denver America/Halifax America/Havana America/Los_Angeles
        America/Mexico_City America/New_York America/Noronha America/Nuuk America/Phoenix
        America/Santiago America/Sao_Paulo America/St_Johns America/Toronto America/Vancouver
    """,
    _("Asia"): """
        Asia/Bangkok Asia/Colombo Asia/Dhaka Asia/Hong_Kong Asia/Jakarta Asia/Kabul Asia/Karachi
        Asia/Kathmandu Asia/Kolkata Asia/Manila Asia/Seoul Asia/Shanghai Asia/Singapore
        Asia/Tashkent Asia/Tokyo Asia/Vladivostok Asia/Yangon Asia/Yekaterinburg
    """,
    _("Australia and the Pacific"): """
        Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Eucla
        Australia/Lord_Howe Australia/Perth Australia/Sydney Pacific/Apia Pacific/Auckland
        Pacific/Chatham Pacific/Honolulu Pacific/Kiritimati Pacific/Marquesas Pacific/Noumea
    """,
}

# As browsers go on calling them: with both names in the list a town would stand there twice.
OLD_NAMES = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
}


class Place(NamedTuple):
    """A zone to choose: its name as IANA has it, and the town or island that it is called after."""

    name: str
    town: str


class Region(NamedTuple):
    label: str
    places: list[Place]


def of_the_practice() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def named(name: str) -> ZoneInfo | None:
    """Return the zone of that name, under its name of today; None where there is none."""
    name = OLD_NAMES.get(name, name)
    return ZoneInfo(name) if name in _known() else None


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def town_of(name: str) -> str:
    """Return how people call a zone: "New York"."""
    return name.rpartition("/")[2].replace("_", " ")


def offered(*besides: ZoneInfo) -> list[Region]:
    """Return the zones to choose from by region; `besides` come first, and no zone twice."""
    first = dict.fromkeys(zone.key for zone in besides)
    regions = [Region("", [Place(name, town_of(name)) for name in first])]
    for label, names in REGIONS.items():
        places = [Place(name, town_of(name)) for name in names.split() if name not in first]
        regions.append(Region(str(label), places))
    return regions
