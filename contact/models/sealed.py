from abc import abstractmethod
from typing import Any

from django.db import models

from contact.return_code import OpenedByCode
from practice import sealing
from practice.models import SealingKey
from practice.models.sealing_key import KeyRing
from practice.sealing import environment

FOR_HER, FOR_CODE = "sealed", "sealed for code"


class SealedRow(models.Model):
    """A row that holds something sealed. Each seal carries a mark that only this site makes.

    A public key is known to whoever reads the database: without the mark he could seal a message,
    or a card with his own address, and put it there.
    """

    key = models.ForeignKey(SealingKey, on_delete=models.PROTECT, editable=False)
    sealed = models.BinaryField(editable=False)
    sealed_for_code: Any  # a field of the row's own: a note has nothing in it

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def thing(self) -> str:
        """What stands for this row in seals, mails' causes and audit lines."""

    def seal_for_therapist(self, contents: dict[str, str]) -> None:
        """Seal `contents` to `key`. Raises sealing.TooLongError."""
        sealed = sealing.seal(contents, to=bytes(self.key.public), row=self.thing)
        self.sealed = environment.marked(sealed, purpose=FOR_HER, row=self.thing)

    def seal_for_code(self, contents: dict[str, str], public: bytes) -> None:
        """Seal `contents` so that only the code opens them. Raises sealing.TooLongError."""
        sealed = sealing.seal(contents, to=public, row=self.thing)
        self.sealed_for_code = environment.marked(sealed, purpose=FOR_CODE, row=self.thing)

    def unseal(self, ring: KeyRing) -> dict[str, str]:
        """Raises sealing.SealError where it is damaged, forged, or not this row's."""
        sealed = environment.unmarked(bytes(self.sealed), purpose=FOR_HER, row=self.thing)
        return ring.unseal(sealed, key_id=self.key_id, row=self.thing)

    def unseal_by_code(self, opened: OpenedByCode) -> dict[str, str]:
        """Raises sealing.SealError where it is damaged, forged, or not this row's."""
        kept = bytes(self.sealed_for_code or b"")
        sealed = environment.unmarked(kept, purpose=FOR_CODE, row=self.thing)
        return opened.unseal(sealed, row=self.thing)

    def mark_anew(self) -> None:
        """Take the seals as they are; for another ENCRYPTION_KEY, see contact/marking.py."""
        self.sealed = environment.marked_anew(bytes(self.sealed), purpose=FOR_HER, row=self.thing)
        if self.sealed_for_code is not None:
            kept = bytes(self.sealed_for_code)
            self.sealed_for_code = environment.marked_anew(kept, purpose=FOR_CODE, row=self.thing)
