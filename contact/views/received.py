"""The confirmation: the number to come back with is shown once."""

import base64
import json
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact.models import Enquiry
from contact.return_code import in_groups
from practice.sealing import SealError, environment

COOKIE = "received"
SHOWN_FOR = timedelta(hours=1)


def confirmed(request: HttpRequest, enquiry: Enquiry, code: str) -> HttpResponse:
    """Lead to the confirmation. The number goes there in a cookie, encrypted, for one look."""
    response = redirect("contact:received", permanent=False)
    response.status_code = 303
    _remember(request, response, {"enquiry": str(enquiry.pk), "code": code})
    return response


@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    kept = _remembered(request)
    enquiry = Enquiry.objects.filter(pk=kept["enquiry"]).first() if kept else None
    if enquiry is None:
        return redirect("contact:contact")
    code = in_groups(kept.get("code", ""))
    context = {"enquiry": enquiry, "code": code}
    response = render(request, "contact/received.html", context)
    if code and request.method == "GET":
        _remember(request, response, {"enquiry": str(enquiry.pk)})
    return response


def _remember(request: HttpRequest, response: HttpResponse, kept: dict[str, str]) -> None:
    encrypted = environment.encrypt(json.dumps(kept), purpose=COOKIE)
    response.set_signed_cookie(
        COOKIE,
        base64.urlsafe_b64encode(encrypted).decode(),
        max_age=SHOWN_FOR,
        path="/contact/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _remembered(request: HttpRequest) -> dict[str, str]:
    """What the cookie holds; nothing where it is missing, too old, or not ours."""
    try:
        cookie = str(request.get_signed_cookie(COOKIE, max_age=SHOWN_FOR))
        encrypted = base64.urlsafe_b64decode(cookie)
        kept: dict[str, str] = json.loads(environment.decrypt(encrypted, purpose=COOKIE))
    except (KeyError, signing.BadSignature, SealError, ValueError):
        return {}
    return kept
