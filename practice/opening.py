from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class OpeningState:
    """Whether new people can write, and what they can ask for."""

    kind: Literal["open", "waiting_list", "closed"]
    until: date | None = None  # closed: the day it opens again, where that is known
    away_until: date | None = None  # the last day away

    @property
    def takes_enquiries(self) -> bool:
        return self.kind != "closed"

    @property
    def offers_conversations(self) -> bool:
        return self.kind == "open"

    def __str__(self) -> str:
        if self.kind == "closed" and self.until:
            day = date_format(self.until, "j F Y")
            return _("I take no new enquiries until %(day)s.") % {"day": day}
        if self.kind == "closed":
            return _("I take no new enquiries at the moment.")
        if self.kind == "waiting_list":
            return f"{_('My practice is full; I keep a waiting list.')} {self._away}".strip()
        return f"{_('I have room for new clients.')} {self._away}".strip()

    @property
    def _away(self) -> str:
        if not self.away_until:
            return ""
        return _("I am away until %(day)s.") % {"day": date_format(self.away_until, "j F Y")}
