"""A second factor that somebody shows: while signing in, and again before something important."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from practice.models import User
from practice.sign_in import passkeys, second_factors, site_name, tries
from practice.views.sign_in.forms import CodeForm, PasskeyForm
from practice.views.sign_in.pages import please_wait


@dataclass(frozen=True)
class Proof:
    """What was sent, and whether it is right."""

    request: HttpRequest
    user: User
    form: CodeForm
    is_right: bool

    @classmethod
    def of(cls, request: HttpRequest, user: User, now: datetime) -> "Proof":
        if "credential" in request.POST:
            return cls(request, user, *_by_passkey(request, user))
        form = CodeForm(request.POST or None)
        return cls(request, user, form, form.is_valid() and _is_right(request, user, form, now))

    @property
    def status(self) -> int:
        return 422 if self.request.method == "POST" else 200

    def shown(self) -> dict[str, Any]:
        """Return what the page needs to ask for it."""
        ways = second_factors.ways_of(self.user).values_list("type", flat=True)
        has_passkey = second_factors.Type.WEBAUTHN in ways
        ask = has_passkey and site_name.takes_passkeys(self.request)
        return {
            "form": self.form,
            "has_app": second_factors.Type.TOTP in ways,
            "has_passkey": has_passkey,
            "options": passkeys.to_use_one(self.user) if ask else None,
        }


def _is_right(request: HttpRequest, user: User, form: CodeForm, now: datetime) -> bool:
    code = form.cleaned_data["code"]
    pause = tries.for_code(request, user, is_recovery=second_factors.is_recovery_code(code))
    wait = pause.too_soon(now)
    if wait:
        form.add_error("code", please_wait(wait))
        return False
    if second_factors.proves(user, code):
        pause.give_back(now)
        return True
    form.add_error("code", _("That code does not fit, or was used before. Wait for the next one."))
    return False


def _by_passkey(request: HttpRequest, user: User) -> tuple[CodeForm, bool]:
    sent, form = PasskeyForm(request.POST), CodeForm({"code": "0"})
    if sent.is_valid() and passkeys.owner_of(sent.cleaned_data["credential"], user=user):
        return form, True
    form.add_error("code", _("That passkey does not fit. Please try again."))
    return form, False
