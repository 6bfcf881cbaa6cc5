from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contact.choices import (
    NEEDED_FOR,
    ROUTE_FIELDS,
    Modality,
    ReplyBy,
    SafeToWrite,
    Voicemail,
    Wish,
    wishes_offered,
)
from contact.submission import Submission, is_genuine, new_token
from contact.typed_text import LineField, ParagraphsField
from practice.opening import OpeningState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


LOOKS_LIKE_A_PHONE_NUMBER = RegexValidator(
    r"^\+?(?:[\s()./-]*[0-9]){5,15}[\s()./-]*$",
    _("That doesn’t look like a phone number. Digits, spaces and a + are fine."),
)


def _radios(
    choices: type[models.TextChoices],
    *,
    label: Any,
    error: Any,
    hint: Any = "",
    required: bool = True,
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices.choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": error, "invalid_choice": error},
    )


class EnquiryForm(forms.Form):
    """What a person writes to the therapist. Asks little, and keeps every word."""

    name = LineField(
        label=_("What should I call you?"),
        help_text=_("Any name will do. I use it when I answer."),
        max_length=100,
        error_messages={"required": _("Please give me something to call you. Any name will do.")},
    )
    reply_by = _radios(
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
    safe_to_write = _radios(
        SafeToWrite,
        label=_("Is it safe to write to you there?"),
        hint=_("If somebody else might see it, I won’t write."),
        error=_("Please say whether it is safe to write to you there."),
        required=False,
    )
    voicemail = _radios(
        Voicemail,
        label=_("If I reach your voicemail, what may I say?"),
        hint=_("Somebody else might listen to it."),
        error=_("Please say what I may leave on your voicemail."),
        required=False,
    )
    safe_times = LineField(
        label=_("Times that are safe"),
        help_text=_("I reply only then. For example: Tuesdays before noon."),
        required=False,
        max_length=300,
    )
    wish = _radios(
        Wish,
        label=_("What would you like?"),
        hint=_("So that I know how to prepare my answer."),
        error=_("Please choose what you would like."),
    )
    modality = _radios(
        Modality,
        label=_("Where would you like to meet?"),
        hint=_("If you already know."),
        error=_("Please choose one of these, or leave it out."),
        required=False,
    )
    message = ParagraphsField(
        label=_("Anything you’d like me to know"),
        help_text=_("A sentence is enough. You need not explain anything yet."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    pronouns = LineField(
        label=_("Your pronouns"),
        help_text=_("So that I address you rightly."),
        required=False,
        max_length=60,
    )
    access_needs = LineField(
        label=_("Anything that makes it easier for you to come or to talk"),
        help_text=_("A step-free door, captions, a quiet room: I’ll arrange what I can."),
        required=False,
        max_length=500,
    )
    consent = forms.BooleanField(
        label=_("You may keep what I wrote here, so that you can answer me."),
        error_messages={"required": _("I need your agreement to keep what you wrote.")},
    )

    OPTIONAL: ClassVar = {"safe_times", "modality", "message", "pronouns", "access_needs"}

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, opening: OpeningState, phone: str = ""
    ) -> None:
        super().__init__(data)
        self.use_required_attribute = False  # the errors are ours, in words
        self.phone_to_ring = phone  # the therapist's, for those whom no other way reaches safely
        posted = str(self.data.get("submission", ""))
        self.is_forged = not is_genuine(posted)
        self.token = new_token() if self.is_forged else posted
        offered = [(wish.value, wish.label) for wish in wishes_offered(opening)]
        cast(forms.ChoiceField, self.fields["wish"]).choices = offered
        for field in self.fields.values():
            # A browser would cut a pasted text in silence.
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_forged:
            self.add_error(
                None, _("This form had gone stale. Nothing is lost: please send it again.")
            )
        self._clean_route(cleaned)
        return cleaned

    def _clean_route(self, cleaned: dict[str, Any]) -> None:
        """Ask for what the chosen way of replying needs, and forget what it does not."""
        if "reply_by" not in cleaned:
            return
        needed = NEEDED_FOR[cleaned["reply_by"]]
        for name in ROUTE_FIELDS.difference(needed):
            cleaned.pop(name, None)
            self.errors.pop(name, None)
        for name in needed:
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, self._missing(name))
        if cleaned.get("safe_to_write") in (SafeToWrite.NO, SafeToWrite.UNSURE):
            self.add_error("safe_to_write", self._another_way())

    def _another_way(self) -> str:
        words = _("Then I won’t write to you there. Please choose another way above.")
        if not self.phone_to_ring:
            return str(words)
        return f"{words} {_('Or ring me: %(phone)s.') % {'phone': self.phone_to_ring}}"

    def _missing(self, name: str) -> "StrOrPromise":
        if name == "email":
            return _("Please give me the e-mail address that I should write to.")
        if name == "phone":
            return _("Please give me the number that I should use.")
        return self.fields[name].error_messages["required"]

    @property
    def contents(self) -> dict[str, str]:
        """What is kept of a valid form: every answer that was given, by field name."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "consent"}
        return {name: str(value) for name, value in given.items() if value}

    @property
    def submission(self) -> Submission:
        """What stands for this valid form with these words."""
        return Submission.of(self.token, self.contents)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(
            "name",
            "reply_by",
            Div("email", css_class="only-if by-email"),
            Div("phone", css_class="only-if by-phone by-text"),
            Div("safe_to_write", css_class="only-if by-email by-text"),
            Div("voicemail", css_class="only-if by-phone"),
            "safe_times",
            "wish",
            "modality",
            "message",
            "pronouns",
            "access_needs",
            HTML("{% include 'contact/includes/what_others_see.html' %}"),
            "consent",
        )
        return helper
