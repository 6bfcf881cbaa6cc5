"""What the therapist says of a time that she offers to somebody on the waiting list."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contact.booking import Wanted
from contact.chosen import wanted_of
from contact.desk.time_forms import TimeForm
from contact.models import Availability

HOURS = [24, 48, 72]


class OfferForm(TimeForm):
    """A free time, whose button is `slot`, or any other that is typed; and how long it is kept."""

    hours = forms.TypedChoiceField(label=gettext_lazy("Kept for this person for"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = Availability.objects.current().hold_hours
        hours: Any = self.fields["hours"]
        hours.choices = [(each, _in_words(each)) for each in sorted({*HOURS, usual})]
        hours.initial = usual
        if "slot" in self.data:
            for name in ("day", "time", "modality"):
                self.fields[name].required = False

    def clean(self) -> None:
        if "slot" not in self.data:
            super().clean()
        elif wanted_of(self.data["slot"]) is None:
            self.add_error(None, _("Choose one of the times, or type another."))

    @property
    def chosen(self) -> Wanted | None:
        """The time of the button that was pressed, or the one that was typed; None for neither."""
        if not self.is_valid():
            return None
        return wanted_of(self.data["slot"]) if "slot" in self.data else self.wanted

    @property
    def keep_for(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["hours"])


def _in_words(hours: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
