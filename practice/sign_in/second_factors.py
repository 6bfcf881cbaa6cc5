"""What proves a second time who somebody is: codes of an app, recovery codes, passkeys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from practice.models import User
from practice.sealing import SealError

Type = Authenticator.Type
NEW_APP = "new_app"  # in the session, encrypted


def has_one(user: User) -> bool:
    """Whether she has a second factor. Recovery codes alone are none: they only stand in for it."""
    return ways_of(user).exists()


def ways_of(user: User) -> models.QuerySet[Authenticator]:
    """Her passkeys and her app, the oldest first."""
    mine: models.QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return mine.exclude(type=Type.RECOVERY_CODES).order_by("created_at", "pk")


def digits_of(typed: str) -> str:
    return re.sub(r"\D", "", typed)


def is_recovery_code(typed: str) -> bool:
    return len(digits_of(typed)) > int(app_settings.TOTP_DIGITS)


def proves(user: User, typed: str) -> bool:
    """Whether this is a code of her app, or one of her recovery codes; each counts once."""
    check = _is_unused_recovery_code if is_recovery_code(typed) else _is_unused_code
    try:
        return check(user, digits_of(typed))
    except SealError:  # ENCRYPTION_KEY is another one: passkeys go on, codes do not
        return False


@transaction.atomic
def _is_unused_code(user: User, code: str) -> bool:
    """allauth remembers used codes in the memory of one process; this does so for all of them."""
    app = Authenticator.objects.select_for_update().filter(user=user, type=Type.TOTP).first()
    if app is None:
        return False
    counter = _counter_of(get_adapter().decrypt(app.data["secret"]), code)
    if counter is None or counter <= app.data.get("used", -1):
        return False
    app.data["used"] = counter
    app.save(update_fields=["data"])
    app.record_usage()
    return True


def _counter_of(secret: str, code: str) -> int | None:
    """Return the half-minute in which the app shows this code; None where it is none of these."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if constant_time_compare(code, expected):
            return int(counter)
    return None


def _is_unused_recovery_code(user: User, code: str) -> bool:
    codes = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return codes is not None and bool(RecoveryCodes(codes).validate_code(code))


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Make ten codes; those before them open nothing any more. They are shown once."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return [_in_groups(code) for code in RecoveryCodes.activate(user).generate_codes()]


def recovery_codes_left(user: User) -> int:
    codes = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    if codes is None:
        return 0
    used: int = codes.data["used_mask"]
    return int(app_settings.RECOVERY_CODE_COUNT) - used.bit_count()


def _in_groups(code: str) -> str:
    return " ".join(re.findall("....", code))


@dataclass(frozen=True)
class NewApp:
    """An app that is about to be added: its seed waits, encrypted, in the session."""

    secret: str
    address: str

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> "NewApp":
        """Return the one that waits, or a new one; a page that is loaded again stays the same."""
        adapter = get_adapter()
        kept = request.session.get(NEW_APP)
        secret = adapter.decrypt(kept) if kept else totp.generate_totp_secret()
        request.session[NEW_APP] = kept or adapter.encrypt(secret)
        return cls(secret, adapter.build_totp_url(user, secret))

    @property
    def groups(self) -> str:
        """The seed as somebody types it who cannot take a picture of the square."""
        return " ".join(re.findall("....", self.secret))

    def square(self) -> tuple[int, str]:
        """Return the QR code: how many dots it is wide, and the dark ones as an SVG path."""
        import qrcode  # only here: few web processes ever draw one

        code = qrcode.QRCode(border=4)
        code.add_data(self.address)
        code.make()
        rows: list[list[bool]] = code.get_matrix()
        return len(rows), "".join(_dark(rows))

    @transaction.atomic
    def confirm(self, request: HttpRequest, user: User, typed: str) -> bool:
        """Add it in place of the one before, if it shows this code."""
        counter = _counter_of(self.secret, digits_of(typed))
        if counter is None:
            return False
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
        app = totp.TOTP.activate(user, self.secret).instance
        app.data["used"] = counter
        app.save(update_fields=["data"])
        request.session.pop(NEW_APP, None)
        return True


def _dark(rows: list[list[bool]]) -> Iterator[str]:
    for y, row in enumerate(rows):
        yield from (f"M{x} {y}h1v1h-1z" for x, is_dark in enumerate(row) if is_dark)


@transaction.atomic
def remove(user: User, pk: int) -> bool:
    """Remove one of her ways, but never the last: without any, a password would be enough."""
    User.objects.select_for_update().get(pk=user.pk)
    ways = ways_of(user)
    if ways.count() < 2:
        return False
    return ways.filter(pk=pk).delete()[0] > 0
