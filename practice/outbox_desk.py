"""Mail that goes out, at the desk: for looking at only."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.translation import gettext_lazy as _

from practice.models import OutboxMail
from practice.only_looked_at import OnlyLookedAt

NAMES = {
    "answer": _("Your answer"),
    "due_today": _("What is due today"),
    "held_back": _("What was held back as spam"),
    "ledger_refused": _("The list of what was erased could not be read"),
    "new_message": _("A new message"),
    "not_sent": _("A mail was given up"),
    "test_mail": _("A trial"),
    "time_cancelled": _("A time was cancelled"),
    "time_changed": _("A time was changed"),
    "time_news": _("News of a time"),
    "time_offered": _("A time was offered"),
    "time_reminder": _("A reminder of a time"),
    "time_run_out": _("A time ran out"),
}


class Happened(admin.EmptyFieldListFilter):
    """Whether there is a moment at which it happened."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice, words in zip(
            super().choices(changelist), (_("All"), _("No"), _("Yes")), strict=True
        ):
            yield {**choice, "display": words}


class OutboxMailAdmin(OnlyLookedAt[OutboxMail]):
    """Whether mail goes out, and what was given up."""

    list_display = ["created_at", "which", "due_at", "tries", "last_error"]
    list_display += ["sent_at", "given_up_at"]
    list_filter = [("sent_at", Happened), ("given_up_at", Happened)]
    none_yet = _("No mail has gone out yet, and none waits.")

    @admin.display(description=_("Which"), ordering="template")
    def which(self, mail: OutboxMail) -> str:
        return str(NAMES.get(mail.template, mail.template))
