"""What is typed in: the phrase, the sheet. A form is valid where it has opened the key."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice.models import SealingKey
from practice.phrase_tries import Tries
from practice.sealing import SealError, passphrase

Open = Callable[[str], bytes]
AS_IT_IS = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _field(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=200, widget=forms.TextInput(attrs=AS_IT_IS)
    )


class OpeningForm(forms.Form):
    """Holds the private key once it is valid."""

    private: bytes

    def __init__(self, *args: Any, tries: Tries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tries = tries

    def _opened(self, open_: Open, typed: str, advice: Callable[[str], str]) -> None:
        wait = self._tries.too_soon()
        if wait:
            text = ngettext(
                "Please wait %(n)s second, then press the button again.",
                "Please wait %(n)s seconds, then press the button again.",
                wait.seconds,
            )
            raise ValidationError(text % {"n": wait.seconds})
        try:
            self.private = open_(typed)
        except SealError:
            raise ValidationError(advice(typed)) from None
        self._tries.give_back()


class PhraseForm(OpeningForm):
    phrase = _field(
        gettext_lazy("Your reading phrase"),
        gettext_lazy("Six words. Capitals and commas do not matter."),
    )

    def __init__(self, *args: Any, opens: Open, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opens = opens

    def clean_phrase(self) -> str:
        typed = str(self.cleaned_data["phrase"])
        self._opened(self._opens, typed, _about_phrase)
        return typed


class SheetForm(OpeningForm):
    sheet = _field(
        gettext_lazy("The letters on your recovery sheet"),
        gettext_lazy("Eight groups of four. Spaces and capitals do not matter."),
    )

    def __init__(self, *args: Any, opens_sheet: Open, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opens_sheet = opens_sheet

    def clean_sheet(self) -> str:
        typed = str(self.cleaned_data["sheet"])
        self._opened(self._opens_sheet, typed, _about_sheet)
        return typed


class BothForm(PhraseForm, SheetForm):
    """Set-up ends with it: both were written down, for both were typed in."""

    field_order = ("phrase", "sheet")

    def __init__(self, *args: Any, key: SealingKey, **kwargs: Any) -> None:
        opens = {"opens": key.opened_by_phrase, "opens_sheet": key.opened_by_sheet}
        super().__init__(*args, **opens, **kwargs)


def _about_phrase(typed: str) -> str:
    words = passphrase.phrase_as_typed(typed).split()
    unknown = [word for word in words if not passphrase.is_word(word)]
    if unknown:
        text = _("No phrase has the word “%(word)s”. Please look at its letters again.")
        return text % {"word": unknown[0]}
    if len(words) != passphrase.WORDS:
        text = ngettext(
            "That is %(n)s word; your phrase has six.",
            "That is %(n)s words; your phrase has six.",
            len(words),
        )
        return text % {"n": len(words)}
    return _("These six words do not open it. Please compare each, and their order.")


def _about_sheet(typed: str) -> str:
    count = len(passphrase.letters_of_sheet(typed))
    if count != passphrase.SHEET_LETTERS:
        text = ngettext(
            "That is %(n)s letter; the sheet has 32.",
            "That is %(n)s letters; the sheet has 32.",
            count,
        )
        return text % {"n": count}
    return _("These letters do not open it. Please compare each group with the sheet.")
