"""The one way in: what a form holds becomes an enquiry and a mail, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from contact import booking, time_mail
from contact.booking import Wanted
from contact.models import Enquiry
from contact.return_code import code_fields
from contact.safe_contact import SafeContact
from contact.submission import Submission
from practice import outbox
from practice.models import PracticeProfile, SealingKey

TOLD_AT = 8  # o'clock, of what was held back since yesterday
READY_BY = timedelta(minutes=5)  # before: what comes then could miss a mail that has just been sent


@transaction.atomic
def receive(
    contents: dict[str, str],
    *,
    submission: Submission,
    profile: PracticeProfile,
    now: datetime,
    held: bool = False,
    wanted: Wanted | None = None,
    remind: bool = False,
    on_hold: Callable[[], object] = lambda: None,
) -> Enquiry:
    """Keep `contents` as an enquiry under both seals, and queue the mail that tells the therapist.

    The same `submission` again gives the enquiry that is already there, and no second mail. What is
    `held` (it looks like spam) is told of by one mail a day for all of it; but at once where it has
    a time, which is kept like any other and could be over by then. `on_hold` is called once a time
    is kept. Raises sealing.TooLongError, CannotSealError, NotFreeError where the time that is
    `wanted` cannot be had, and whatever `on_hold` raises: then nothing is kept, and the submission
    is unused.
    """
    known = Enquiry.objects.filter(submission=submission.id).first()
    if known:
        return known
    new = _sealed(contents, submission, profile, now=now)
    new.status = Enquiry.Status.HELD if held else Enquiry.Status.NEW
    kept, created = _inserted(new)
    if not created:
        return kept
    if held and not wanted:
        _tell_of_held_ones(now)
    else:
        outbox.queue("new_message", cause=kept.thing, now=now)
    if wanted:
        appointment = booking.hold(kept, wanted, profile=profile, now=now)
        card = SafeContact.of(contents)
        time_mail.expect(kept, card, appointment, remind=remind, now=now)
        on_hold()
    return kept


def _tell_of_held_ones(now: datetime) -> None:
    """Tomorrow morning (today's, well before it): each is told of, all of a day by one mail."""
    local = timezone.localtime(now)
    morning = local.replace(hour=TOLD_AT, minute=0, second=0, microsecond=0)
    if morning - READY_BY <= local:
        morning += timedelta(days=1)
    cause = f"held:{morning.date().isoformat()}"
    outbox.queue("held_back", cause=cause, now=now, send_at=morning)


def _sealed(
    contents: dict[str, str], submission: Submission, profile: PracticeProfile, *, now: datetime
) -> Enquiry:
    new = Enquiry(
        pk=uuid4(),
        submission=submission.id,
        key=SealingKey.objects.current(),
        received_at=now,
        reply_due_on=profile.reply_due_on(now),
    )
    for name, value in code_fields(submission.code, row=new.thing).items():
        setattr(new, name, value)
    new.seal(contents)
    return new


def _inserted(new: Enquiry) -> tuple[Enquiry, bool]:
    """Insert it unless another process did so a moment ago: then that one is the enquiry."""
    Enquiry.objects.bulk_create([new], ignore_conflicts=True)
    kept = Enquiry.objects.get(submission=new.submission)
    return kept, kept.pk == new.pk
