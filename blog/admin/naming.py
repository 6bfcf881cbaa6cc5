import re
from itertools import chain, count
from typing import Any

from django import forms
from django.db.models import Model
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
            free = free_address(self._meta.model, typed[self.named_by])
            typed["slug"] = self.instance.slug or free
        return typed


def free_address(model: type[Model], title: str) -> str:
    """Return an address that says the title, and that no other row has."""
    words = _words_of(title) or str(model._meta.model_name)
    rows = model._default_manager.filter(slug__startswith=words)
    taken = set(rows.values_list("slug", flat=True))
    numbered = (f"{words}-{number}" for number in count(2))
    return next(it for it in chain([words], numbered) if it not in taken)


def says(slug: str, title: str) -> bool:
    """Whether it is the address that was made of `title`, or has a number besides."""
    return bool(re.fullmatch(rf"{_words_of(title)}(-\d+)?", slug))


def _words_of(title: str) -> str:
    return slugify(title)[:LONGEST_WORDS].strip("-")
