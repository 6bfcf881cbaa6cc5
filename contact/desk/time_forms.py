"""What the therapist types of a time: when, how, and for whom."""

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.booking import Wanted
from contact.choices import MEETINGS
from contact.models import Appointment
from contact.timetable import EARLIEST, LATEST
from contact.written_once import new_token

LETTERS = RegexValidator(r"^[^\W\d_]+$", gettext_lazy("Letters only, such as MV."))
_SLIP = gettext_lazy("Please check the year.")
YEARS = [
    MinValueValidator(EARLIEST.date(), _SLIP),
    MaxValueValidator(LATEST.date() - timedelta(days=1), _SLIP),
]


class TimeForm(forms.Form):
    """A day, a time on the clock of the practice, and how one meets."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=YEARS,
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    modality = forms.ChoiceField(label=gettext_lazy("How you meet"), choices=MEETINGS)

    @classmethod
    def at(cls, one: Appointment) -> "TimeForm":
        start = timezone.localtime(one.starts_at)
        said = {"day": start.date(), "time": start.time(), "modality": one.modality}
        return cls(initial=said)

    def clean(self) -> None:
        if {"day", "time"} <= self.cleaned_data.keys():
            start = _start(self.cleaned_data["day"], self.cleaned_data["time"])
            if start is None:
                self.add_error("time", _("The clocks skip this time on that day."))
            self.cleaned_data["start"] = start

    @property
    def wanted(self) -> Wanted:
        """What a valid form holds."""
        return Wanted(self.cleaned_data["start"], self.cleaned_data["modality"])

    def say_taken(self) -> None:
        taken = _("There is another appointment then, or too close to it. Choose another time.")
        self.add_error("time", taken)


class ByHandForm(TimeForm):
    """An appointment of somebody who rang. The token makes one form one appointment."""

    initials = forms.CharField(
        label=gettext_lazy("Initials"),
        max_length=4,
        validators=[LETTERS],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    token = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_token)

    def clean_initials(self) -> str:
        return str(self.cleaned_data["initials"]).upper()


def _start(day: date, at: time) -> datetime | None:
    """Return what that is in UTC: the first of two where the clocks repeat it, None in a gap."""
    local, zone = datetime.combine(day, at), timezone.get_default_timezone()
    start = local.replace(tzinfo=zone).astimezone(UTC)
    return start if start.astimezone(zone).replace(tzinfo=None) == local else None
