"""The countries whose urgent-help numbers we know, and the authority that each names."""

from dataclasses import dataclass

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
