"""A private key → bytes that only a phrase, a recovery sheet or a return code opens.

AES-256-GCM under a key that is derived from what a person keeps: by Argon2id from the words of a
phrase, by HKDF-SHA256 from a secret that is long enough as it is. `use` is bound in, so that a
key wrapped for one purpose or row does not open as another's.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from practice.sealing.errors import SealError
from practice.sealing.secret import Secret

NONCE_BYTES = 12
SALT_BYTES = 16

# RFC 9106's second recommended choice: 64 MiB and three passes, about 0.15 s. A guess at six words
# (77 bits) costs as much.
PHRASE_MEMORY = 64 * 1024  # KiB
PHRASE_PASSES = 3

# At most 5 ms: a guess at 66 bits needs no more.
DIGITS_MEMORY = 2048  # KiB
DIGITS_PASSES = 1


def wrap(private: bytes, *, secret: bytes, use: str) -> bytes:
    """Wrap a private key under at least 16 random bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, private, use.encode())


def unwrap(wrapped: bytes, *, secret: bytes, use: str) -> bytes:
    """Return the private key. Raises SealError where the secret or the use is another."""
    nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    try:
        return Secret(_cipher(secret).decrypt(nonce, body, use.encode()))
    except (InvalidTag, ValueError):
        raise SealError from None


def wrap_by_phrase(private: bytes, phrase: str, *, use: str) -> bytes:
    """Wrap a private key under a phrase; takes about 0.15 s and 64 MiB on purpose."""
    salt = os.urandom(SALT_BYTES)
    return salt + wrap(private, secret=_stretched(phrase, salt), use=use)


def unwrap_by_phrase(wrapped: bytes, phrase: str, *, use: str) -> bytes:
    """Return the private key. Raises SealError where the phrase is another."""
    salt, body = wrapped[:SALT_BYTES], wrapped[SALT_BYTES:]
    if len(salt) < SALT_BYTES:
        raise SealError
    return unwrap(body, secret=_stretched(phrase, salt), use=use)


def from_digits(code: str, *, salt: bytes, length: int) -> bytes:
    """Return `length` bytes of a return code, by an Argon2id that a visitor does not wait for."""
    salt = salt[:SALT_BYTES]
    return _argon(code, salt, length=length, passes=DIGITS_PASSES, memory=DIGITS_MEMORY)


def _stretched(phrase: str, salt: bytes) -> bytes:
    return _argon(phrase, salt, length=32, passes=PHRASE_PASSES, memory=PHRASE_MEMORY)


def _argon(text: str, salt: bytes, *, length: int, passes: int, memory: int) -> bytes:
    argon = Argon2id(salt=salt, length=length, iterations=passes, lanes=1, memory_cost=memory)
    return argon.derive(text.encode())


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"attune wrapping 2").derive(secret))
