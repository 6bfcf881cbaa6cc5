"""What makes one form one enquiry, however often it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contact.return_code import code_for

# From opening the form to sending it; docs/decisions/0054-spam-is-held-back.md says why.
QUICKEST, SLOWEST = timedelta(seconds=2), timedelta(days=1)

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


def new_token(opened_at: datetime | None = None) -> str:
    """Return a token for a form opened then (else now). Nobody can make up an earlier one."""
    opened_at = opened_at or timezone.now()
    return _signer.sign(f"{uuid4().hex}.{int(opened_at.timestamp())}")


def opened_at(token: str) -> datetime | None:
    """When the form of this token was opened; None where the token was not made here."""
    try:
        name, _dot, seconds = _signer.unsign(token).partition(".")
        UUID(name)
        return datetime.fromtimestamp(int(seconds), UTC)
    except (signing.BadSignature, ValueError, OverflowError):
        return None


def new_token_at_once() -> str:
    """Return a token for a form that came filled in: a person need only press Send again."""
    return new_token(timezone.now() - QUICKEST)


def is_stale(opened: datetime) -> bool:
    """Whether a form opened then asks for one more press."""
    return timezone.now() - opened > SLOWEST
