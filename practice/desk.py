from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

# The desk's own scripts, which are files; nothing inline and nothing from elsewhere.
_scripts = csp_update({"script-src": [SELF], "connect-src": [SELF]})


class Desk(AdminSite):
    """The therapist's desk."""

    site_header = _("Your desk")
    site_title = _("Desk")
    enable_nav_sidebar = False
    password_change_template = "admin/sign_in/password.html"  # noqa: S105
    password_change_done_template = "admin/sign_in/password_changed.html"  # noqa: S105
    empty_value_display = ""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # a list is to look at; one row has its own page

    def register(self, *args: Any, **options: Any) -> None:
        """As Django's, made plain."""
        from practice.desk_widgets import make_plain

        super().register(*args, **options)
        for admin in self._registry.values():
            make_plain(admin)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # The desk is made before there are models.
        from practice.views import figures, first_steps, keys, sign_in
        from practice.views.desk_settings import desk_settings
        from practice.views.today import switch_names

        ours = [*keys.urls(self.admin_view), *sign_in.urls(_scripts, self.admin_view)]
        ours += first_steps.urls(self.admin_view)
        ours += figures.urls(self.admin_view)
        ours += [path("settings/", self.admin_view(desk_settings), name="settings")]
        ours += [path("discretion/", self.admin_view(switch_names), name="discretion")]
        return [*ours, *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from practice import desk_places, discretion
        from practice.views.keys.pages import KeyState

        state = SimpleLazyObject(partial(KeyState.of, request))
        places = desk_places.around(request)
        initials = SimpleLazyObject(partial(discretion.is_on, request))
        ours = {"keys": state, "places": places, "only_initials": initials}
        return super().each_context(request) | ours

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Django's list of what is stored: no page of ours shows it, and each would make it."""
        return []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Today."""
        from practice.views.today import today

        return today(request)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """What is stored by which part of the program is nothing to her."""
        return redirect("admin:settings")

    def admin_view(
        self,
        view: Callable[..., HttpResponseBase],
        cacheable: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
    ) -> Any:
        return _scripts(super().admin_view(_asking_again(_asking_who(view)), cacheable))

    @method_decorator([_scripts, never_cache, sensitive_post_parameters()])
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in, with two steps: Django's own page would be content with a password."""
        from practice.views.sign_in.password import login

        return login(request)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Sign out, which locks."""
        from practice.sign_in import browsers, standing
        from practice.views.keys.opening import sign_out

        browser = standing.this_browser(request)
        leave: Callable[..., TemplateResponse] = super().logout
        response = sign_out(request, partial(leave, request, extra_context))
        if browser and request.method == "POST":
            browsers.forget(browser)
        return response


def _asking_who(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Before there is a practice, a page that is about it leads to the question that makes it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from practice.models.profile import NotSetUpError
        from practice.views.first_steps.pages import first_who

        try:
            return view(request, *args, **kwargs)
        except NotSetUpError:
            return first_who(request)

    return guarded


def _asking_again(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who may sign in, and how, is changed by whoever used the second factor just now."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from practice.sign_in import standing
        from practice.views.sign_in import changes_who_may_sign_in
        from practice.views.sign_in.pages import address

        if changes_who_may_sign_in(request) and not standing.is_fresh(request, timezone.now()):
            return redirect(address("sign_in_again", request.get_full_path()))
        return view(request, *args, **kwargs)

    return guarded
