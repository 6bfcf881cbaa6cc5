"""How it goes: where there is little yet, the last weeks, and a year."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from practice.figures.kinds import Key
from practice.models import Tally
from tests.every_page.documents import Document, fetched
from tests.every_page.therapist import signed_in
from tests.live_site import LiveSite

PAGE = "/admin/how-it-goes/"
OF_A_WEEK = (("came", 0), ("in_time", 1), ("late", 12), ("overdue", 0))
OF_A_MONTH = ("met", "missed", "called_off")
OF_A_DAY = ("feed", "search", "nothing")


def documents(site: LiveSite) -> Iterator[Document]:
    therapist = signed_in(site)
    yield from fetched(therapist, {"figures, few yet": PAGE})
    _fill()
    yield from fetched(therapist, {"figures": PAGE, "figures of a year": f"{PAGE}?of=year"})


def _fill() -> None:
    today = timezone.localdate()
    week, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    of_week = {Key(kind, week, days): number for number, (kind, days) in enumerate(OF_A_WEEK, 5)}
    of_month = {Key(kind, month): number for number, kind in enumerate(OF_A_MONTH, 1)}
    Tally.objects.add(of_week | of_month | {Key(kind, today): 9 for kind in OF_A_DAY})
