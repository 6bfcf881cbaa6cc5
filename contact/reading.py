"""An opened enquiry, in the words of the form that it was written in."""

from collections.abc import Iterator

from django import forms

from contact.forms import EnquiryForm


def answers(opened: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield question and answer in the order of the form; a choice as its label."""
    for name, field in EnquiryForm.base_fields.items():
        if name in opened:
            yield str(field.label), _answer(field, opened[name])


def _answer(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value
