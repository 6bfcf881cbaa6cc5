"""The first second factor of an account, right after its password. Half of it gives nothing."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import audit
from practice.models import User
from practice.models.audit_line import Verb
from practice.sign_in import first_link, half_way, second_factors
from practice.views.sign_in.adding import Adding
from practice.views.sign_in.pages import page, signed_in


@transaction.atomic
def enrol(request: HttpRequest) -> HttpResponse:
    """Two who are half-way in at once wait for each other: the second finds it done."""
    now = timezone.now()
    first_link.hold()
    user = half_way.user_of(request, now, locked=True)
    if user is None or second_factors.has_one(user):
        return redirect("admin:login")
    adding = Adding.of(request, user)
    if not adding.is_done:
        title = _("Set up your second step")
        shown = adding.shown_passkey() | adding.shown_app()
        return page(request, "enrol", title, status=adding.status, **shown)
    return _in(request, user, now)


def _in(request: HttpRequest, user: User, now: datetime) -> HttpResponse:
    """Signed in, with the recovery codes, which are seen this once."""
    then = half_way.then(request)
    first_link.close_after(user)
    codes = second_factors.new_recovery_codes(user)
    audit.record(user.get_username(), Verb.WAY_ADDED, f"account:{user.pk}", now=now)
    response = HttpResponse()
    signed_in(request, response, user, now)
    shown = page(request, "codes", _("Your recovery codes"), codes=codes, then=then)
    shown.cookies.update(response.cookies)
    return shown
