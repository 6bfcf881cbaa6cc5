"""Kinds of question that the forms ask."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from contact.choices import DAYS, PARTS_OF_THE_DAY
from practice import safe_times


def one_of(
    choices: type[models.TextChoices],
    *,
    label: Any,
    error: Any,
    hint: Any = "",
    required: bool = True,
) -> forms.ChoiceField:
    """Return a question with one answer, of which none is chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices.choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": error, "invalid_choice": error},
    )


class SafeTimesField(forms.MultipleChoiceField):
    """Days and parts of the day, ticked; kept as one string, as practice/safe_times.py reads it."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Please choose among these days and times.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[*DAYS, *PARTS_OF_THE_DAY], required=False, **kwargs)

    def clean(self, value: Any) -> str:
        ticked = super().clean(value)
        return " ".join(word for word in (*safe_times.DAYS, *safe_times.PARTS) if word in ticked)

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value
