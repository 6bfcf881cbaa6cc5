from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contact.replying import Answer
from contact.typed_text import ParagraphsField
from contact.written_once import new_token

LONGEST = 10_000  # signs


class AnswerForm(forms.Form):
    """An answer in the making. The token makes one form one answer, however often it is sent."""

    text = ParagraphsField(
        label=_("Your answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("There is nothing to send yet.")},
    )
    declines = forms.BooleanField(label=_("This is a no: close the enquiry"), required=False)
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False  # snippets go into an empty answer too
        self.fields["text"].widget.attrs.pop("maxlength", None)

    @classmethod
    def holding(cls, typed: Mapping[str, str]) -> "AnswerForm":
        """Return a form with these words in it, not checked yet."""
        return cls(initial={"token": new_token(), **typed})

    @property
    def typed(self) -> dict[str, str]:
        """What was posted, as it came."""
        words = {name: str(self.data.get(name, "")) for name in ("text", "token")}
        return words | {"declines": "on" if self["declines"].data else ""}

    @property
    def answer(self) -> Answer:
        """What a valid form holds."""
        return Answer(**self.cleaned_data)


class NoteForm(forms.Form):
    """A note for herself."""

    text = ParagraphsField(
        label=_("A note for yourself"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("The note is empty.")},
    )
    follow_up_on = forms.DateField(
        label=_("Come back to it on (optional)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="note_%s")
        self.use_required_attribute = False
        self.fields["text"].widget.attrs.pop("maxlength", None)
