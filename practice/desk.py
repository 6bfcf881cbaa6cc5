from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

# The desk's own scripts, which are files; nothing inline and nothing from elsewhere.
_scripts = csp_update({"script-src": [SELF], "connect-src": [SELF]})


class Desk(AdminSite):
    """The therapist's desk."""

    site_header = _("Your desk")
    site_title = _("Desk")
    index_title = _("What would you like to do?")
    enable_nav_sidebar = False

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
