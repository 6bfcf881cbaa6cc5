"""What we know of some countries: their clocks, and who looks after people’s data there."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "AT": _("Austria"),
    "DE": _("Germany"),
    "IE": _("Ireland"),
    "NL": _("The Netherlands"),
    "CH": _("Switzerland"),
    "GB": _("United Kingdom"),
    "US": _("United States"),
}

CLOCKS = {
    "AT": ["Europe/Vienna"],
    "DE": ["Europe/Berlin"],
    "IE": ["Europe/Dublin"],
    "NL": ["Europe/Amsterdam"],
    "CH": ["Europe/Zurich"],
    "GB": ["Europe/London"],
    "US": [
        *("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"),
        *("America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"),
    ],
}


def has_clock(country: str, zone: ZoneInfo, *, year: int) -> bool:
    """Whether a clock of that country shows the hours of `zone`; no, where we do not know."""
    shown = _by_season(zone, year)
    return any(_by_season(ZoneInfo(name), year) == shown for name in CLOCKS.get(country, []))


def _by_season(zone: ZoneInfo, year: int) -> list[object]:
    return [datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]


@dataclass(frozen=True)
class Authority:
    """Where somebody can complain of how her data are handled; `address` is its own page."""

    where: str
    name: str
    address: str


AUTHORITIES = {
    "AT": Authority("In Austria", "Datenschutzbehörde", "https://www.dsb.gv.at/"),
    "CH": Authority(
        "In Switzerland",
        "Federal Data Protection and Information Commissioner (FDPIC)",
        "https://www.edoeb.admin.ch/",
    ),
    "GB": Authority(
        "In the United Kingdom",
        "Information Commissioner’s Office (ICO)",
        "https://ico.org.uk/make-a-complaint/",
    ),
    "IE": Authority(
        "In Ireland", "Data Protection Commission (DPC)", "https://www.dataprotection.ie/"
    ),
    "NL": Authority(
        "In the Netherlands",
        "Autoriteit Persoonsgegevens",
        "https://www.autoriteitpersoonsgegevens.nl/",
    ),
}
