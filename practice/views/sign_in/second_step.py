"""The second step: a code, or a passkey of the account whose password was given."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import User
from practice.sign_in import half_way, second_factors
from practice.views.sign_in.pages import page, signed_in
from practice.views.sign_in.proof import Proof


def second_step(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = half_way.user_of(request, now)
    if user is None or not second_factors.has_one(user):
        return redirect("admin:login")
    proof = Proof.of(request, user, now)
    if not proof.is_right:
        title = _("One more step")
        return page(request, "second_step", title, status=proof.status, **proof.shown())
    return _in(request, user, now)


def _in(request: HttpRequest, user: User, now: datetime) -> HttpResponse:
    response = redirect(half_way.then(request))
    signed_in(request, response, user, now)
    return response
