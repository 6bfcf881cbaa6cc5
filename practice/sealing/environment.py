"""What the server itself must open again, or recognise, under a key from ENCRYPTION_KEY.

Whoever holds both the database and the environment opens it. So nothing goes in here but what a
page or a mail needs for minutes or days; what people wrote is under `envelope`.
"""

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from practice.sealing.errors import SealError
from practice.sealing.padding import padded

NONCE_BYTES = 12
MARK_BYTES = 32
NUL = b"\0"


@lru_cache(maxsize=64)  # a mail has a purpose of its own
def _derived(secret: str, purpose: str) -> bytes:
    info = b"attune environment 2|" + purpose.encode()
    return HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode())


def key_for(purpose: str) -> bytes:
    """Return 32 bytes that stand for ENCRYPTION_KEY in one purpose, and tell nothing of it."""
    return _derived(settings.ENCRYPTION_KEY, purpose)


def mac(content: bytes, *, purpose: str) -> bytes:
    """Return 32 bytes by which `content` is recognised by whoever has ENCRYPTION_KEY."""
    return hmac.new(key_for(purpose), content, sha256).digest()


def marked(content: bytes, *, purpose: str, row: str) -> bytes:
    """Return `content` with a mark behind it, which only ENCRYPTION_KEY makes, for that row."""
    return content + _mark(content, purpose, row)


def unmarked(content: bytes, *, purpose: str, row: str) -> bytes:
    """Return what `marked` was given for the same purpose and row. Raises SealError."""
    plain, mark = content[:-MARK_BYTES], content[-MARK_BYTES:]
    if not hmac.compare_digest(mark, _mark(plain, purpose, row)):
        raise SealError
    return plain


def marked_anew(content: bytes, *, purpose: str, row: str) -> bytes:
    """Put a mark in place of the one that is there, made with whatever ENCRYPTION_KEY."""
    return marked(content[:-MARK_BYTES], purpose=purpose, row=row)


def _mark(content: bytes, purpose: str, row: str) -> bytes:
    return mac(f"{row}|".encode() + content, purpose=purpose)


def encrypt(text: str, *, purpose: str, hides_length: bool = False) -> bytes:
    """Encrypt `text`, which holds no NUL. Its length shows, unless it `hides_length`.

    Raises TooLongError above 16 KiB where it does.
    """
    plain = padded(text.encode(), NUL) if hides_length else text.encode()
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key_for(purpose)).encrypt(nonce, plain, purpose.encode())


def decrypt(encrypted: bytes, *, purpose: str) -> str:
    """Return what `encrypt` was given for the same purpose. Raises SealError."""
    nonce, body = encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:]
    try:
        plain = AESGCM(key_for(purpose)).decrypt(nonce, body, purpose.encode())
        return plain.rstrip(NUL).decode()
    except (InvalidTag, ValueError):
        raise SealError from None
