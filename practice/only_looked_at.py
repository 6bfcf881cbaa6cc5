from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


class OnlyLookedAt(admin.ModelAdmin[Row]):
    """What the site writes down by itself: at the desk it is looked at, and never changed."""

    actions = None
    list_display_links = None  # a row holds no more for her than the list shows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
