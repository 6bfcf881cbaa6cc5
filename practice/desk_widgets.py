"""What the desk does otherwise than Django's admin in every form and list.

Days and times are typed into the phone's own pickers: Django's are made for a mouse.
"""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin, ShowFacets
from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}
TIME = {"type": "time"}
ISO = "%Y-%m-%d"

OVERRIDES: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.URLField: {"widget": forms.URLInput},
    models.DateField: {"widget": forms.DateInput(DAY, ISO)},
    models.TimeField: {"widget": forms.TimeInput(TIME)},
    models.DateTimeField: {
        "form_class": forms.SplitDateTimeField,
        "widget": forms.SplitDateTimeWidget(
            date_attrs={**DAY, "aria-label": _("Day")},
            date_format=ISO,
            time_attrs={**TIME, "aria-label": _("Time")},
        ),
    },
}


def make_plain(admin: ModelAdmin[Any]) -> None:
    """What an admin says of its own fields stays. The same again changes nothing."""
    its_own = type(admin).formfield_overrides
    ours = {kind: {**given, **its_own.get(kind, {})} for kind, given in OVERRIDES.items()}
    admin.formfield_overrides = {**admin.formfield_overrides, **ours}
    admin.show_facets = ShowFacets.NEVER  # a count beside each filter, and a link to ask for it
