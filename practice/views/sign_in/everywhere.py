from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practice import audit, unlocking
from practice.models import User
from practice.models.audit_line import Verb
from practice.sign_in import browsers


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of hers, this one too; each of them locks with it."""
    user, response = request.user, redirect("admin:login")
    assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else come here
    unlocking.lock(request, response)
    with transaction.atomic():
        browsers.sign_out_everywhere(user)
        thing = f"account:{user.pk}"
        audit.record(user.get_username(), Verb.SIGNED_OUT, thing, now=timezone.now())
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return response
