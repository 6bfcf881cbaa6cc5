from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

View = Callable[[HttpRequest], HttpResponse]
MAY_ANSWER = "practice.change_practiceprofile"


def for_the_therapist(view: View) -> View:
    @never_cache
    @wraps(view, assigned=())
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(MAY_ANSWER):
            raise PermissionDenied
        return view(request)

    return guarded


def first_who(request: HttpRequest) -> HttpResponse:
    """Lead her to the first question; somebody else, who cannot answer it, to the desk."""
    if not request.user.has_perm(MAY_ANSWER):
        messages.warning(request, _("That is there once the therapist has said who she is."))
        return redirect("admin:index")
    messages.warning(request, _("Please say first who you are."))
    return redirect("admin:first_name")


def page(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/first/{name}.html", context, status=status)


def posted(request: HttpRequest) -> Any:
    """What was typed; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
