"""The five questions as forms. Each keeps its own answer, and nothing of the others'."""

from dataclasses import replace
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact import hours, zones
from contact.choices import MEETINGS
from contact.hours import Plan
from contact.slots import Hours
from practice.first_steps import helplines, prepared
from practice.first_steps.countries import COUNTRIES
from practice.models import FirstSteps, PracticeProfile
from practice.models.first_steps import Question
from practice.models.profile import Opening, Weekday
from practice.opening import OpeningState

# Until she has said so herself, nobody is told that there is room.
UNTOLD: dict[str, Any] = {"name": "", "email": "", "opening": Opening.CLOSED}

# In the words that visitors read.
SAID = {
    Opening.OPEN: OpeningState(kind="open"),
    Opening.WAITING_LIST: OpeningState(kind="waiting_list"),
    Opening.CLOSED: OpeningState(kind="closed"),
}


def practice_so_far() -> PracticeProfile:
    """Return the profile, though it may not be complete; an unsaved one before any answer."""
    there = PracticeProfile.objects.filter(pk=PracticeProfile.ONLY).first()
    return there or PracticeProfile(**UNTOLD)


def keep(**answers: Any) -> None:
    """Keep what she answered in the profile, and let the prepared pages say it."""
    before = PracticeProfile.objects.select_for_update().filter(pk=PracticeProfile.ONLY).first()
    after, _made = PracticeProfile.objects.update_or_create(
        pk=PracticeProfile.ONLY, defaults=answers, create_defaults=UNTOLD | answers
    )
    if after.name:
        prepared.follow(before if before and before.name else None, after)


class NameForm(forms.ModelForm[PracticeProfile]):
    class Meta:
        model = PracticeProfile
        fields = ["name", "credentials", "email"]
        labels = {
            "name": gettext_lazy("Your name, as visitors read it"),
            "credentials": gettext_lazy("What you are, and your titles (optional)"),
            "email": gettext_lazy("Your e-mail address"),
        }
        help_texts = {
            "credentials": gettext_lazy("“Psychotherapist, MSc”, for example."),
            "email": gettext_lazy(
                "The site tells you there that a message has come, and nothing of what is in it."
                " Your privacy page names it."
            ),
        }

    def keep(self, today: date) -> None:
        keep(**self.cleaned_data)


class ReplyForm(forms.ModelForm[PracticeProfile]):
    working_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days do you work?"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one working day.")},
    )

    class Meta:
        model = PracticeProfile
        fields = ["working_days", "reply_days"]
        labels = {"reply_days": gettext_lazy("Within how many of them do you answer?")}
        help_texts = {
            "reply_days": gettext_lazy(
                "Whoever writes to you reads the day by which they hear from you. Rather one day"
                " too many."
            )
        }

    def keep(self, today: date) -> None:
        keep(**self.cleaned_data)


class OpeningForm(forms.Form):
    opening = forms.ChoiceField(
        label=gettext_lazy("What shall visitors read?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of these.")},
    )

    def __init__(self, data: Any, practice: PracticeProfile, *, is_answered: bool) -> None:
        super().__init__(data, initial={"opening": practice.opening} if is_answered else None)
        said = [(each.value, str(SAID[each])) for each in Opening]
        self.fields["opening"].choices = said  # type: ignore[attr-defined]

    def keep(self, today: date) -> None:
        keep(**self.cleaned_data)


class CountryForm(forms.Form):
    OTHER: ClassVar = "other"

    country = forms.ChoiceField(
        label=gettext_lazy("In which country do you work?"),
        choices=[*COUNTRIES.items(), (OTHER, gettext_lazy("Another"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of these.")},
    )
    other = forms.RegexField(
        label=gettext_lazy("If another: its two letters"),
        help_text=gettext_lazy("“FR”, for example. You then enter its numbers yourself."),
        regex=r"^[A-Za-z]{2}$",
        required=False,
        error_messages={"invalid": gettext_lazy("Two letters, such as FR.")},
        widget=forms.TextInput(attrs={"maxlength": 2, "autocomplete": "off"}),
    )

    def __init__(self, data: Any, practice: PracticeProfile, *, is_answered: bool) -> None:
        known = practice.country in COUNTRIES
        initial = {
            "country": practice.country if known else self.OTHER,
            "other": "" if known else practice.country,
        }
        super().__init__(data, initial=initial if is_answered else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_letters = cleaned.get("country") == self.OTHER and not cleaned.get("other")
        if needs_letters and "other" not in self.errors:
            self.add_error("other", _("Please give its two letters."))
        return cleaned

    def keep(self, today: date) -> None:
        chosen = self.cleaned_data["country"]
        country = self.cleaned_data["other"].upper() if chosen == self.OTHER else chosen
        keep(country=country)
        helplines.offer_for(country)


class HoursForm(forms.Form):
    """The same hours on some days. Whoever has others enters them on the page of her times."""

    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days?"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    begins = forms.TimeField(
        label=gettext_lazy("From"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Please give a time such as 09:30.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Please give a time such as 09:30.")},
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("How do you meet?"),
        choices=MEETINGS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, data: Any, plan: Plan) -> None:
        super().__init__(data, initial=pattern_of(plan))
        self._plan = plan
        town = zones.town_of(zones.of_the_practice().key)
        for name in ("begins", "ends"):
            text = _("By your practice’s clock: %(town)s.")
            self.fields[name].help_text = text % {"town": town}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        length = self._plan.availability.length
        if begins and ends and _minutes(ends) - _minutes(begins) < length:
            text = _("A first conversation takes %(n)s minutes: please leave at least that.")
            raise ValidationError({"ends": text % {"n": length}})
        return cleaned

    def keep(self, today: date) -> None:
        typed = self.cleaned_data
        weekly = frozenset(
            (day, Hours(typed["begins"], typed["ends"], way))
            for day in typed["days"]
            for way in typed["ways"]
        )
        there = hours.stored(today)
        hours.replace(replace(there, weekly=weekly), based_on=there.version, today=today)


class OwnHours(forms.Form):
    """Her hours are others than that form could say: they stay as they are."""

    def keep(self, today: date) -> None:
        """There is nothing to keep."""


def _minutes(at: time) -> int:
    return 60 * at.hour + at.minute


def pattern_of(plan: Plan) -> dict[str, Any] | None:
    """Return her weekly hours as that form says them; None where they are others, or none."""
    days = sorted({day for day, _hours in plan.weekly})
    spans = {(each.begin, each.end) for _day, each in plan.weekly}
    ways = sorted({each.modality for _day, each in plan.weekly})
    if len(spans) != 1 or len(plan.weekly) != len(days) * len(ways):
        return None
    [(begins, ends)] = spans
    return {"days": days, "begins": begins, "ends": ends, "ways": ways}


Asked = NameForm | HoursForm | OwnHours | ReplyForm | OpeningForm | CountryForm


def form_of(question: Question, data: Any, steps: FirstSteps, today: date) -> Asked:
    """Return the form of a question, with what she answered before."""
    practice, is_answered = practice_so_far(), question in steps.answered
    if question == Question.HOURS:
        plan = hours.stored(today)
        is_own = plan.has_hours and pattern_of(plan) is None
        return OwnHours(data) if is_own else HoursForm(data, plan)
    if question == Question.OPENING:
        return OpeningForm(data, practice, is_answered=is_answered)
    if question == Question.COUNTRY:
        return CountryForm(data, practice, is_answered=is_answered)
    if question == Question.REPLY:
        return ReplyForm(data, instance=practice)
    return NameForm(data, instance=practice)
