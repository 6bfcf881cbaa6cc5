"""Seals what people wrote, so that a row, a backup, a log or an environment cannot open it.

The one place that touches cryptography (the library is `cryptography`; nothing here is our own):

- `envelope`: contents → bytes that only one private key opens, bound to their row (HPKE)
- `wrapping`: a private key → bytes that only a phrase, a sheet or a return code opens
- `passphrase`: the six words of the reading phrase, the letters of the recovery sheet
- `environment`: what the server itself must open again, or know for its own, under ENCRYPTION_KEY

What this does not protect is in docs/security.md.
"""

from practice.sealing.envelope import new_private_key, public_key_of, seal, unseal
from practice.sealing.errors import SealError, TooLongError
from practice.sealing.secret import Secret

__all__ = [
    "SealError",
    "Secret",
    "TooLongError",
    "new_private_key",
    "public_key_of",
    "seal",
    "unseal",
]
