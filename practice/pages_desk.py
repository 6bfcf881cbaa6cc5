"""The pages that she writes herself, at the desk."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practice.editor.desk import WithEditor, edit
from practice.models import Page

# What the site adds by itself to what she writes.
ADDED: dict[str, Any] = {
    Page.Slug.PRIVACY: _("The table of what is kept, and for how long, follows by itself."),
    Page.Slug.URGENT_HELP: _("The numbers to ring stand above this by themselves."),
}


class PageForm(forms.ModelForm[Page]):
    class Meta:
        model = Page
        fields = "__all__"  # noqa: DJ007 - all of them are hers

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edit(self)


class PageAdmin(WithEditor):
    form = PageForm
    list_display = ["title", "slug", "updated_at"]
    none_yet = _("There is no page yet.")

    def get_fieldsets(self, request: HttpRequest, obj: Page | None = None) -> Any:
        fields = ["title", "body"] if obj else ["slug", "title", "body"]
        return [(None, {"fields": fields, "description": ADDED.get(obj.slug, "") if obj else ""})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # every footer leads to these
