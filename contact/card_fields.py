"""The questions of the safe-contact card: by which route somebody may be reached, and how."""

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from contact.choices import (
    ROUTE_FIELDS,
    MailSays,
    ReplyBy,
    SafeToWrite,
    Voicemail,
    asked_for,
    needed_for,
)
from contact.questions import SafeTimesField, one_of
from contact.typed_text import LineField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LOOKS_LIKE_A_PHONE_NUMBER = RegexValidator(
    r"^\+?(?:[\s()./-]*[0-9]){5,15}[\s()./-]*$",
    _("That doesn’t look like a phone number. Digits, spaces and a + are fine."),
)


class SafeContactFields(forms.Form):
    """Asks for what the chosen way of replying needs, and forgets what it does not.

    `contents` holds the answers under the names that contact.safe_contact.SafeContact reads.
    `helper` lays them out for `{% crispy form %}`; BUTTON is what the button says.
    """

    BUTTON: ClassVar[Any] = _("Send")
    OPTIONAL: ClassVar = {"mail_says", "safe_times"}
    NOT_KEPT: ClassVar[set[str]] = set()

    reply_by = one_of(
        ReplyBy,
        label=_("How should I reply?"),
        hint=_("I use this way and no other."),
        error=_("Please choose how I should reply."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("That doesn’t look like an e-mail address: name@example.com")},
    )
    phone = LineField(
        label=_("Your phone number"),
        required=False,
        max_length=40,
        validators=[LOOKS_LIKE_A_PHONE_NUMBER],
    )
    safe_to_write = one_of(
        SafeToWrite,
        label=_("Is it safe to write to you there?"),
        hint=_(
            "If it is not, or if you are not sure, I send nothing there and do not keep the "
            "address: my answer waits here, behind a number that you get when you press Send."
        ),
        error=_("Please say whether it is safe to write to you there."),
        required=False,
    )
    mail_says = one_of(
        MailSays,
        label=_("What may my e-mail say?"),
        hint=_("If you leave this out, it says only that there is an answer."),
        error=_("Please choose one of these, or leave it out."),
        required=False,
    )
    voicemail = one_of(
        Voicemail,
        label=_("If I reach your voicemail, what may I say?"),
        hint=_("Somebody else might listen to it."),
        error=_("Please say what I may leave on your voicemail."),
        required=False,
    )
    safe_times = SafeTimesField(
        label=_("Times that are safe"),
        help_text=_("I reply only then. If you leave this out, any time will do."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the errors are ours, in words
        for field in self.fields.values():
            # A browser would cut a pasted text in silence.
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "reply_by" in cleaned:
            chosen = cleaned["reply_by"], cleaned.get("safe_to_write", "")
            self._forget(ROUTE_FIELDS.difference(asked_for(*chosen)))
            self._ask_for(needed_for(*chosen))
        return cleaned

    def _forget(self, names: set[str]) -> None:
        for name in names:
            self.cleaned_data.pop(name, None)
            self.errors.pop(name, None)

    def _ask_for(self, names: list[str]) -> None:
        for name in names:
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, self._missing(name))

    def _missing(self, name: str) -> "StrOrPromise":
        if name == "email":
            return _("Please give me the e-mail address that I should write to.")
        if name == "phone":
            return _("Please give me the number that I should use.")
        return self.fields[name].error_messages["required"]

    @property
    def contents(self) -> dict[str, str]:
        """What is kept of a valid form: every answer that was given, by field name."""
        answers = self.cleaned_data.items()
        return {name: str(said) for name, said in answers if said and name not in self.NOT_KEPT}

    @staticmethod
    def card() -> list[str | Div]:
        """Lay the questions out: each is seen with the answer that it hangs on."""
        return [
            "reply_by",
            Div("email", css_class="only-if by-email"),
            Div("phone", css_class="only-if by-phone by-text"),
            Div("safe_to_write", css_class="only-if by-email by-text"),
            Div("mail_says", css_class="only-if by-safe-email"),
            Div("voicemail", css_class="only-if by-phone"),
            Div("safe_times", css_class="only-if by-phone by-safe-email by-safe-text"),
        ]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(*self.card())
        return helper
