"""What makes one form of the desk one row, however often it is sent."""

from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac


def new_token() -> str:
    return uuid4().hex


def id_of(token: str, *words: str) -> UUID:
    """Return the id of the row that a form with this token and these words makes.

    Corrected words make another row, so that no correction is ever dropped. The token is kept
    nowhere, so the id is useless for guessing at the words.
    """
    mac = salted_hmac("contact.written_once", "\0".join([token, *words]), algorithm="sha256")
    return UUID(bytes=mac.digest()[:16])
