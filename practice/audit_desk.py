from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practice.models import AuditLine


class AuditLineAdmin(admin.ModelAdmin[AuditLine]):
    """For looking at only: who opened, answered, handed out or erased what, and when."""

    list_display = ["at", "who", "verb", "thing"]
    list_display_links = None  # a line holds no more than the list shows
    list_filter = ["verb", "who"]
    search_fields = ["thing"]
    search_help_text = _("The random number of a message, or the beginning of it.")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
