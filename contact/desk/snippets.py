from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contact.models import Snippet


class SnippetForm(forms.ModelForm[Snippet]):
    class Meta:
        model = Snippet
        fields = ["title", "text"]
        help_texts: dict[str, Any] = {
            "text": _(
                "{name} becomes the name of the person you answer, {phone} your number, and "
                "{reply_date} the day by which you would answer a message of today."
            )
        }


class SnippetAdmin(admin.ModelAdmin[Snippet]):
    """Pieces of text for answers."""

    form = SnippetForm
    list_display = ["title"]
    none_yet = _("There is no snippet yet. A sentence that you write often can be the first.")
