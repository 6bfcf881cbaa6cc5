"""How she signs in, at her desk: passkeys, app, recovery codes, and where she is signed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import audit
from practice.models import User
from practice.models.audit_line import Verb
from practice.sign_in import browsers, second_factors, standing
from practice.views.sign_in.adding import Adding
from practice.views.sign_in.pages import page


def ways(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    return page(
        request,
        "ways",
        _("Signing in"),
        ways=second_factors.ways_of(user),
        codes_left=second_factors.recovery_codes_left(user),
        browsers=browsers.signed_in(user, timezone.now()),
        this_browser=standing.this_browser(request),
        was_removed="removed" in request.GET,
    )


def add_passkey(request: HttpRequest) -> HttpResponse:
    adding = Adding.of(request, _me(request))
    if adding.is_done:
        return _changed(request, Verb.WAY_ADDED, _("Your passkey is added."))
    title = _("Add a passkey")
    return page(request, "passkey", title, status=adding.status, **adding.shown_passkey())


def add_app(request: HttpRequest) -> HttpResponse:
    adding = Adding.of(request, _me(request))
    if adding.is_done:
        return _changed(request, Verb.WAY_ADDED, _("Your app is added."))
    title = _("Add an app")
    return page(request, "app", title, status=adding.status, **adding.shown_app())


def new_codes(request: HttpRequest) -> HttpResponse:
    title = _("Your recovery codes")
    if request.method != "POST":
        left = second_factors.recovery_codes_left(_me(request))
        return page(request, "new_codes", title, codes_left=left)
    codes = second_factors.new_recovery_codes(_me(request))
    _note(request, Verb.NEW_CODES)
    return page(request, "codes", title, codes=codes, then=reverse("admin:sign_in"))


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    user = _me(request)
    mine = second_factors.ways_of(user)
    way = mine.filter(pk=pk).first()
    if way is None:
        raise Http404
    if request.method != "POST":
        is_last = mine.count() < 2
        return page(request, "remove", _("Remove it?"), way=way, is_last=is_last)
    if not second_factors.remove(user, pk):
        messages.error(request, _("This is your last one. Add another before you remove it."))
        return redirect("admin:sign_in")
    _changed(request, Verb.WAY_REMOVED, _("It is removed."))
    return redirect(f"{reverse('admin:sign_in')}?removed")


def _changed(request: HttpRequest, verb: Verb, says: str) -> HttpResponse:
    _note(request, verb)
    messages.success(request, says)
    return redirect("admin:sign_in")


def _note(request: HttpRequest, verb: Verb) -> None:
    user = _me(request)
    audit.record(user.get_username(), verb, f"account:{user.pk}", now=timezone.now())


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the desk lets nobody else come here
    return request.user
