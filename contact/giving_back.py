"""What was typed into the form, as text to copy: for when no form can be shown."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from contact import zones
from contact.chosen import wanted_of
from contact.forms import EnquiryForm
from contact.time_in_words import in_words


def typed_words(posted: Mapping[str, str]) -> str:
    """Return every answer that was typed, each below its question; and the time, if any."""
    typed = {
        field.label: posted.get(name, "").strip()
        for name, field in EnquiryForm.base_fields.items()
        if isinstance(field, forms.CharField)
    }
    typed[_("The time that you chose")] = _time(posted)
    return "\n\n".join(f"{question}\n{words}" for question, words in typed.items() if words)


def _time(posted: Mapping[str, str]) -> str:
    wanted = wanted_of(posted.get("slot", ""), posted.get("modality", ""))
    zone = zones.named(posted.get("zone", "")) or zones.of_the_practice()
    return in_words(wanted.start, wanted.modality, zone) if wanted else ""
