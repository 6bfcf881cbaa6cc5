from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contact.models.enquiry import Enquiry
from contact.return_code import OpenedByCode, sealed_for_code
from practice import sealing
from practice.models import SealingKey
from practice.models.sealing_key import KeyRing


class Kind(models.TextChoices):
    """By whom, and for whom: a note is read by the therapist alone."""

    REPLY = "reply", _("My answer")
    ADDITION = "addition", _("Added by the person who wrote")
    NOTE = "note", _("My note")


class Entry(models.Model):
    """What came after an enquiry: an answer, an addition, a note. Sealed like the enquiry."""

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, related_name="entries", editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, editable=False)
    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, editable=False)
    sealed = models.BinaryField(editable=False)
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
        """What stands for this row in seals and in mails' causes."""
        return f"entry:{self.pk}"

    def seal(self, contents: dict[str, str]) -> None:
        """Seal `contents`, for both to read unless it is a note. Wants `enquiry` and `key`.

        Raises sealing.TooLongError.
        """
        self.sealed = sealing.seal(contents, to=bytes(self.key.public), row=self.thing)
        if self.kind != Kind.NOTE:
            public = self.enquiry.code_public
            self.sealed_for_code = sealed_for_code(contents, public, row=self.thing)

    def unseal(self, ring: KeyRing) -> dict[str, str]:
        """Raises sealing.SealError."""
        return ring.unseal(self.sealed, key_id=self.key_id, row=self.thing)

    def unseal_by_code(self, opened: OpenedByCode) -> dict[str, str]:
        """Raises sealing.SealError."""
        return opened.unseal(self.sealed_for_code or b"", row=self.thing)
