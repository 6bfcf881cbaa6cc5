"""Takes everything of an enquiry away, and leaves a line that says nothing but that.

The erasure ledger is written first, outside the database; what it names and a backup brings back is
erased again. A ledger that cannot be written keeps nobody from erasing: the therapist gets a mail,
and the worker makes good for it from the audit once the disk takes it.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from contact import erasure_ledger, sums
from contact.models import Appointment, Enquiry
from contact.models.enquiry import KEPT_AT_MOST, EnquiryQuerySet
from practice import audit, outbox
from practice.models import AuditLine, OutboxMail

log = logging.getLogger("attune.erasure")

ENQUIRY = "enquiry:"
ERASED_A_ROUND = 100  # each waits for the disk; mail is sent in between


@transaction.atomic
def erase(enquiry: Enquiry, *, who: str, now: datetime) -> None:
    """Erase an enquiry with all that came after it: entries, times, mail, the journal.

    Safe to repeat: what is gone already leaves no second line. The ledger is written before the
    caller's transaction ends; where that is rolled back, the worker still completes the erasure.
    """
    _erase(Enquiry.objects.filter(pk=enquiry.pk), who=who, now=now)


def erase_what_is_due(now: datetime) -> None:
    """Erase what has been kept for as long as its status says."""
    due = Enquiry.objects.due_for_erasure(now)
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:ERASED_A_ROUND]):
        with transaction.atomic():
            # Asked again: it may have been marked as new meanwhile.
            _erase(due.filter(pk=pk), who=audit.WORKER, now=now)


@transaction.atomic
def erase_appointments_that_are_due(now: datetime) -> None:
    """Those without an enquiry: the others go with it."""
    gone = list(Appointment.objects.due_for_erasure(now).select_for_update())
    Appointment.objects.filter(pk__in=[one.pk for one in gone]).delete()
    sums.leave([], gone, now)


def came_back() -> EnquiryQuerySet:
    """What the ledger names as erased and is there: a backup brought it, or a crash left it."""
    return Enquiry.objects.filter(pk__in=erasure_ledger.erased())


@transaction.atomic
def erase_again(pk: UUID, now: datetime) -> None:
    """Erase what came back. The ledger has it already."""
    enquiry = _locked(Enquiry.objects.filter(pk=pk))
    if enquiry:
        _take_away(enquiry, who=audit.WORKER, now=now)


def tend_the_ledger(now: datetime) -> None:
    """Let ledger and database agree: erase what came back, and note what could not be noted."""
    try:
        for pk in list(came_back().values_list("pk", flat=True)[:ERASED_A_ROUND]):
            erase_again(pk, now)
        missing = _erased_within_a_year(now) - erasure_ledger.erased()
        if missing:
            erasure_ledger.add(sorted(missing), day=timezone.localdate(now))
    except OSError as error:
        _say_that_the_disk_refuses(error, now)


def _erase(rows: EnquiryQuerySet, *, who: str, now: datetime) -> None:
    enquiry = _locked(rows)
    if enquiry is None:
        return
    try:
        erasure_ledger.add([enquiry.pk], day=timezone.localdate(now))
    except OSError as error:
        _say_that_the_disk_refuses(error, now)
    _take_away(enquiry, who=who, now=now)


def _locked(rows: EnquiryQuerySet) -> Enquiry | None:
    """Of two who erase it at once, the second finds nothing."""
    return rows.select_for_update().first()


def _take_away(enquiry: Enquiry, *, who: str, now: datetime) -> None:
    # Before the mail: what runs out is locked first, and then its mail goes.
    thing, appointments = enquiry.thing, list(enquiry.appointments.select_for_update())
    OutboxMail.objects.about(thing).delete()
    rows = [str(pk) for pk in (enquiry.pk, *(one.pk for one in appointments))]
    LogEntry.objects.filter(object_id__in=rows).delete()  # the desk's journal names their days
    enquiry.delete()
    sums.leave([enquiry], appointments, now)
    audit.record(who, AuditLine.Verb.ERASED, thing, now=now)
    _tell_of_agreed(appointments, now)


def _tell_of_agreed(appointments: list[Appointment], now: datetime) -> None:
    """The therapist would wait for somebody. The mail names nothing that is gone with her."""
    for one in appointments:
        if one.status == Appointment.Status.CONFIRMED and one.starts_at > now:
            outbox.queue("time_changed", cause=one.thing, now=now)


def _erased_within_a_year(now: datetime) -> set[UUID]:
    """Older lines are of no use: by then whatever a backup brings back is due anyway."""
    lines = AuditLine.objects.filter(
        verb=AuditLine.Verb.ERASED, thing__startswith=ENQUIRY, at__gt=now - KEPT_AT_MOST
    )
    return {UUID(thing.removeprefix(ENQUIRY)) for thing in lines.values_list("thing", flat=True)}


def _say_that_the_disk_refuses(error: OSError, now: datetime) -> None:
    """Once a day by mail: the therapist passes it on to whoever looks after the server."""
    log.error("the erasure ledger cannot be written (%s)", type(error).__name__)
    outbox.queue("ledger_refused", cause=f"ledger {timezone.localdate(now)}", now=now)
