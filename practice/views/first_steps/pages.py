from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

View = Callable[[HttpRequest], HttpResponse]


def for_the_therapist(view: View) -> View:
    @never_cache
    @wraps(view, assigned=())
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("practice.change_practiceprofile"):
            raise PermissionDenied
        return view(request)

    return guarded


def page(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/first/{name}.html", context, status=status)


def posted(request: HttpRequest) -> Any:
    """What was typed; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None
