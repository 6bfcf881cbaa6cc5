"""The inbox: enquiries as far as they can be seen while they are sealed, a page at a time.

It costs the same with a million: each question goes along an index to where its page begins, and
reads no further than its end. So nothing is counted, and a page is found by the last row before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, Q, TextChoices
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext_lazy as _

from contact.models import Enquiry
from contact.models.enquiry import MOST_PRESSING_FIRST, OPEN, EnquiryQuerySet, Pressing

PAGE = 25  # rows
YEARS = range(2000, 2201)  # of this site; at the ends of time no zone can say a moment
BY_FOLLOW_UP = ("follow_up_on", "received_at", "id")
SEALED = ("sealed", "sealed_for_code", "code_public", "code_private", "code_lookup", "code_proof")


class Show(TextChoices):
    """Which enquiries, by where they stand."""

    ALL = "", _("All")
    UNANSWERED = "unanswered", _("Needs an answer")
    ADDED = "added", _("Something was added")
    ANSWERED = "answered", _("Answered")
    BOOKED = "booked", _("Booked")
    WAITING = "waiting", _("Waiting list")
    CLOSED = "closed", _("Closed")
    HELD = "held", _("Held back")
    FOLLOW_UP = "follow_up", _("To come back to")


class Due(TextChoices):
    """By the day on which an answer is due, or on which she wanted to come back to it."""

    ANY = "", _("Any day")
    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Due today")
    SOON = "soon", _("In the next seven days")
    LATER = "later", _("Later")


_SHOWN = {
    Show.ALL: Q(),
    Show.UNANSWERED: Q(pressing=Pressing.UNANSWERED),
    Show.ADDED: Q(pressing=Pressing.ADDED),
    Show.FOLLOW_UP: Q(status__in=OPEN, follow_up_on__isnull=False),
}
# Of these nobody waits for an answer, so that none is due.
_DONE = {Show.ADDED, Show.ANSWERED, Show.CLOSED}
# From how many days after today, to how many; None: without end.
_DAYS: dict[Due, tuple[int | None, int | None]] = {
    Due.OVERDUE: (None, -1),
    Due.TODAY: (0, 0),
    Due.SOON: (1, 7),
    Due.LATER: (8, None),
}


@dataclass(frozen=True)
class Filter:
    """What of the inbox is shown."""

    show: Show = Show.ALL
    due: Due = Due.ANY

    @classmethod
    def of(cls, asked: Any) -> "Filter":
        """Read it from what an address asks for; what nobody offers counts as not asked."""
        show, due = asked.get("show", ""), asked.get("due", "")
        return cls(
            Show(show) if show in Show.values else Show.ALL,
            Due(due) if due in Due.values else Due.ANY,
        )

    @property
    def order(self) -> Sequence[str]:
        return BY_FOLLOW_UP if self.show == Show.FOLLOW_UP else MOST_PRESSING_FIRST

    def query(self, **more: str) -> str:
        """As an address says it: "?show=waiting", or "" where all is shown."""
        said = {"show": self.show.value, "due": self.due.value} | more
        given = urlencode({name: value for name, value in said.items() if value})
        return f"?{given}" if given else ""

    def rows(self, today: date) -> EnquiryQuerySet:
        shown = _SHOWN.get(self.show, Q(status=self.show.value))
        rows = Enquiry.objects.filter(shown).order_by(*self.order).defer(*SEALED)
        if self.due == Due.ANY:
            return rows
        return rows.none() if self.show in _DONE else rows.filter(self._due(today))

    def _due(self, today: date) -> Q:
        """An answer is due where none was given, or where it is held back: that was promised."""
        first, last = _DAYS[self.due]
        field = self.order[0] if self.show == Show.FOLLOW_UP else "reply_due_on"
        due = Q()
        if first is not None:
            due &= Q((f"{field}__gte", today + timedelta(days=first)))
        if last is not None:
            due &= Q((f"{field}__lte", today + timedelta(days=last)))
        if self.show == Show.FOLLOW_UP:
            return due
        is_held = self.show == Show.HELD
        return due & Q(pressing=Pressing.HELD if is_held else Pressing.UNANSWERED)


@dataclass(frozen=True)
class Page:
    """Some rows, and what `after` must be for the next ones; "" where these are the last."""

    rows: list[Enquiry]
    next: str


def page(chosen: Filter, today: date, *, after: str = "") -> Page:
    """Return the rows after a place; the first ones where there is no such place."""
    rows = chosen.rows(today)
    if place := place_of(after, chosen.order):
        rows = beyond(rows, chosen.order, place)
    found = list(rows[: PAGE + 1])
    has_more = len(found) > PAGE
    return Page(found[:PAGE], place_after(found[PAGE - 1], chosen.order) if has_more else "")


def beyond(
    rows: EnquiryQuerySet, order: Sequence[str], place: Sequence[object], *, back: bool = False
) -> EnquiryQuerySet:
    """Those after a place in this order; before it, with `back`."""
    lookup = TupleLessThan if back else TupleGreaterThan
    return rows.filter(lookup(Tuple(*map(F, order)), tuple(place)))


def place_after(enquiry: Enquiry, order: Sequence[str]) -> str:
    """Say where a row stands in this order: dates and its id, nothing that is sealed."""
    return ",".join(str(getattr(enquiry, name)) for name in order)


def place_of(said: str, order: Sequence[str]) -> list[object] | None:
    """Return what `place_after` said; None for everything else."""
    parts = said.split(",")
    try:
        read = [_field(name).to_python(part) for name, part in zip(order, parts, strict=True)]
    except (ValidationError, ValueError):
        return None
    moments = [it for it in read if isinstance(it, datetime)]
    none = [it for it in moments if it.tzinfo is None or it.year not in YEARS]
    return None if None in read or none else read


def _field(name: str) -> Any:
    """Its field, or for one that Postgres works out the kind of field that it is."""
    field = Enquiry._meta.get_field(name)
    return getattr(field, "output_field", field)
