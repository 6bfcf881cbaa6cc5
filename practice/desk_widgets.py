"""What the desk does otherwise than Django's admin in every form and list.

Days and times are typed into the phone's own pickers: Django's are made for a mouse.
"""

from typing import Any

from django import forms
from django.contrib.admin import ShowFacets
from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = {"type": "date"}
TIME = {"type": "time"}
# Any: labels are looked up late, which the types of Django's widgets do not know.
NAMED_DAY: dict[str, Any] = {**DAY, "aria-label": _("Day")}
NAMED_TIME: dict[str, Any] = {**TIME, "aria-label": _("Time")}
ISO = "%Y-%m-%d"

OVERRIDES: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.URLField: {"widget": forms.URLInput},
    models.DateField: {"widget": forms.DateInput(DAY, ISO)},
    models.TimeField: {"widget": forms.TimeInput(TIME)},
    models.DateTimeField: {
        "form_class": forms.SplitDateTimeField,
        "widget": forms.SplitDateTimeWidget(
            date_attrs=NAMED_DAY, date_format=ISO, time_attrs=NAMED_TIME
        ),
    },
}


def make_plain(admin: Any) -> None:
    """Do it to a ModelAdmin, once or again. What it says of its own fields stays."""
    its_own = type(admin).formfield_overrides
    ours = {kind: {**given, **its_own.get(kind, {})} for kind, given in OVERRIDES.items()}
    admin.formfield_overrides = {**admin.formfield_overrides, **ours}
    admin.show_facets = ShowFacets.NEVER  # a count beside each filter, and a link to ask for it
