from collections.abc import Callable
from functools import partial
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# The desk's own scripts, which are files; nothing inline and nothing from elsewhere.
_scripts = csp_update({"script-src": [SELF], "connect-src": [SELF]})


class Desk(AdminSite):
    """The therapist's desk."""

    site_header = _("Your desk")
    site_title = _("Desk")
    index_title = _("What would you like to do?")
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from practice.views import keys  # the desk is made before there are models

        return [*keys.urls(self.admin_view), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from practice.views.keys.pages import KeyState

        state = SimpleLazyObject(partial(KeyState.of, request))
        return super().each_context(request) | {"keys": state}

    def admin_view(
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
    ) -> Any:
        return _scripts(super().admin_view(view, cacheable))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page: Callable[..., Any] = _scripts(super().login)
        response: HttpResponse = page(request, extra_context)
        return response

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Sign out, which locks."""
        from practice.views.keys.opening import sign_out

        leave: Callable[..., TemplateResponse] = super().logout
        return sign_out(request, partial(leave, request, extra_context))
