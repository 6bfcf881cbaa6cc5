"""Contents → bytes that only one private key opens.

Format: one version byte, then HPKE (RFC 9180, base mode: X25519, HKDF-SHA256, AES-256-GCM) over
JSON that is padded to 1, 4 or 16 KiB, so that the length of a message does not show. `info` binds
application, version and row: sealed contents that are moved to another row do not open.
"""

import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from practice.sealing.errors import SealError
from practice.sealing.padding import padded
from practice.sealing.secret import Secret

VERSION = b"\x02"

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_private_key() -> bytes:
    """Return the 32 bytes of a new private key."""
    return Secret(X25519PrivateKey.generate().private_bytes_raw())


def public_key_of(private: bytes) -> bytes:
    """Return the 32 bytes of the public half. Raises ValueError where `private` is no key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(contents: Mapping[str, str], *, to: bytes, row: str) -> bytes:
    """Seal `contents` to a public key, for the row called `row` (such as "enquiry:<uuid>").

    Raises TooLongError above 16 KiB of JSON.
    """
    public = X25519PublicKey.from_public_bytes(to)
    return VERSION + _SUITE.encrypt(_padded(contents), public, info=_bound_to(row))


def unseal(sealed: bytes, *, key: bytes, row: str) -> dict[str, str]:
    """Open what `seal` made for the same `row`, with the private key. Raises SealError."""
    if sealed[:1] != VERSION:
        raise SealError
    try:
        private = X25519PrivateKey.from_private_bytes(key)
        plain = _SUITE.decrypt(sealed[1:], private, info=_bound_to(row))
    except (InvalidTag, ValueError):
        raise SealError from None
    opened: dict[str, str] = json.loads(plain)
    return opened


def _bound_to(row: str) -> bytes:
    return b"attune|2|" + row.encode()


def _padded(contents: Mapping[str, str]) -> bytes:
    plain = json.dumps(dict(contents), ensure_ascii=False, separators=(",", ":")).encode()
    return padded(plain, b" ")  # JSON allows trailing spaces, so opening needs no length
