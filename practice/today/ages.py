from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def ago(moment: datetime, now: datetime) -> str:
    """Return "just now" or "3 hours ago"."""
    if now - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(age)s ago") % {"age": timesince(moment, now, depth=1)}
