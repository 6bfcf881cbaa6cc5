"""The records of processing activities that Article 30 of the GDPR asks of a practice."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from practice.models import PracticeProfile
from practice.retention import Whose
from practice.retention.told import Row, rows

PEOPLE = [Whose.ENQUIRERS, Whose.VISITORS, Whose.STAFF]


@dataclass(frozen=True)
class Records:
    """What a supervisory authority asks to see, by the letters of Article 30 (1)."""

    controller: list[str]
    activities: list[Row]
    recipients: list[str]
    transfers: list[str]
    measures: list[str]

    def sections(self) -> list[tuple[str, list[str]]]:
        """Return heading and lines of all but the table of activities."""
        return [
            (_("Controller"), self.controller),
            (_("Recipients"), self.recipients),
            (_("Transfers to other countries"), self.transfers),
            (_("Security measures"), self.measures),
        ]


def records_of(profile: PracticeProfile) -> Records:
    return Records(
        controller=_controller(profile),
        activities=rows(PEOPLE),
        recipients=_recipients(),
        transfers=[
            _("None by this website. A server or mail server in another country belongs here.")
        ],
        measures=_measures(),
    )


def as_markdown(records: Records) -> str:
    return "\n".join([f"# {title()}", "", *_lines(records)])


def title() -> str:
    return _("Records of processing activities (Art. 30 GDPR)")


def columns() -> list[str]:
    return [_("Personal data"), _("Of whom"), _("Purpose"), _("Kept for")]


def _lines(records: Records) -> Iterator[str]:
    for heading, lines in records.sections():
        yield from [f"## {heading}", "", *(f"- {line}" for line in lines), ""]
    yield from [f"## {_('Activities')}", ""]
    for cells in [columns(), ["---"] * len(columns()), *records.activities]:
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _controller(profile: PracticeProfile) -> list[str]:
    name = ", ".join(filter(None, [profile.name, profile.credentials]))
    place = " ".join(filter(None, [profile.town, profile.country]))
    return [line for line in (name, place, profile.email, profile.phone, settings.SITE_URL) if line]


def _recipients() -> list[str]:
    return [
        _("Whoever runs the server for the practice, as processor."),
        _("The mail server %(host)s, as processor: the address and the words of a mail.")
        % {"host": settings.EMAIL_HOST or _("of this machine")},
        _("Nobody else: no statistics, no fonts, no scripts of third parties."),
    ]


def _measures() -> list[str]:
    return [
        _("What people write is sealed to a key that only the therapist’s phrase or sheet opens."),
        _("Each message can also be opened by the number of the person who wrote it."),
        _("Nothing is sent by a way that the person did not call safe."),
        _("Every opening, export and erasure leaves a line that cannot be changed or removed."),
        _("What is due is erased by itself; what a backup brings back is erased again."),
        _("Logs, addresses of pages and mail to the practice hold nothing that was written."),
        _("Transport by TLS only; strict content policy; pages of the form are not stored."),
    ]
