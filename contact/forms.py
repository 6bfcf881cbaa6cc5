from collections.abc import Mapping
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from contact.booking import Wanted
from contact.card_fields import SafeContactFields
from contact.choices import Modality, Wish, wishes_offered
from contact.questions import one_of
from contact.submission import Submission, is_stale, new_token, new_token_at_once, opened_at
from contact.typed_text import LineField, ParagraphsField
from practice.opening import OpeningState


class FirstQuestion(forms.Form):
    """The easiest question, before all others."""

    name = LineField(
        label=_("What should I call you?"),
        help_text=_("Any name will do. I use it when I answer."),
        max_length=100,
        error_messages={"required": _("Please give me something to call you. Any name will do.")},
    )


# The fields of the last base come first.
class EnquiryForm(SafeContactFields, FirstQuestion):
    """What a person writes to the therapist. Asks little, and keeps every word."""

    wish = one_of(
        Wish,
        label=_("What would you like?"),
        hint=_("So that I know how to prepare my answer."),
        error=_("Please choose what you would like."),
    )
    modality = one_of(
        Modality,
        label=_("Where would you like to meet?"),
        hint=_("If you already know."),
        error=_("Please choose one of these, or leave it out."),
        required=False,
    )
    message = ParagraphsField(
        label=_("Anything you’d like me to know"),
        help_text=_("A sentence is enough. You need not explain anything yet."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    pronouns = LineField(
        label=_("Your pronouns"),
        help_text=_("So that I address you rightly."),
        required=False,
        max_length=60,
    )
    access_needs = LineField(
        label=_("Anything that makes it easier for you to come or to talk"),
        help_text=_("A step-free door, captions, a quiet room: I’ll arrange what I can."),
        required=False,
        max_length=500,
    )
    consent = forms.BooleanField(
        label=_("You may keep what I wrote here, so that you can answer me."),
        error_messages={"required": _("I need your agreement to keep what you wrote.")},
    )

    OPTIONAL: ClassVar = SafeContactFields.OPTIONAL | {
        "modality",
        "message",
        "pronouns",
        "access_needs",
    }
    NOT_KEPT: ClassVar = {"consent"}

    wanted: Wanted | None = None  # contact.time_form.TimeForm has one

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        opening: OpeningState,
        wish: Wish | None = None,
    ) -> None:
        """`wish` is chosen already, and is there to be chosen besides what `opening` offers."""
        super().__init__(data, initial={"wish": wish.value} if wish else None)
        posted = str(self.data.get("submission", ""))
        opened = opened_at(posted)
        self.opened_at = None if opened is None or is_stale(opened) else opened
        self.token = posted if self.opened_at else self._another_token()
        offered = dict.fromkeys([*wishes_offered(opening), *([wish] if wish else [])])
        choices = [(each.value, each.label) for each in offered]
        cast(forms.ChoiceField, self.fields["wish"]).choices = choices

    def _another_token(self) -> str:
        return new_token_at_once() if self.is_bound else new_token()

    def clean(self) -> dict[str, Any]:
        if self.opened_at is None:
            self.add_error(
                None, _("This form had gone stale. Nothing is lost: please send it again.")
            )
        return super().clean()

    @property
    def wants_reminder(self) -> bool:
        return False

    @property
    def submission(self) -> Submission:
        """What stands for this valid form with these words."""
        return Submission.of(self.token, self.contents)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(
            "name",
            HTML("{% include 'contact/includes/honeypot.html' %}"),
            *self.card(),
            "wish",
            "modality",
            "message",
            "pronouns",
            "access_needs",
            HTML("{% include 'contact/includes/what_others_see.html' %}"),
            "consent",
        )
        return helper
