"""One message that nobody wrote, for her to practise on: it takes the way of every other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contact import erasure, intake
from contact.choices import ReplyBy, Wish
from contact.models import Enquiry
from contact.submission import Submission, new_token
from practice import outbox
from practice.models import FirstSteps, PracticeProfile


@transaction.atomic
def make(profile: PracticeProfile, now: datetime) -> Enquiry:
    """Return the example; the one that is there, where there is one. Raises CannotSealError.

    Its answer waits behind a number that nobody has, so nothing is ever sent.
    """
    FirstSteps.objects.locked()  # two presses of the button wait for each other
    there = Enquiry.objects.filter(is_example=True).first()
    if there:
        return there
    contents = _contents()
    submission = Submission.of(new_token(), contents)
    enquiry = intake.receive(contents, submission=submission, profile=profile, now=now)
    outbox.cancel(enquiry.thing)  # she sits in front of it
    enquiry.is_example = True
    enquiry.save(update_fields=["is_example"])
    return enquiry


def remove(*, who: str, now: datetime) -> None:
    """Erase it as every other is erased. Safe to repeat."""
    for enquiry in Enquiry.objects.filter(is_example=True):
        erasure.erase(enquiry, who=who, now=now)


def _contents() -> dict[str, str]:
    message = _(
        "This is an example, and nobody is waiting for an answer. Try what you like: answer, make"
        " a note, put it on the waiting list.\n\nI read your article about closeness twice. For"
        " about a year I have slept badly, and I wonder whether talking could help. I do not know"
        " where to begin."
    )
    return {
        "name": "Robin",
        "reply_by": ReplyBy.CODE.value,
        "wish": Wish.QUESTION.value,
        "message": message,
    }
