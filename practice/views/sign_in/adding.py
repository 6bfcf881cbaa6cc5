"""Adding a passkey or an app: at the desk, and as the first of an account."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from practice.models import User
from practice.sign_in import passkeys, site_name
from practice.sign_in.second_factors import NewApp
from practice.views.sign_in.forms import AppForm, PasskeyForm


@dataclass(frozen=True)
class Adding:
    """What was sent, and whether it was added."""

    request: HttpRequest
    user: User
    form: AppForm
    is_done: bool
    says: str

    @classmethod
    def of(cls, request: HttpRequest, user: User) -> "Adding":
        if "credential" in request.POST:
            return cls._passkey(request, user)
        form = AppForm(request.POST or None)
        is_done = form.is_valid() and cls._app(request, user, form)
        return cls(request, user, form, is_done, "")

    @classmethod
    def _passkey(cls, request: HttpRequest, user: User) -> "Adding":
        sent = PasskeyForm(request.POST)
        is_done = sent.is_valid() and passkeys.add(
            user, name=sent.cleaned_data["name"], credential=sent.cleaned_data["credential"]
        )
        says = "" if is_done else _("The passkey could not be made. Please try again.")
        return cls(request, user, AppForm(), is_done, says)

    @staticmethod
    def _app(request: HttpRequest, user: User, form: AppForm) -> bool:
        if NewApp.begin(request, user).confirm(request, user, form.cleaned_data["code"]):
            return True
        form.add_error("code", _("That code does not fit. Wait for the next one."))
        return False

    @property
    def status(self) -> int:
        return 422 if self.request.method == "POST" else 200

    def shown_passkey(self) -> dict[str, Any]:
        can = site_name.takes_passkeys(self.request)
        return {"says": self.says, "options": passkeys.to_make_one(self.user) if can else None}

    def shown_app(self) -> dict[str, Any]:
        app = NewApp.begin(self.request, self.user)
        width, dots = app.square()
        return {"form": self.form, "app": app, "width": width, "dots": dots}
