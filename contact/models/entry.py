from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contact.models.enquiry import Enquiry
from contact.models.sealed import SealedRow
from contact.return_code import public_half


class Kind(models.TextChoices):
    """By whom, and for whom: a note is read by the therapist alone."""

    REPLY = "reply", _("My answer")
    ADDITION = "addition", _("Added by the person who wrote")
    NOTE = "note", _("My note")


class Entry(SealedRow):
    """What came after an enquiry: an answer, an addition, a note. Sealed like the enquiry."""

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="entries", editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, editable=False)
    sealed_for_code = models.BinaryField(null=True, editable=False)
    written_at = models.DateTimeField(_("written"), editable=False)
    # An answer can be taken back until then, and is not seen by anybody before.
    shown_from = models.DateTimeField(_("shown from"), editable=False)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.NOTE, sealed_for_code=None)
                | (~Q(kind=Kind.NOTE) & Q(sealed_for_code__isnull=False)),
                name="notes_are_for_the_therapist_alone",
            ),
            models.CheckConstraint(
                condition=Q(shown_from__gte=models.F("written_at")),
                name="entries_are_not_shown_before_they_are_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def thing(self) -> str:
        return f"entry:{self.pk}"

    def seal(self, contents: dict[str, str]) -> None:
        """Seal `contents`, for both to read unless it is a note. Wants `enquiry` and `key`.

        Raises sealing.TooLongError, and CannotSealError where the enquiry's key is not ours.
        """
        self.seal_for_therapist(contents)
        if self.kind != Kind.NOTE:
            self.seal_for_code(contents, public_half(self.enquiry))
