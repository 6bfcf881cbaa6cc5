"""All that the page of her times asks: terms, weekly hours, extra hours, days off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.desk.hours_forms import (
    ClosedDaysRows,
    ExtraRows,
    Rows,
    WeeklyRows,
    closed_rows,
    extra_rows,
    weekly_rows,
)
from contact.hours import TERMS, Plan
from contact.models import Availability

KINDS = {
    "weekly": gettext_lazy("Weekly hours"),
    "extra": gettext_lazy("Extra hours"),
    "closed": gettext_lazy("Days off"),
}


class TermsForm(forms.ModelForm[Availability]):
    """How first conversations are offered."""

    class Meta:
        model = Availability
        fields = list(TERMS)
        labels: ClassVar = {
            "length": gettext_lazy("How many minutes a first conversation takes"),
            "step": gettext_lazy("One can begin every … minutes"),
            "before": gettext_lazy("Minutes to keep free before it"),
            "after": gettext_lazy("Minutes to keep free after it"),
            "notice_hours": gettext_lazy("Hours of notice that you need"),
            "horizon_days": gettext_lazy("How many days ahead can be chosen"),
            "most_a_day": gettext_lazy("At most … on one day"),
            "most_a_week": gettext_lazy("At most … in one week"),
            "hold_hours": gettext_lazy("Hours that a time is kept until you say yes"),
            "confirms_itself": gettext_lazy("Agree at once, without asking me"),
            "change_hours": gettext_lazy("Hours before, until which people can change it here"),
            "how_online": gettext_lazy("Online"),
            "how_in_person": gettext_lazy("In person"),
            "how_by_phone": gettext_lazy("By phone"),
        }
        help_texts: ClassVar = {
            "step": gettext_lazy("Counted from the beginning of your hours."),
            "hold_hours": gettext_lazy("After that, somebody else can have it."),
            "confirms_itself": gettext_lazy("Nothing waits for your yes then."),
            "change_hours": gettext_lazy("After that, they are asked to ring you."),
            "how_online": gettext_lazy("Left empty: the link comes from you before then."),
            "how_in_person": gettext_lazy("Left empty: your town, and that you tell the address."),
            "how_by_phone": gettext_lazy("Left empty: they ring your number."),
        }

    GROUPS: ClassVar = [
        (gettext_lazy("The conversation"), ["length", "step", "before", "after"]),
        (gettext_lazy("How soon, and how far ahead"), ["notice_hours", "horizon_days"]),
        (gettext_lazy("Not too many"), ["most_a_day", "most_a_week"]),
        (
            gettext_lazy("When somebody has chosen a time"),
            ["hold_hours", "confirms_itself", "change_hours"],
        ),
        (
            gettext_lazy("How you meet: one sentence each, which stands with a chosen time"),
            ["how_online", "how_in_person", "how_by_phone"],
        ),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= {
                "required": _("Please give a number."),
                "invalid": _("Please give a whole number."),
                "min_value": _("Please give %(limit_value)s or more."),
                "max_value": _("Please give %(limit_value)s or less."),
                "max_length": _("Please make it shorter: %(limit_value)s signs at most."),
            }

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def entered(self) -> tuple[tuple[str, Any], ...]:
        return tuple((name, self.cleaned_data[name]) for name in TERMS)

    def again(self) -> "TermsForm":
        return TermsForm(initial={name: self[name].value() for name in self.fields})


@dataclass(frozen=True)
class Slip:
    """Something to put right: what it is, and the id of where."""

    where: str
    words: str


@dataclass(frozen=True)
class TimesForm:
    """The forms of the page, as one."""

    terms: TermsForm
    weekly: Any
    extra: Any
    closed: Any

    @classmethod
    def showing(cls, plan: Plan) -> "TimesForm":
        return cls(
            TermsForm(initial=dict(plan.terms)),
            WeeklyRows(initial=weekly_rows(plan.weekly), prefix="weekly"),
            ExtraRows(initial=extra_rows(plan.extra), prefix="extra"),
            ClosedDaysRows(initial=closed_rows(plan.closed), prefix="closed"),
        )

    @classmethod
    def typed(cls, data: Any) -> "TimesForm":
        return cls(
            TermsForm(data),
            WeeklyRows(data, prefix="weekly"),
            ExtraRows(data, prefix="extra"),
            ClosedDaysRows(data, prefix="closed"),
        )

    @property
    def rows(self) -> dict[str, Rows]:
        return {name: getattr(self, name) for name in KINDS}

    def again(self, more: str = "") -> "TimesForm":
        """Return the same words, not checked yet; with one row more of the kind that is named."""
        rows = {name: rows.again(more=name == more) for name, rows in self.rows.items()}
        return TimesForm(self.terms.again(), **rows)

    def is_valid(self) -> bool:
        return all([self.terms.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def plan(self) -> Plan:
        """What a valid form says."""
        return Plan(
            terms=self.terms.entered(),
            weekly=self.weekly.entered(),
            extra=self.extra.entered(),
            closed=self.closed.entered(),
        )

    def slips(self) -> list[Slip]:
        """All that is amiss, from top to bottom."""
        found = [slip for kind, rows in self.rows.items() for slip in _slips_of(kind, rows)]
        return found + [
            Slip(self.terms[name].id_for_label, f"{self.terms[name].label}: {error}")
            for name, errors in self.terms.errors.items()
            for error in errors
        ]


def _slips_of(kind: str, rows: Rows) -> Iterator[Slip]:
    kept = rows.kept()
    for number, row in enumerate(rows.forms, start=1):
        name = _("%(kind)s, row %(number)s") % {"kind": KINDS[kind], "number": number}
        for field, errors in row.errors.items() if row in kept else ():
            where = row.prefix if field == NON_FIELD_ERRORS else _id_of(row[field])
            yield from (Slip(str(where), f"{name}: {error}") for error in errors)
    for error in rows.non_form_errors():
        yield Slip(kind, str(error))


def _id_of(field: forms.BoundField) -> str:
    """Where a link leads: to the first box where there are several."""
    return field.id_for_label or f"{field.auto_id}_0"
