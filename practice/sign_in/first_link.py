"""The link with which a site begins: whoever has it becomes the therapist, once.

It takes the place of a password that an operator would make up. What it gives is half of signing
in; the other half, a passkey or an app, is made right after, and then the link is gone.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from practice import audit
from practice.addresses import absolute
from practice.local_secrets import readable_password
from practice.models import FirstLink, FirstSteps, User
from practice.models.audit_line import Verb
from practice.models.user import Role


class TooLateError(Exception):
    """A therapist signs in here with two steps: who is locked out is let in by `rescue_sign_in`."""


class NameTakenError(Exception):
    """Another account has this name."""


def address_of(code: str) -> str:
    """The code is in the part of an address that no browser sends: no log and no header has it."""
    return f"{absolute(reverse('admin:begin'))}#{code}"


@transaction.atomic
def make(now: datetime, *, code: str = "") -> str:
    """Make the link's code (or take `code`), in place of one before it. Raises TooLateError."""
    if _somebody_signs_in():
        raise TooLateError
    code = code or readable_password()
    FirstLink.objects.renew(code, now)
    audit.record(audit.OPERATOR, Verb.LINK_MADE, "link", now=now)
    return code


@transaction.atomic
def open_(code: str, *, name: str, password: str, now: datetime) -> User | None:
    """Return the therapist's account, with this name and password; None for what opens nothing.

    Until a second step is there the code opens it again, and ends what was begun before. Raises
    NameTakenError.
    """
    if FirstLink.objects.locked(code, now) is None or _somebody_signs_in():
        return None
    user = _therapist()
    if User.objects.filter(username=name).exclude(pk=user.pk).exists():
        raise NameTakenError
    user.username, user.role, user.is_active = name, Role.THERAPIST, True
    user.set_password(password)  # which ends what was begun with the one before
    user.save()
    FirstSteps.objects.get_or_create(pk=FirstSteps.ONLY)
    audit.record(name, Verb.LINK_USED, f"account:{user.pk}", now=now)
    return user


def hold() -> None:
    """Let nobody open it until the transaction ends. Before the account, as `open_` does it."""
    list(FirstLink.objects.select_for_update())


def close_after(user: User) -> None:
    """Let the link open nothing any more: the therapist comes in without it."""
    if user.role == Role.THERAPIST:
        FirstLink.objects.all().delete()


def _therapist() -> User:
    """The account of `make run`, or of an earlier try, is hers too: it never was signed in to."""
    return User.objects.filter(is_superuser=True).order_by("pk").first() or User()


def _somebody_signs_in() -> bool:
    ways = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(ways.filter(user__is_superuser=True).exists())
