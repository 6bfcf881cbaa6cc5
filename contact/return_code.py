"""The number with which somebody comes back: 20 digits in five groups, like any reference number.

It is derived from the token of her form, which is kept nowhere: the same form sent twice gives the
same number, and nobody can work it out from the database, the logs or the environment. A light
Argon2id (the digits alone have 66 bits) turns it into a look-up value, a proof and a wrapping key.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, Protocol, TypeVar

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.utils.crypto import salted_hmac

from practice import sealing
from practice.sealing import environment, wrapping

DIGITS = 20
GROUP = 4
# At most 5 ms: a guess at 66 bits needs no more.
MEMORY, PASSES = 2048, 1  # KiB, times
LOOKUP_BYTES, PROOF_BYTES, SECRET_BYTES = 16, 16, 32
USE = "code of {}"


class HasCode(Protocol):
    """A row that a return code finds and opens."""

    code_proof: Any  # bytes, and a memoryview once read
    code_private: Any

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

    def unseal(self, sealed: bytes | memoryview, *, row: str) -> dict[str, str]:
        """Raises sealing.SealError."""
        private = wrapping.unwrap(self.wrapped, secret=self.secret, use=self.use)
        return sealing.unseal(bytes(sealed), key=private, row=row)


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
    argon = Argon2id(
        salt=environment.key_for("return code")[:16],
        length=LOOKUP_BYTES + PROOF_BYTES + SECRET_BYTES,
        iterations=PASSES,
        lanes=1,
        memory_cost=MEMORY,
    )
    made = argon.derive(code.encode())
    proof_ends = LOOKUP_BYTES + PROOF_BYTES
    return Derived(made[:LOOKUP_BYTES], made[LOOKUP_BYTES:proof_ends], made[proof_ends:])


def code_fields(code: str, *, row: str) -> dict[str, bytes]:
    """Return what a row keeps of its code: a key pair of its own, wrapped, and what finds it."""
    derived, private = derive(code), sealing.new_private_key()
    return {
        "code_public": sealing.public_key_of(private),
        "code_private": wrapping.wrap(private, secret=derived.secret, use=USE.format(row)),
        "code_lookup": derived.lookup,
        "code_proof": derived.proof,
    }


def sealed_for_code(contents: Mapping[str, str], public: bytes | memoryview, *, row: str) -> bytes:
    """Seal `contents` so that only the code opens them. Raises sealing.TooLongError."""
    return sealing.seal(contents, to=bytes(public), row=row)


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
