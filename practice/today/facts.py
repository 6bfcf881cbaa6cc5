"""How the site itself is: asked of Postgres in one question, and of the disk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from contact import waiting_list
from contact.models import BusyCalendar
from practice import backups
from practice.models import Helpline, OutboxMail, PracticeProfile, User
from practice.today.disk import can_write, least_free

GIVEN_UP_WITHIN = timedelta(days=7)
REFUSED_WITHIN = timedelta(days=1)  # the worker tells of it once a day


@dataclass(frozen=True)
class Trouble:
    """A calendar that could not be read, or only in parts; `failures` in a row."""

    name: str
    failed_because: str
    failures: int


@dataclass(frozen=True)
class Facts:
    """`mail_due_since` is None where none is late; `free` is in bytes, None if no disk says.

    `helplines_to_check` were checked, too long ago. `begun_at`: when the first account was made.
    """

    mail_due_since: datetime | None
    mail_sent_at: datetime | None
    mails_given_up: int
    backed_up_at: datetime | None
    helplines: int
    helplines_to_check: int
    helplines_never_checked: int
    calendars: list[Trouble]
    offers_not_taken: int
    ledger_refused: bool
    free: int | None
    begun_at: datetime | None


def read(now: datetime) -> Facts | None:
    """Return them; None before there is a practice."""
    asked = {**_of_mail(now), **_of_the_rest(now)}
    practice = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).exclude(name="")
    row = practice.annotate(**asked).values(*asked).first()
    if row is None:
        return None
    refused = row.pop("refusals") > 0 or not can_write(settings.ERASURE_LEDGER)
    calendars = [Trouble(**one) for one in row.pop("in_trouble")]
    free = least_free([settings.MEDIA_ROOT, settings.ERASURE_LEDGER])
    return Facts(**row, calendars=calendars, ledger_refused=refused, free=free)


def _of_mail(now: datetime) -> dict[str, Any]:
    """What waits for a safe time is not late; what was tried in vain is."""
    mails = OutboxMail.objects
    late = mails.unsent().filter(Q(tries__gt=0) | Q(next_try_at__lte=now), due_at__lte=now)
    refused = mails.filter(template="ledger_refused", created_at__gt=now - REFUSED_WITHIN)
    return {
        "mail_due_since": _first(late.order_by("due_at"), "due_at"),
        "mail_sent_at": _first(mails.exclude(sent_at=None).order_by("-sent_at"), "sent_at"),
        "mails_given_up": _number(mails.filter(given_up_at__gt=now - GIVEN_UP_WITHIN)),
        "refusals": _number(refused),
    }


def _of_the_rest(now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    shown = Helpline.objects.filter(country=OuterRef("country"))
    said = JSONObject(name="name", failed_because="failed_because", failures="failures")
    in_trouble = BusyCalendar.objects.exclude(failed_because="").order_by("name")
    return {
        "backed_up_at": _first(backups.newest_first(), "at"),
        "helplines": _number(shown),
        "helplines_to_check": _number(shown.unchecked(today).exclude(checked_on=None)),
        "helplines_never_checked": _number(shown.filter(checked_on=None)),
        "in_trouble": ArraySubquery(in_trouble.values_list(said)),
        "offers_not_taken": _number(waiting_list.not_taken(now)),
        "begun_at": _first(User.objects.order_by("date_joined"), "date_joined"),
    }


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.values(field)[:1])


def _number(rows: QuerySet[Any]) -> Subquery:
    """Count them: as a plain function, since Django would group an aggregate by each row."""
    in_all = rows.order_by().annotate(counted=Func(F("pk"), function="COUNT"))
    return Subquery(in_all.values("counted"), output_field=IntegerField())
