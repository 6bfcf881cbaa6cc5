from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from practice.models import AuditLine
from practice.only_looked_at import OnlyLookedAt

KINDS = {
    "account": _("account"),
    "appointment": _("appointment"),
    "database": _("everything"),
    "desk": _("the desk"),
    "enquiries": _("messages"),
    "enquiry": _("message"),
    "entry": _("answer or note"),
    "key": _("key"),
    "link": _("the first link"),
}


class AuditLineAdmin(OnlyLookedAt[AuditLine]):
    """For looking at only: who opened, answered, handed out or erased what, and when."""

    list_display = ["at", "who", "verb", "of_what"]
    list_filter = ["verb", "who"]
    search_fields = ["thing"]
    search_help_text = _("The number of a message, such as 4B0F9B.")
    none_yet = _("Nothing was done yet.")

    @admin.display(description=_("of what"), ordering="thing")
    def of_what(self, line: AuditLine) -> str:
        """A message by the six signs that stand for it everywhere at the desk."""
        kind, _colon, number = line.thing.partition(":")
        short = number[:6].upper() if "-" in number else number
        return f"{KINDS.get(kind, kind)} {short}".strip()
