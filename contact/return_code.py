"""The number with which somebody comes back: 20 digits in five groups, like any reference number.

It is derived from the token of her form, which is kept nowhere: the same form sent twice gives the
same number, and nobody can work it out from the database, the logs or the environment. A light
Argon2id (the digits alone have 66 bits) turns it into a look-up value, a proof and a wrapping key.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Protocol, TypeVar

from django.utils.crypto import salted_hmac

from practice import sealing
from practice.models.sealing_key import CannotSealError
from practice.sealing import SealError, environment, wrapping

DIGITS = 20
GROUP = 4
LOOKUP_BYTES, PROOF_BYTES, SECRET_BYTES = 16, 16, 32
USE = "code of {}"
PUBLIC = "public half of a code"


class HasCode(Protocol):
    """A row that a return code finds and opens."""

    code_proof: Any  # bytes, and a memoryview once read
    code_private: Any
    code_public: Any

    @property
    def thing(self) -> str: ...


Row = TypeVar("Row", bound=HasCode)


@dataclass(frozen=True, repr=False)
class Derived:
    """What a code is turned into."""

    lookup: bytes
    proof: bytes
    secret: bytes


@dataclass(frozen=True, repr=False)
class OpenedByCode:
    """What opens one enquiry and all that came after it, once its return code was typed in.

    Where the wrapped key is damaged nothing opens; the number was right none the less.
    """

    wrapped: bytes
    secret: bytes
    use: str

    def unseal(self, sealed: bytes, *, row: str) -> dict[str, str]:
        """Raises sealing.SealError."""
        return sealing.unseal(sealed, key=self._private(), row=row)

    def belongs_to(self, public: bytes) -> bool:
        """Whether it opens what is sealed to `public`. Raises sealing.SealError."""
        return sealing.public_key_of(self._private()) == public

    def _private(self) -> bytes:
        return wrapping.unwrap(self.wrapped, secret=self.secret, use=self.use)


def code_for(token: str, words: str) -> str:
    """Return the code of this form with these words, as 20 digits."""
    made = salted_hmac("contact.return_code", f"{token} {words}", algorithm="sha256").digest()
    return str(int.from_bytes(made) % 10**DIGITS).zfill(DIGITS)


def in_groups(code: str) -> str:
    """Return the code as people read it: five groups of four."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_typed(typed: str) -> str:
    """Return the digits of what was typed; "" where they are not twenty."""
    digits = re.sub(r"[^0-9]", "", typed)
    return digits if len(digits) == DIGITS else ""


def derive(code: str) -> Derived:
    length = LOOKUP_BYTES + PROOF_BYTES + SECRET_BYTES
    made = wrapping.from_digits(code, salt=environment.key_for("return code"), length=length)
    proof_ends = LOOKUP_BYTES + PROOF_BYTES
    return Derived(made[:LOOKUP_BYTES], made[LOOKUP_BYTES:proof_ends], made[proof_ends:])


def code_fields(code: str, *, row: str) -> dict[str, bytes]:
    """Return what a row keeps of its code: a key pair of its own, wrapped, and what finds it."""
    derived, private = derive(code), sealing.new_private_key()
    public = sealing.public_key_of(private)
    return {
        "code_public": environment.marked(public, purpose=PUBLIC, row=row),
        "code_private": wrapping.wrap(private, secret=derived.secret, use=USE.format(row)),
        "code_lookup": derived.lookup,
        "code_proof": derived.proof,
    }


def public_half(row: HasCode) -> bytes:
    """Return the key that only the row's code opens.

    Raises CannotSealError where it is not the one that this site made for the row: an answer must
    not be sealed to whoever can write to the database.
    """
    try:
        return environment.unmarked(bytes(row.code_public), purpose=PUBLIC, row=row.thing)
    except SealError:
        raise CannotSealError from None


def mark_anew(row: HasCode) -> None:
    """Take the public half as it is; for another ENCRYPTION_KEY, see contact/marking.py."""
    row.code_public = environment.marked_anew(bytes(row.code_public), purpose=PUBLIC, row=row.thing)


def opened_by(typed: str, find: Callable[[bytes], Row | None]) -> "tuple[Row, OpenedByCode] | None":
    """Return the row that `find` gives for the look-up value, and what opens it, or None.

    What cannot be a code, an unknown code and a wrong one take the same work.
    """
    derived = derive(as_typed(typed))
    row = find(derived.lookup)
    proof = bytes(row.code_proof) if row else bytes(PROOF_BYTES)
    if not compare_digest(proof, derived.proof) or row is None:
        return None
    use = USE.format(row.thing)
    return row, OpenedByCode(bytes(row.code_private), derived.secret, use)
