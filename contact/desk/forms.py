from collections.abc import Mapping
from datetime import date
from re import fullmatch
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.inbox import YEARS
from contact.replying import Answer
from contact.typed_text import ParagraphsField
from contact.written_once import new_token

LONGEST = 10_000  # signs
DAYS = ["%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]  # as they may be typed


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
    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="note_%s")
        self.use_required_attribute = False
        self.fields["text"].widget.attrs.pop("maxlength", None)


class FollowUpForm(forms.Form):
    """The day on which she wants to come back to it; an empty one is no day."""

    follow_up_on = forms.DateField(
        label=_("Come back to it on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @classmethod
    def holding(cls, day: date | None) -> "FollowUpForm":
        return cls(initial={"follow_up_on": day})

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="follow_%s", **kwargs)

    def clean_follow_up_on(self) -> date | None:
        day: date | None = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose one to come."))
        return day


class SearchForm(forms.Form):
    """What to search for; `before` is where the search before it ended."""

    words = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_("A reference such as 4F2A1C, or a day such as 3 March 2027."),
        min_length=2,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"required": _("Type what you are looking for.")},
    )
    before = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="search_%s")
        self.use_required_attribute = False

    @property
    def reference(self) -> str:
        """The reference that was typed, or ""."""
        typed = self.cleaned_data["words"]
        return typed if fullmatch("[0-9A-Fa-f]{6}", typed) else ""

    @property
    def day(self) -> date | None:
        """The day that was typed, if it is one of this site's years."""
        try:
            day: date = forms.DateField(input_formats=DAYS).clean(self.cleaned_data["words"])
        except forms.ValidationError:
            return None
        return day if day.year in YEARS else None
