from django import forms
from django.utils.translation import gettext_lazy as _

from practice.sign_in.passkeys import LONGEST_NAME


class PasswordForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or twelve of a recovery code."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class AppForm(CodeForm):
    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["code"].help_text = _("The six digits that it shows now.")


class PasskeyForm(forms.Form):
    """Filled in by the browser: by its script, once the device has answered."""

    credential = forms.CharField(max_length=20_000)
    name = forms.CharField(max_length=LONGEST_NAME, required=False)
