from datetime import datetime
from hmac import compare_digest
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice import sealing
from practice.models.profile import POSTGRES_IS_AWAY
from practice.sealing import SealError, environment, passphrase, wrapping

BY_PHRASE, BY_SHEET, BY_SUCCESSOR = "key by phrase", "key by sheet", "key by successor"


class CannotSealError(Exception):
    """There is no public key that this site may seal to: none yet, or one that is not ours."""


class KeyStatus(models.TextChoices):
    """unconfirmed → current (once phrase and sheet were typed in) → replaced."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    CURRENT = "current", _("In use")
    REPLACED = "replaced", _("Replaced")


class SealingKeyQuerySet(models.QuerySet["SealingKey"]):
    def current(self) -> "SealingKey":
        """Return the key to seal to. Raises CannotSealError."""
        key = self.filter(status=KeyStatus.CURRENT).first()
        if key is None or not key.is_pinned:
            raise CannotSealError
        return key

    def can_seal(self) -> bool:
        """Whether the form may be open. True while Postgres is away: then that is said."""
        try:
            self.current()
        except CannotSealError:
            return False
        except POSTGRES_IS_AWAY:
            return True
        return True

    def unconfirmed(self) -> "SealingKey | None":
        return self.filter(status=KeyStatus.UNCONFIRMED).first()


class SealingKey(models.Model):
    """The therapist's key pair. The private half is here only wrapped: by her phrase, by her sheet.

    `pin` ties the public half to ENCRYPTION_KEY: one that was swapped in the database is refused.
    """

    Status = KeyStatus

    public = models.BinaryField(editable=False)
    pin = models.BinaryField(editable=False)
    by_phrase = models.BinaryField(editable=False)
    by_sheet = models.BinaryField(editable=False)
    # A phrase that was shown and not typed in yet; the one before opens until it is.
    by_new_phrase = models.BinaryField(null=True, editable=False)
    # The private half, sealed to the pair that followed: what is under this one is still read.
    by_successor = models.BinaryField(null=True, editable=False)
    status = models.CharField(
        _("status"), max_length=12, choices=KeyStatus.choices, default=KeyStatus.UNCONFIRMED
    )
    phrase_typed_at = models.DateTimeField(null=True, editable=False)
    sheet_typed_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(editable=False)

    objects = SealingKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealing key")
        verbose_name_plural = _("sealing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=KeyStatus.CURRENT), name="one_current_key"
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status=KeyStatus.UNCONFIRMED),
                name="one_unconfirmed_key",
            ),
            models.CheckConstraint(
                condition=Q(status=KeyStatus.UNCONFIRMED)
                | Q(phrase_typed_at__isnull=False, sheet_typed_at__isnull=False),
                name="keys_in_use_were_typed_in",
            ),
            models.CheckConstraint(
                condition=~Q(status=KeyStatus.REPLACED) | Q(by_successor__isnull=False),
                name="replaced_keys_are_kept_for_their_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"

    @classmethod
    def new(cls, private: bytes, *, phrase: str, sheet: str, now: datetime) -> "SealingKey":
        """Wrap a private key by `phrase` and `sheet`; unsaved, and not in use yet."""
        public = sealing.public_key_of(private)
        secret = passphrase.sheet_as_typed(sheet)
        return cls(
            public=public,
            pin=environment.mac(public, purpose="pin"),
            by_phrase=wrapping.wrap_by_phrase(private, phrase, use=BY_PHRASE),
            by_sheet=wrapping.wrap(private, secret=secret, use=BY_SHEET),
            made_at=now,
        )

    @property
    def is_pinned(self) -> bool:
        expected = environment.mac(bytes(self.public), purpose="pin")
        return compare_digest(bytes(self.pin), expected)

    def opened_by_phrase(self, typed: str) -> bytes:
        """Return the private key. Raises SealError where the phrase is another."""
        phrase = passphrase.phrase_as_typed(typed)
        return self._genuine(
            wrapping.unwrap_by_phrase(bytes(self.by_phrase), phrase, use=BY_PHRASE)
        )

    def opened_by_sheet(self, typed: str) -> bytes:
        """Return the private key. Raises SealError where the sheet is another."""
        secret = passphrase.sheet_as_typed(typed)
        return self._genuine(wrapping.unwrap(bytes(self.by_sheet), secret=secret, use=BY_SHEET))

    def _genuine(self, private: bytes) -> bytes:
        """A wrapped key that was swapped together with the phrase must not be taken for hers."""
        if not self.belongs_to(private):
            raise SealError
        return private

    def belongs_to(self, private: bytes) -> bool:
        """Whether `private` is the other half."""
        return sealing.public_key_of(private) == bytes(self.public)

    def put_in_use(self, *, before: "KeyRing | None" = None) -> None:
        """Make it the one to seal to; the one `before` stays readable through it.

        Raises IntegrityError where another is in use and not given as `before`.
        """
        with transaction.atomic():
            if before is not None:
                before.hand_over_to(self)
            self.status = KeyStatus.CURRENT
            self.save()


class KeyRing:
    """The private keys of an unlocked desk: the current one, and through it those before it."""

    _use: ClassVar[str] = "key:{}"

    def __init__(self, current: SealingKey, private: bytes) -> None:
        self._current = current
        self._keys = {current.pk: private}

    def __repr__(self) -> str:
        return "KeyRing()"  # a traceback that prints its locals shows nothing

    @property
    def current(self) -> SealingKey:
        return self._current

    @property
    def private(self) -> bytes:
        """The private half of the current key."""
        return self._keys[self._current.pk]

    def unseal(self, sealed: bytes | memoryview, *, key_id: int, row: str) -> dict[str, str]:
        """Open what was sealed to the key of that number. Raises SealError."""
        return sealing.unseal(bytes(sealed), key=self._private(key_id), row=row)

    def hand_over_to(self, successor: SealingKey) -> None:
        """Mark the current key as replaced; `successor` opens what is under it."""
        sealed = sealing.seal(
            {"private": self.private.hex()},
            to=bytes(successor.public),
            row=self._row(self._current),
        )
        SealingKey.objects.filter(pk=self._current.pk).update(
            status=KeyStatus.REPLACED, by_successor=sealed
        )

    def _private(self, key_id: int) -> bytes:
        if key_id not in self._keys:
            self._open_replaced()
        if key_id not in self._keys:
            raise SealError
        return self._keys[key_id]

    def _open_replaced(self) -> None:
        """From the newest back: each was sealed to the one that followed it."""
        private = self.private
        for key in SealingKey.objects.filter(status=KeyStatus.REPLACED).order_by("-pk"):
            sealed = bytes(key.by_successor or b"")
            private = bytes.fromhex(
                sealing.unseal(sealed, key=private, row=self._row(key))["private"]
            )
            self._keys[key.pk] = private

    def _row(self, key: SealingKey) -> str:
        return self._use.format(key.pk)
