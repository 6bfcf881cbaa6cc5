"""What was typed into the form, as text to copy: for when no form can be shown."""

from collections.abc import Mapping

from django import forms

from contact.forms import EnquiryForm


def typed_words(posted: Mapping[str, str]) -> str:
    """Return every answer that was typed, each below its question."""
    typed = {
        field.label: posted.get(name, "").strip()
        for name, field in EnquiryForm.base_fields.items()
        if isinstance(field, forms.CharField)
    }
    return "\n\n".join(f"{question}\n{words}" for question, words in typed.items() if words)
