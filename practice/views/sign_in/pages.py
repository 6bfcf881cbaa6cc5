from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import ngettext

from practice.models import User
from practice.sign_in import known_browser, site_name, standing

# The second is ours; the first turns what browsers say of keys into JSON, and is allauth's.
SCRIPTS = forms.Media(
    js=[
        forms.Script("mfa/js/webauthn-json.js", defer=True),  # type: ignore[list-item]
        forms.Script("js/passkeys.js", defer=True),  # type: ignore[list-item]
    ]
)


def page(
    request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "takes_passkeys": site_name.takes_passkeys(request),
        "media": SCRIPTS,
        **context,
    }
    return TemplateResponse(request, f"admin/sign_in/{name}.html", context, status=status)


def please_wait(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    text = ngettext(
        "Please wait %(n)s second, then press the button again.",
        "Please wait %(n)s seconds, then press the button again.",
        seconds,
    )
    return text % {"n": seconds}


def signed_in(request: HttpRequest, response: HttpResponse, user: User, now: datetime) -> None:
    """Sign in, and let this browser be known from now on."""
    standing.begin(request, user, now)
    known_browser.remember(response, user.get_username())


def address(name: str, then: str) -> str:
    return f"{reverse(f'admin:{name}')}?{urlencode({'next': then})}"
