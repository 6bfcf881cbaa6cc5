"""The first step: name and password. What is right gives nothing but the way to the second."""

from datetime import timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import User
from practice.sign_in import half_way, second_factors, tries
from practice.views.next_page import next_page
from practice.views.sign_in.forms import PasswordForm
from practice.views.sign_in.pages import page, please_wait


def login(request: HttpRequest) -> HttpResponse:
    """Answer a known and an unknown name alike, in words and in time."""
    if request.user.is_authenticated and request.user.is_staff:
        return redirect(next_page(request))
    form = PasswordForm(request.POST or None)
    if not form.is_valid():
        return _shown(request, form)
    now, name = timezone.now(), form.cleaned_data["username"]
    wait = tries.wait_before_password(request, name, now)
    if wait:
        return _too_soon(request, form, wait)
    user = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not (isinstance(user, User) and user.is_staff):
        form.add_error(None, _("That did not let you in. Please look at name and password again."))
        return _shown(request, form)
    tries.note_right_password(request, name, now)
    half_way.begin(request, user, then=next_page(request), now=now)
    step = "second" if second_factors.has_one(user) else "enrol"
    return redirect(f"admin:login_{step}")


def _too_soon(request: HttpRequest, form: PasswordForm, wait: timedelta) -> HttpResponse:
    form.add_error(None, please_wait(wait))
    response = _shown(request, form, status=429)
    response["Retry-After"] = str(max(1, round(wait.total_seconds())))
    return response


def _shown(request: HttpRequest, form: PasswordForm, *, status: int = 0) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    return page(request, "login", _("Sign in"), status=status, form=form, next=next_page(request))
