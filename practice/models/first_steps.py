from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.profile import PracticeProfile


class Question(models.TextChoices):
    """What she is asked on the first day, in this order."""

    NAME = "name", _("Your name")
    HOURS = "hours", _("Your hours")
    REPLY = "reply", _("When you answer")
    OPENING = "opening", _("Whether you have room")
    COUNTRY = "country", _("Your country")


class FirstStepsManager(models.Manager["FirstSteps"]):
    def current(self) -> "FirstSteps":
        return self.filter(pk=FirstSteps.ONLY).first() or FirstSteps(answered=_told_before())

    def locked(self) -> "FirstSteps":
        """Return the row, made where there is none, for this transaction alone."""
        self.get_or_create(pk=FirstSteps.ONLY, defaults={"answered": _told_before()})
        return self.select_for_update().get(pk=FirstSteps.ONLY)


def _told_before() -> list[str]:
    """A practice that was set up without these steps is not asked once more."""
    is_set_up = PracticeProfile.objects.exclude(name="").exists()
    return list(Question.values) if is_set_up else []


class FirstSteps(models.Model):
    """How far she has come on the first day. One row, of words and moments only."""

    ONLY: ClassVar = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    answered = ArrayField(
        models.CharField(max_length=10, choices=Question.choices), default=list, editable=False
    )
    mail_digest = models.BinaryField(null=True, editable=False)  # of the number in the test mail
    mail_asked_at = models.DateTimeField(null=True, editable=False)
    mail_received_at = models.DateTimeField(null=True, editable=False)
    privacy_read_at = models.DateTimeField(null=True, editable=False)

    objects = FirstStepsManager()

    class Meta:
        verbose_name = _("first steps")
        verbose_name_plural = _("first steps")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_row_of_first_steps"),
            models.CheckConstraint(
                condition=Q(mail_received_at=None) | Q(mail_asked_at__isnull=False),
                name="a_test_mail_was_asked_for_before_it_came",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def left(self) -> list[Question]:
        """The questions that she left for later, in their order."""
        return [question for question in Question if question not in self.answered]

    def note_answered(self, question: Question) -> None:
        if question not in self.answered:
            self.answered = [*self.answered, question.value]
            self.save(update_fields=["answered"])

    def note_privacy_read(self, now: datetime) -> None:
        self.privacy_read_at = now
        self.save(update_fields=["privacy_read_at"])
