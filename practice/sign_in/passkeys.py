"""Passkeys: made at the desk, used to sign in. The ceremony is allauth's and fido2's.

Their module is imported where it is used: it reads the list of all public suffixes, and most web
processes never see anybody sign in.
"""

import json
import struct
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from practice.models import User

LONGEST_NAME = 60
# What allauth and fido2 raise at something that no browser has made.
GARBAGE = (ValidationError, ValueError, LookupError, TypeError, AttributeError, struct.error)


def to_make_one(user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey, and remember the challenge."""
    from allauth.mfa.webauthn.internal import auth

    options: dict[str, Any] = auth.begin_registration(user, passwordless=True)
    return options


def add(user: User, *, name: str, credential: str) -> bool:
    """Keep the passkey that the browser has made; returns False for what is none."""
    from allauth.mfa.webauthn.internal import auth

    made = _read(credential)
    if made is None:
        return False
    try:
        auth.parse_registration_response(made)
        auth.complete_registration(made)
    except GARBAGE:
        return False
    auth.WebAuthn.add(user, name[:LONGEST_NAME] or _("Passkey"), made)
    return True


def to_use_one(user: User | None) -> dict[str, Any]:
    """Return what the browser needs to use one of hers, or of whomever it has one of."""
    from allauth.mfa.webauthn.internal import auth

    options: dict[str, Any] = auth.begin_authentication(user)
    return options


@transaction.atomic
def owner_of(credential: str, *, user: User | None = None) -> User | None:
    """Return whose passkey answered the challenge; `user` names the only one whose may."""
    from allauth.mfa.webauthn.internal import auth

    used = _read(credential)
    if used is None:
        return None
    try:
        auth.parse_authentication_response(used)
        owner: User = user or auth.extract_user_from_response(used)
        passkey: Authenticator = auth.complete_authentication(owner, used)
    except GARBAGE:
        return None
    passkey.record_usage()
    return owner if owner.is_active and owner.is_staff else None


def _read(credential: str) -> dict[str, Any] | None:
    try:
        content = json.loads(credential)
    except (ValueError, RecursionError):  # brackets within brackets, thousands deep
        return None
    return content if isinstance(content, dict) else None
