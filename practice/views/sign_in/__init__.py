"""The pages by which somebody signs in, and those at the desk that change how she does."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from practice.views.sign_in import (
    again,
    beginning,
    by_passkey,
    enrolling,
    everywhere,
    second_step,
    ways,
)

View = Callable[..., HttpResponse]

# For whoever is nobody yet.
BEFORE: dict[str, tuple[str, View]] = {
    "begin": ("begin/", beginning.begin),
    "login_passkey": ("login/passkey/", by_passkey.by_passkey),
    "login_second": ("login/second/", second_step.second_step),
    "login_enrol": ("login/enrol/", enrolling.enrol),
}
AT_THE_DESK: dict[str, tuple[str, View]] = {
    "sign_in": ("sign-in/", ways.ways),
    "sign_in_again": ("sign-in/again/", again.again),
    "sign_in_passkey": ("sign-in/passkey/", ways.add_passkey),
    "sign_in_app": ("sign-in/app/", ways.add_app),
    "sign_in_codes": ("sign-in/codes/", ways.new_codes),
    "sign_in_remove": ("sign-in/remove/<int:pk>/", ways.remove),
    "sign_in_everywhere": ("sign-in/everywhere/", everywhere.sign_out_everywhere),
}


def urls(public: Callable[[View], Any], admin_view: Callable[[View], Any]) -> list[URLPattern]:
    return [
        *(path(where, public(_secret(view)), name=name) for name, (where, view) in BEFORE.items()),
        *(
            path(where, admin_view(_secret(view)), name=name)
            for name, (where, view) in AT_THE_DESK.items()
        ),
    ]


def _secret(view: View) -> View:
    """What is typed or shown here is in no cache, and in no report of an error."""
    guarded: View = sensitive_post_parameters()(never_cache(view))
    return guarded


def changes_who_may_sign_in(request: HttpRequest) -> bool:
    """Whether this address wants the second factor to have been used just now."""
    match = request.resolver_match
    name = match.url_name if match else None
    return name is not None and (name in CHANGES or name.startswith("practice_user_"))


CHANGES = {
    "sign_in_passkey",
    "sign_in_app",
    "sign_in_codes",
    "sign_in_remove",
    "password_change",
    "auth_user_password_change",
}
