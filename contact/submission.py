"""The token that makes one form one enquiry, however often it is sent."""

from uuid import UUID, uuid4

from django.core import signing

_signer = signing.Signer(salt="contact.submission")


class ForgedTokenError(ValueError):
    """The token was not made here."""


def new_token() -> str:
    return _signer.sign(uuid4().hex)


def submission_of(token: str) -> UUID:
    """Return the submission that `token` stands for. Raises ForgedTokenError."""
    try:
        return UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise ForgedTokenError from None
