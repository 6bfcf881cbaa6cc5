"""Signing in with a passkey: it stands for name, password and second step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice.sign_in import half_way, passkeys, tries
from practice.views.next_page import next_page
from practice.views.sign_in.forms import PasskeyForm
from practice.views.sign_in.pages import address, signed_in


@require_http_methods(["GET", "POST"])
def by_passkey(request: HttpRequest) -> HttpResponse:
    """GET gives the browser a challenge; POST brings its answer."""
    if request.method == "GET":
        return _challenge(request)
    form, now = PasskeyForm(request.POST), timezone.now()
    user = passkeys.owner_of(form.cleaned_data["credential"]) if form.is_valid() else None
    if user is None:
        messages.error(request, _("That passkey did not let you in. Please try again."))
        return redirect(address("login", next_page(request)))
    response = redirect(next_page(request))
    signed_in(request, response, user, now)
    return response


def _challenge(request: HttpRequest) -> HttpResponse:
    wait = tries.CHALLENGES.take(request, timezone.now())
    if wait:
        return JsonResponse({}, status=429)
    if not request.user.is_authenticated:
        request.session.set_expiry(int(half_way.AT_MOST.total_seconds()))
    return JsonResponse(passkeys.to_use_one(None))
