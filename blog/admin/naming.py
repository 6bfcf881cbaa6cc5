from itertools import chain, count
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 50  # signs, so that a number has room at the end of every address


class NamesItself(forms.ModelForm[Any]):
    """A form whose address, `slug`, is made of the title where she gives none."""

    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Leave it empty: it is then made of the title.")

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("slug") and "slug" not in self.errors and self.named_by in typed:
            typed["slug"] = self.instance.slug or self._free_address(typed[self.named_by])
        return typed

    def _free_address(self, title: str) -> str:
        """An address that says the title, and that no other row has."""
        model = self._meta.model
        words = slugify(title)[:LONGEST_WORDS].strip("-") or str(model._meta.model_name)
        rows = model._default_manager.filter(slug__startswith=words)
        taken = set(rows.values_list("slug", flat=True))
        numbered = (f"{words}-{number}" for number in count(2))
        return next(it for it in chain([words], numbered) if it not in taken)
