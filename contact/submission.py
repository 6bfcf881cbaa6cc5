"""What makes one form one enquiry, however often it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core import signing
from django.utils.crypto import salted_hmac

from contact.return_code import code_for

_signer = signing.Signer(salt="contact.submission")


@dataclass(frozen=True, repr=False)
class Submission:
    """What stands for a form with its words, and the return code that goes with it.

    Sent again both are the same. A corrected number makes them others, so that no correction is
    ever dropped. The token, which is not kept, makes `id` useless for guessing at the words.
    """

    id: UUID
    code: str

    @classmethod
    def of(cls, token: str, contents: Mapping[str, str]) -> "Submission":
        words = json.dumps(dict(contents), sort_keys=True)
        mac = salted_hmac("contact.submission", f"{token} {words}", algorithm="sha256")
        return cls(UUID(bytes=mac.digest()[:16]), code_for(token, words))


def new_token() -> str:
    return _signer.sign(uuid4().hex)


def is_genuine(token: str) -> bool:
    """Whether the token was made here."""
    try:
        UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return False
    return True
