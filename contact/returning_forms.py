import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from contact.card_fields import SafeContactFields
from contact.typed_text import ParagraphsField
from contact.written_once import id_of, new_token


class AdditionForm(forms.Form):
    """What somebody who came back adds to her message."""

    message = ParagraphsField(
        label=_("What would you like to add?"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what you would like to add.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False  # the errors are ours, in words
        self.fields["message"].widget.attrs.pop("maxlength", None)
        posted = str(self.data.get("submission", ""))
        self.token = posted if re.fullmatch("[0-9a-f]{32}", posted) else new_token()

    @property
    def entry_id(self) -> UUID:
        """What stands for this valid form with these words."""
        return id_of(self.token, self.cleaned_data["message"])


class RouteForm(SafeContactFields):
    """The safe-contact card of an enquiry, to be changed."""

    BUTTON: ClassVar = _("Change it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safe_to_write"].help_text = _(
            "If it is not, or if you are not sure, I send nothing there and do not keep the "
            "address: my answer waits here, behind your number."
        )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        number = HTML("{% include 'contact/includes/number_again.html' with do='change' %}")
        helper.layout = Layout(number, *self.card())
        return helper
