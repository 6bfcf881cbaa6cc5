"""What makes one form one enquiry, however often it is sent."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from django.core import signing
from django.utils.crypto import salted_hmac

_signer = signing.Signer(salt="contact.submission")


def new_token() -> str:
    return _signer.sign(uuid4().hex)


def is_genuine(token: str) -> bool:
    """Whether the token was made here."""
    try:
        UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return False
    return True


def submission_of(token: str, contents: Mapping[str, str]) -> UUID:
    """Return what stands for this form with these words.

    Sent again it is the same. A corrected number makes it another, so that no correction is ever
    dropped. The token, which is not kept, makes it useless for guessing at the words.
    """
    words = json.dumps(dict(contents), sort_keys=True)
    mac = salted_hmac("contact.submission", f"{token} {words}", algorithm="sha256")
    return UUID(bytes=mac.digest()[:16])
