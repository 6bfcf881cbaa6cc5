"""Cleans what was typed of signs that nobody types on purpose: no reason to refuse it."""

import re
import unicodedata

from django import forms

# NUL and other control signs, lone surrogates, and those that turn the direction of text around.
_NEVER_MEANT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# The longest that any field keeps. Putting accents in order takes time that grows with the square
# of their number: longer text, which is refused anyway, is left as it is.
_LONGEST = 10_000


def cleaned(text: str, *, one_line: bool) -> str:
    """Return `text` without those signs; line ends become spaces where `one_line`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _NEVER_MEANT.sub("", text)
    if len(text) <= _LONGEST:
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split()) if one_line else text.strip()


class LineField(forms.CharField):
    """One line of text."""

    def to_python(self, value: object) -> str:
        return super().to_python(cleaned(str(value or ""), one_line=True)) or ""


class ParagraphsField(forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return super().to_python(cleaned(str(value or ""), one_line=False)) or ""
