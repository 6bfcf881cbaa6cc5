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

NONCE_BYTES = 12


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


def encrypt(text: str, *, purpose: str) -> bytes:
    """Encrypt `text`; its length shows."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(key_for(purpose))
    return nonce + cipher.encrypt(nonce, text.encode(), purpose.encode())


def decrypt(encrypted: bytes, *, purpose: str) -> str:
    """Return what `encrypt` was given for the same purpose. Raises SealError."""
    nonce, body = encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:]
    try:
        return AESGCM(key_for(purpose)).decrypt(nonce, body, purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise SealError from None
