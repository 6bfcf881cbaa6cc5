"""The rows of the page on which the therapist says when she has time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.choices import MEETINGS
from contact.hours import Closed, Extra, Weekly
from contact.slots import Hours
from contact.time_in_words import way_of
from practice.models.profile import Weekday

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AHEAD = timedelta(days=2 * 366)
MOST_ROWS = 40  # of each kind: with all their ticks, fewer fields than Django takes
TIMES = ["%H:%M", "%H.%M", "%H"]

Occupied = dict[tuple[int | date, str], list[Hours]]


def _time(label: "StrOrPromise", missing: "StrOrPromise") -> forms.TimeField:
    wrong = gettext_lazy("Please give a time such as 09:30.")
    return forms.TimeField(
        label=label,
        input_formats=TIMES,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": missing, "invalid": wrong},
    )


def _day(
    label: "StrOrPromise", missing: "StrOrPromise", *, required: bool = True
) -> forms.DateField:
    wrong = gettext_lazy("This day is not in the calendar. Please check it.")
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": wrong},
    )


class Row(forms.Form):
    """One row. Left empty it counts as if it were not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"empty_permitted": True})

    @property
    def holds_something(self) -> bool:
        return any(self[name].value() not in (None, "", [], False) for name in self.fields)

    def check_day(self, name: str, *, is_last: bool = True) -> None:
        """Refuse a day that is over, or so far away that it must be a slip."""
        day, today = self.cleaned_data.get(name), timezone.localdate()
        if day is None:
            return
        if is_last and day < today:
            self.add_error(name, _("This day is over. You can remove the row."))
        elif abs(day - today) > AHEAD:
            until = date_format(today + AHEAD, "F Y")
            far = _("Please check the year: days can be given until %(until)s.")
            self.add_error(name, far % {"until": until})


class HoursRow(Row):
    """From when until when, and how one can meet then."""

    begins = _time(gettext_lazy("From"), gettext_lazy("From when?"))
    ends = _time(gettext_lazy("To"), gettext_lazy("Until when?"))
    modalities = forms.MultipleChoiceField(
        label=gettext_lazy("How you can meet"),
        choices=MEETINGS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("How can you meet then? Tick one at least.")},
    )

    def clean(self) -> None:
        begins, ends = (self.cleaned_data.get(name) for name in ("begins", "ends"))
        if begins is not None and ends is not None and ends <= begins:
            after = _("This must be later than %(begins)s.") % {"begins": f"{begins:%H:%M}"}
            self.add_error("ends", after)

    def at(self) -> list[tuple[Any, str]]:
        """Return the days of a valid row, and each in words."""
        raise NotImplementedError

    def hours(self) -> Iterator[tuple[Any, Hours]]:
        data = self.cleaned_data
        for day, _words in self.at():
            for modality in data["modalities"]:
                yield day, Hours(data["begins"], data["ends"], modality)


class WeeklyRow(HoursRow):
    """Hours that come every week, on one weekday or several."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("On which days? Tick one at least.")},
    )
    field_order = ("weekdays", "begins", "ends", "modalities")

    def at(self) -> list[tuple[Any, str]]:
        return [(day, str(WEEKDAYS[day])) for day in self.cleaned_data["weekdays"]]


class ExtraRow(HoursRow):
    """Hours of a single day."""

    day = _day(gettext_lazy("On"), gettext_lazy("On which day?"))
    field_order = ("day", "begins", "ends", "modalities")

    def clean(self) -> None:
        super().clean()
        self.check_day("day")

    def at(self) -> list[tuple[Any, str]]:
        day = self.cleaned_data["day"]
        return [(day, date_format(day, "l j F"))]


class ClosedRow(Row):
    """Days off."""

    first = _day(gettext_lazy("From"), gettext_lazy("From which day?"))
    last = _day(
        gettext_lazy("To, that day included"), gettext_lazy("Until which day?"), required=False
    )

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        self.check_day("first", is_last=not last and "last" not in self.errors)
        self.check_day("last")
        if first and last and last < first:
            before = _("This must not be before %(first)s.")
            self.add_error("last", before % {"first": date_format(first, "j F Y")})

    def days(self) -> Closed:
        first = self.cleaned_data["first"]
        return first, self.cleaned_data["last"] or first


class Rows(forms.BaseFormSet[Row]):
    """Rows of one kind; those that are ticked to go, or left empty, are none."""

    def add_fields(self, form: Row, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = gettext_lazy("Remove this row")

    def kept(self) -> list[Any]:
        """Return the rows that count, of those that were sent."""
        return [
            row
            for row in self.forms
            if row.has_changed() and not row.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def again(self, *, more: bool) -> "Rows":
        """Return the same words in rows that nobody has checked yet, an empty one at the end."""
        words = [{name: row[name].value() for name in row.fields} for row in self.forms]
        rows = type(self)(initial=words, prefix=self.prefix)
        rows.extra = 1 if more or not self.forms or self.forms[-1].holds_something else 0
        return rows

    @property
    def takes_more(self) -> bool:
        return len(self.forms) < MOST_ROWS


class HoursRows(Rows):
    """Rows with hours: no two of them may say the same."""

    def clean(self) -> None:
        occupied: Occupied = defaultdict(list)
        for row in self.kept():
            if row.errors:
                continue
            overlap = next(_overlaps(row, occupied), None)
            if overlap:
                row.add_error(None, overlap)
            for day, hours in row.hours():
                occupied[day, hours.modality].append(hours)

    def entered(self) -> frozenset[tuple[Any, Hours]]:
        return frozenset(entry for row in self.kept() for entry in row.hours())


class ClosedRows(Rows):
    """Rows with days off."""

    def entered(self) -> frozenset[Closed]:
        return frozenset(row.days() for row in self.kept())


def _overlaps(row: HoursRow, occupied: Occupied) -> Iterator[str]:
    words = dict(row.at())
    for day, hours in row.hours():
        for other in occupied[day, hours.modality]:
            if hours.begin < other.end and other.begin < hours.end:
                yield _(
                    "%(day)s, %(how)s: these hours overlap with those from %(begin)s to %(end)s in"
                    " another row. Please make one of the two."
                ) % {
                    "day": words[day],
                    "how": way_of(hours.modality),
                    "begin": f"{other.begin:%H:%M}",
                    "end": f"{other.end:%H:%M}",
                }


def _rows(row: type[Row], base: type[Rows]) -> Any:
    return forms.formset_factory(row, base, extra=1, can_delete=True, max_num=MOST_ROWS)


WeeklyRows = _rows(WeeklyRow, HoursRows)
ExtraRows = _rows(ExtraRow, HoursRows)
ClosedDaysRows = _rows(ClosedRow, ClosedRows)


def weekly_rows(weekly: Iterable[Weekly]) -> list[dict[str, Any]]:
    """Return what rows hold that say this, as few as there can be, and each of them in words."""
    days: dict[tuple[time, time, tuple[str, ...]], list[int]] = defaultdict(list)
    for (day, begins, ends), modalities in sorted(_ways(weekly).items()):
        days[begins, ends, tuple(modalities)].append(day)
    return [
        {
            "weekdays": weekdays,
            "words": _in_words([str(WEEKDAYS[day]) for day in weekdays], *hours),
            **_fields(*hours),
        }
        for hours, weekdays in days.items()
    ]


def extra_rows(extra: Iterable[Extra]) -> list[dict[str, Any]]:
    return [
        {
            "day": day,
            "words": _in_words([date_format(day, "l j F Y")], begins, ends, modalities),
            **_fields(begins, ends, modalities),
        }
        for (day, begins, ends), modalities in sorted(_ways(extra).items())
    ]


def closed_rows(closed: Iterable[Closed]) -> list[dict[str, Any]]:
    return [
        {"first": first, "last": last, "words": _days_in_words(first, last)}
        for first, last in sorted(closed)
    ]


def _ways(entered: Iterable[tuple[Any, Hours]]) -> dict[tuple[Any, time, time], list[str]]:
    found: dict[tuple[Any, time, time], list[str]] = defaultdict(list)
    for day, hours in sorted(entered):
        found[day, hours.begin, hours.end].append(hours.modality)
    return found


def _fields(begins: time, ends: time, modalities: Iterable[str]) -> dict[str, Any]:
    return {"begins": begins, "ends": ends, "modalities": list(modalities)}


def _in_words(days: list[str], begins: time, ends: time, modalities: Iterable[str]) -> str:
    and_ = _("and")
    ways = get_text_list([way_of(modality) for modality in modalities], and_)
    return f"{get_text_list(days, and_)}, {begins:%H:%M}–{ends:%H:%M}: {ways}"


def _days_in_words(first: date, last: date) -> str:
    days = dict.fromkeys(date_format(day, "l j F Y") for day in (first, last))
    return " – ".join(days)
