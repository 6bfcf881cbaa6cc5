"""What is still to be done before the site is in use: a short list, until nothing is left."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.first_steps import prepared
from practice.models import FirstSteps, Helpline, Page, PracticeProfile, SealingKey
from practice.models.first_steps import Question
from practice.models.sealing_key import Condition

IN_SESSION = "first_steps_are_done"  # what is done stays done: to ask costs eight questions


@dataclass(frozen=True)
class Row:
    """One thing to do; `address` is where."""

    words: str
    address: str


def rows() -> list[Row]:
    """Return what is left, in the order in which it is best done."""
    steps = FirstSteps.objects.current()
    practice = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).first()
    return [*_questions(steps), *_keys(), *_checks(steps, practice)]


def _questions(steps: FirstSteps) -> Iterator[Row]:
    words = {
        Question.NAME: _("Say who you are"),
        Question.HOURS: _("Say when you have time"),
        Question.REPLY: _("Say how soon you answer"),
        Question.OPENING: _("Say whether you have room"),
        Question.COUNTRY: _("Say in which country you work"),
    }
    for question in steps.left:
        yield Row(words[question], reverse(f"admin:first_{question}"))


def _keys() -> Iterator[Row]:
    """Keys are in use only once the phrase and the printed sheet were both typed in."""
    if SealingKey.objects.condition() == Condition.MISSING:
        yield Row(_("Make your reading phrase and print your sheet"), reverse("admin:keys_set_up"))


def _checks(steps: FirstSteps, practice: PracticeProfile | None) -> Iterator[Row]:
    if not steps.mail_received_at:
        yield Row(_("See that mail reaches you"), reverse("admin:first_mail"))
    if practice is None or not practice.name:
        return
    if not prepared.are_hers_written(practice):
        yield Row(_("Write about yourself, and what it costs"), reverse(PAGES))
    if not steps.privacy_read_at and Page.objects.filter(slug=Page.Slug.PRIVACY).exists():
        yield Row(_("Read your privacy page"), reverse("admin:first_privacy"))
    if _has_unchecked_helplines(practice):
        yield Row(_("Check the urgent-help numbers"), reverse("admin:first_helplines"))


def _has_unchecked_helplines(practice: PracticeProfile) -> bool:
    """Ever, and not lately: on a site in use the desk reminds of those that have grown old."""
    hers = Helpline.objects.for_country(practice.country)
    return not hers.exists() or hers.filter(checked_on=None).exists()


PAGES = "admin:practice_page_changelist"
