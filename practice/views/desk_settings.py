"""The page of settings."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from practice.desk_settings import GROUPS, Setting


def desk_settings(request: HttpRequest) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("Settings"),
        "groups": dict(_groups_for(request.user)),
    }
    return TemplateResponse(request, "admin/settings.html", context)


def _groups_for(user: Any) -> Iterator[tuple[Promise, list[Setting]]]:
    """Yield the groups in which there is something that this account may see."""
    for title, lines in GROUPS.items():
        may = [line for line in lines if not line.permission or user.has_perm(line.permission)]
        if may:
            yield title, may
