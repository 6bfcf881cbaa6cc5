"""Seals what people wrote, so that a row, a backup or a log cannot be read.

The one place that touches cryptography.

Format: one version byte, a 12-byte nonce, then AES-256-GCM over JSON that is padded to 1, 4 or
16 KiB, so that the length of a message does not show. The key is derived by HKDF-SHA256 from
settings.ENCRYPTION_KEY. The row's own id is bound in: sealed contents moved to another row do not
open. What this does not protect is in docs/security.md.
"""

import json
import os
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
SIZES = (1024, 4096, 16384)  # bytes of padded plaintext


class SealError(Exception):
    """Sealed contents that do not open: damaged, moved, or sealed under another key."""


class TooLongError(ValueError):
    """Contents that exceed the largest size."""


@cache
def _cipher(secret: str) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"attune sealing 1").derive(secret.encode())
    return AESGCM(derived)


def _bound_to(row: str) -> bytes:
    return b"attune|1|" + row.encode()


def _padded(contents: Mapping[str, str]) -> bytes:
    plain = json.dumps(dict(contents), ensure_ascii=False, separators=(",", ":")).encode()
    size = next((size for size in SIZES if len(plain) <= size), None)
    if size is None:
        raise TooLongError
    return plain.ljust(size)  # JSON allows trailing spaces, so opening needs no length


def seal(contents: Mapping[str, str], *, row: str) -> bytes:
    """Seal `contents` for the row called `row` (for example "enquiry:<uuid>").

    Raises TooLongError above 16 KiB of JSON.
    """
    nonce = os.urandom(NONCE_BYTES)
    plain = _padded(contents)
    return VERSION + nonce + _cipher(settings.ENCRYPTION_KEY).encrypt(nonce, plain, _bound_to(row))


def unseal(sealed: bytes, *, row: str) -> dict[str, str]:
    """Open what `seal` made for the same `row`. Raises SealError for everything else."""
    if sealed[:1] != VERSION:
        raise SealError("unknown version")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        plain = _cipher(settings.ENCRYPTION_KEY).decrypt(nonce, body, _bound_to(row))
    except (InvalidTag, ValueError):
        raise SealError("does not open") from None
    opened: dict[str, str] = json.loads(plain)
    return opened
