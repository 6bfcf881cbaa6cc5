from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from hmac import compare_digest

from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from practice import sealing
from practice.models.profile import POSTGRES_IS_AWAY
from practice.sealing import SealError, Secret, environment, passphrase, wrapping

BY_PHRASE, BY_SHEET = "key by phrase", "key by sheet"
# Longer than any form takes to be taken in: until then one may be on its way to the key before.
KEPT_AFTER_SUCCESSION = timedelta(hours=1)


class CannotSealError(Exception):
    """There is no public key that this site may seal to: none yet, or one that is not ours."""


class KeyStatus(models.TextChoices):
    """unconfirmed → current (once phrase and sheet were typed in) → replaced."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    CURRENT = "current", _("In use")
    REPLACED = "replaced", _("Replaced")


class Condition(Enum):
    """Whether there is a key to seal to, and whether it is the one that was set up."""

    IN_ORDER = "in order"
    MISSING = "missing"
    SWAPPED = "swapped"  # in the database, or ENCRYPTION_KEY is another


class SealingKeyQuerySet(models.QuerySet["SealingKey"]):
    def in_use(self) -> "SealingKey | None":
        """Return the key in use, though it may be a swapped one: never seal to it."""
        return self.filter(status=KeyStatus.CURRENT).first()

    def current(self) -> "SealingKey":
        """Return the key to seal to. Raises CannotSealError."""
        key = self.in_use()
        if key is None or not key.is_pinned:
            raise CannotSealError
        return key

    def condition(self) -> Condition:
        key = self.in_use()
        if key is None:
            return Condition.MISSING
        return Condition.IN_ORDER if key.is_pinned else Condition.SWAPPED

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

    def begin(self, new: "SealingKey") -> None:
        """Save a new key that is to be confirmed, in place of one that never was."""
        with transaction.atomic():
            self.filter(status=KeyStatus.UNCONFIRMED).delete()
            new.save(force_insert=True)

    def give_up(self) -> int:
        """Let go of a key that nobody can open any more; return how many there were.

        What is under it stays where it is, and is read by those who wrote it alone.
        """
        return self.filter(status=KeyStatus.CURRENT).update(
            status=KeyStatus.REPLACED, by_phrase=b"", by_sheet=b"", by_successor=b""
        )

    def forget_unused(self, now: datetime) -> None:
        """Remove the replaced keys that nothing is under any more."""
        current = self.in_use()
        if not current or now - (current.sheet_typed_at or now) < KEPT_AFTER_SUCCESSION:
            return
        for key in self.filter(status=KeyStatus.REPLACED):
            with suppress(ProtectedError):
                key.delete()


class SealingKey(models.Model):
    """The therapist's key pair. The private half is here only wrapped: by her phrase, by her sheet.

    `pin` ties the public half to ENCRYPTION_KEY: one that was swapped in the database is refused.
    """

    Status, Condition = KeyStatus, Condition

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

    @property
    def thing(self) -> str:
        """What stands for this row in seals and audit lines."""
        return _row(self.pk)

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
        return self._genuine(self.unwrapped_by_phrase(typed))

    def opened_by_new_phrase(self, typed: str) -> bytes:
        """Return the private key. Raises SealError where it is not the phrase shown last."""
        return self._genuine(_by_phrase(self.by_new_phrase, typed))

    def opened_by_sheet(self, typed: str) -> bytes:
        """Return the private key. Raises SealError where the sheet is another."""
        return self._genuine(self.unwrapped_by_sheet(typed))

    def unwrapped_by_phrase(self, typed: str) -> bytes:
        """Return the private key, whatever the public half in the row is. Raises SealError."""
        return _by_phrase(self.by_phrase, typed)

    def unwrapped_by_sheet(self, typed: str) -> bytes:
        """Return the private key, whatever the public half in the row is. Raises SealError."""
        secret = passphrase.sheet_as_typed(typed)
        return wrapping.unwrap(bytes(self.by_sheet), secret=secret, use=BY_SHEET)

    def _genuine(self, private: bytes) -> bytes:
        """A public half that was swapped must not be taken for hers."""
        if not self.belongs_to(private):
            raise SealError
        return private

    def belongs_to(self, private: bytes) -> bool:
        """Whether `private` is the other half."""
        return sealing.public_key_of(private) == bytes(self.public)

    def put_in_use(self, *, before: "KeyRing | None" = None) -> None:
        """Make it the one to seal to; what is under the one `before` is read through it.

        Safe to repeat. Raises IntegrityError where another is in use and not given as `before`.
        """
        with transaction.atomic():
            waits = SealingKey.objects.select_for_update().filter(status=KeyStatus.UNCONFIRMED)
            if not waits.filter(pk=self.pk).exists():
                return
            if before is not None:
                before.hand_over_to(self)
            self.status = KeyStatus.CURRENT
            self.save()

    def offer_phrase(self, private: bytes, phrase: str) -> None:
        """Wrap the private key by a new phrase too; the one before opens until it was typed in."""
        self.by_new_phrase = wrapping.wrap_by_phrase(private, phrase, use=BY_PHRASE)
        self.save(update_fields=["by_new_phrase"])

    def take_new_phrase(self, now: datetime) -> None:
        self.by_phrase, self.by_new_phrase = self.by_new_phrase, None
        self.phrase_typed_at = now
        self.save(update_fields=["by_phrase", "by_new_phrase", "phrase_typed_at"])

    def mend(self, private: bytes) -> None:
        """Make the public half and its pin what they must be, from the private one.

        Only her phrase or her sheet gives `private`, so nobody else's key gets in this way.
        """
        self.public = sealing.public_key_of(private)
        self.pin = environment.mac(self.public, purpose="pin")
        self.save(update_fields=["public", "pin"])


def _by_phrase(wrapped: "bytes | memoryview | None", typed: str) -> bytes:
    phrase = passphrase.phrase_as_typed(typed)
    return wrapping.unwrap_by_phrase(bytes(wrapped or b""), phrase, use=BY_PHRASE)


class KeyRing:
    """The private keys of an unlocked desk: the current one, and through it those before it."""

    def __init__(self, current: SealingKey, private: bytes) -> None:
        self._current = current
        self._keys = {current.pk: private}

    def __repr__(self) -> str:
        return "KeyRing()"  # a traceback that prints its locals shows nothing

    def __reduce_ex__(self, protocol: object) -> str:
        raise TypeError("a key ring is not pickled")

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
        """Let `successor` open what is under every key of this ring, and nothing else open it.

        A replaced key that does not open stays as it is: nobody could read what is under it before.
        """
        earlier = SealingKey.objects.exclude(status=KeyStatus.UNCONFIRMED).exclude(pk=successor.pk)
        for key in earlier.select_for_update():
            with suppress(SealError):
                self._hand_over(key, successor)

    def _hand_over(self, key: SealingKey, successor: SealingKey) -> None:
        private = {"private": self._private(key.pk).hex()}
        key.by_successor = sealing.seal(private, to=bytes(successor.public), row=_row(key.pk))
        key.by_phrase = key.by_sheet = b""
        key.by_new_phrase, key.status = None, KeyStatus.REPLACED
        key.save()

    def _private(self, key_id: int) -> bytes:
        if key_id not in self._keys:
            self._keys[key_id] = self._private_of_replaced(key_id)
        return self._keys[key_id]

    def _private_of_replaced(self, key_id: int) -> bytes:
        replaced = SealingKey.objects.filter(pk=key_id, status=KeyStatus.REPLACED).first()
        by_successor = bytes(replaced.by_successor or b"") if replaced else b""
        opened = sealing.unseal(by_successor, key=self.private, row=_row(key_id))
        return Secret(bytes.fromhex(opened["private"]))


def _row(key_id: int) -> str:
    return f"key:{key_id}"
