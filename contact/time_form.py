"""The short form: what is asked of somebody who has chosen a time."""

from collections.abc import Mapping
from copy import copy
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from contact import zones
from contact.choices import Wish
from contact.chosen import WITHOUT, Instead, value_of, wanted_of
from contact.forms import EnquiryForm
from contact.submission import Submission
from contact.time_in_words import in_words
from contact.timetable import as_typed
from practice.opening import OpeningState

REMIND = "{% include 'contact/includes/remind.html' with is_reminded=form.remind.value %}"


class TimeForm(EnquiryForm):
    """An enquiry with a time. What the time says already is not asked.

    It is bound where it was sent; a time that has only been chosen makes an empty one.
    """

    slot = forms.CharField(
        label=_("Which other time would you like?"), required=False, widget=forms.RadioSelect
    )
    remind = forms.BooleanField(required=False)  # its words: contact/includes/remind.html

    NOT_ASKED: ClassVar = ("wish", "modality", "pronouns")
    NOT_KEPT: ClassVar = EnquiryForm.NOT_KEPT | {"slot", "remind"}

    def __init__(self, posted: Mapping[str, Any], *, opening: OpeningState) -> None:
        super().__init__(posted if "submission" in posted else None, opening=opening)
        for name in self.NOT_ASKED:
            del self.fields[name]
        typed = str(posted.get("slot", ""))
        self.is_without = typed == WITHOUT
        self.wanted = wanted_of(typed, str(posted.get("modality", "")))
        self.chosen_zone = zones.named(str(posted.get("zone", "")))
        self.offers_others = False
        if self.wanted and self.is_bound:  # written like the choices, so that it is one of them
            data: Any = copy(self.data)
            data["slot"] = self.value
            self.data = data

    @staticmethod
    def is_meant(posted: Mapping[str, Any]) -> bool:
        """Whether this was sent by a button of a time, or by this form."""
        return "slot" in posted

    @property
    def zone(self) -> ZoneInfo:
        """In which she reads times."""
        return self.chosen_zone or zones.of_the_practice()

    @property
    def value(self) -> str:
        return value_of(self.wanted) if self.wanted else ""

    @property
    def start(self) -> str:
        return as_typed(self.wanted.start) if self.wanted else ""

    @property
    def wanted_in_words(self) -> str:
        return in_words(self.wanted.start, self.wanted.modality, self.zone) if self.wanted else ""

    def offer(self, instead: Instead) -> None:
        """Ask for another time, or none; only a time that can still be had is chosen already."""
        others = [*instead.nearest, *instead.more]
        times: list[tuple[str, Any]] = [
            (value_of(one), in_words(one.start, one.modality, self.zone)) for one in others
        ]
        without = _("Send it without a time: please suggest one")
        times.insert(len(instead.nearest), (WITHOUT, without))
        cast(forms.RadioSelect, self.fields["slot"].widget).choices = times
        self.shown_at_once = len(instead.nearest) + 1
        self.has_more_times = bool(instead.more)
        self.offers_others = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.wanted and not self.is_without:
            self.add_error("slot", _("Please choose a time, or let me suggest one."))
        return cleaned

    @property
    def wants_reminder(self) -> bool:
        """Whether one is wanted: whether it may be sent is decided by her card."""
        return bool(self.cleaned_data["remind"])

    @property
    def contents(self) -> dict[str, str]:
        asked = {"wish": Wish.CONVERSATION.value}
        if self.wanted:
            asked["modality"] = self.wanted.modality
        return super().contents | asked

    @property
    def submission(self) -> Submission:
        """What stands for these words with this time: with another it is another."""
        time = {"slot": self.value, "remind": str(self.wants_reminder)}
        return Submission.of(self.token, self.contents | time)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(
            HTML("{% include 'contact/includes/chosen.html' %}"),
            "name",
            HTML("{% include 'contact/includes/honeypot.html' %}"),
            *self.card(),
            Div(HTML(REMIND), css_class="only-if by-safe-email"),
            "message",
            "access_needs",
            HTML("{% include 'contact/includes/what_others_see.html' %}"),
            "consent",
        )
        return helper
