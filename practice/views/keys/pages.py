from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from practice import unlocking
from practice.models import SealingKey
from practice.models.sealing_key import Condition

SCRIPT = forms.Media(js=[forms.Script("js/keys.js", defer=True)])  # type: ignore[list-item]

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class KeyState:
    """How the keys are, for every page of the desk."""

    condition: Condition
    unlocked: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "KeyState":
        return cls(SealingKey.objects.condition(), unlocking.is_unlocked(request, timezone.now()))

    @property
    def is_missing(self) -> bool:
        return self.condition == Condition.MISSING

    @property
    def is_swapped(self) -> bool:
        return self.condition == Condition.SWAPPED

    @property
    def is_in_order(self) -> bool:
        return self.condition == Condition.IN_ORDER


def for_the_owner(view: View) -> View:
    """For whoever may change the keys; what was typed is left out of every report of an error."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("practice.change_sealingkey"):
            raise PermissionDenied
        return view(request)

    return sensitive_post_parameters()(guarded)


def page(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "media": SCRIPT, **context}
    return TemplateResponse(request, f"admin/keys/{name}.html", context, status=status)
