"""In and out: unlock by the phrase, lock, recover by the sheet, mend a key that was swapped."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practice import audit, unlocking
from practice.models import SealingKey
from practice.models.audit_line import Verb
from practice.phrase_tries import Tries
from practice.views.keys.forms import OpeningForm, PhraseForm, SheetForm
from practice.views.keys.pages import page
from practice.views.next_page import next_page

Answer = TypeVar("Answer", bound=HttpResponse)


def unlock(request: HttpRequest) -> HttpResponse:
    """Ask for the phrase once a session, then go on to where she wanted to be."""
    key = SealingKey.objects.in_use()
    if key is None or not key.is_pinned:
        return redirect("admin:keys")
    tries = Tries(request, timezone.now())
    form = PhraseForm(request.POST or None, opens=key.opened_by_phrase, tries=tries)
    if not form.is_valid():
        return page(
            request, "unlock", _("Unlock"), form=form, next=next_page(request), status=_status(form)
        )
    response = redirect(next_page(request))
    unlocked(request, response, form.private, key)
    return response


def recover(request: HttpRequest) -> HttpResponse:
    """The sheet in place of a lost phrase: it unlocks, and leads straight to a new phrase."""
    key = SealingKey.objects.in_use()
    if key is None:
        return redirect("admin:keys")
    tries = Tries(request, timezone.now())
    form = SheetForm(request.POST or None, opens_sheet=key.unwrapped_by_sheet, tries=tries)
    if not form.is_valid():
        title = _("Your recovery sheet")
        return page(request, "recover", title, form=form, status=_status(form))
    _put_right(request, key, form.private)
    messages.success(request, _("Your sheet has unlocked your desk. Now make a new phrase."))
    response = redirect("admin:keys_phrase")
    unlocked(request, response, form.private, key)
    return response


def mend(request: HttpRequest) -> HttpResponse:
    """Put a key right that is not the one she set up: only her phrase can."""
    key = SealingKey.objects.in_use()
    if key is None or key.is_pinned:
        return redirect("admin:keys")
    tries = Tries(request, timezone.now())
    form = PhraseForm(request.POST or None, opens=key.unwrapped_by_phrase, tries=tries)
    if not form.is_valid():
        title = _("Put your key right")
        return page(request, "mend", title, form=form, status=_status(form))
    _put_right(request, key, form.private)
    messages.success(request, _("Your key is in order again, and the form is open."))
    response = redirect("admin:keys")
    unlocked(request, response, form.private, key)
    return response


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    response = _locking(request, lambda: redirect("admin:index"))
    messages.success(request, _("Your desk is locked."))
    return response


def sign_out(request: HttpRequest, leave: Callable[[], Answer]) -> Answer:
    """To sign out is to lock."""
    return _locking(request, leave) if request.method == "POST" else leave()


def _locking(request: HttpRequest, answer: Callable[[], Answer]) -> Answer:
    now, who = timezone.now(), request.user.get_username()
    if unlocking.is_unlocked(request, now):
        audit.record(who, Verb.LOCKED, "desk", now=now)
    response = answer()
    unlocking.lock(request, response)
    return response


def unlocked(request: HttpRequest, response: HttpResponse, private: bytes, key: SealingKey) -> None:
    """Unlock the desk for this session, under a new session key, and note that it was."""
    now = timezone.now()
    note(request, Verb.UNLOCKED, key)
    request.session.cycle_key()
    unlocking.unlock(request, response, private, now)
    SealingKey.objects.forget_unused(now)


def note(request: HttpRequest, verb: Verb, key: SealingKey) -> None:
    audit.record(request.user.get_username(), verb, key.thing, now=timezone.now())


def _put_right(request: HttpRequest, key: SealingKey, private: bytes) -> None:
    if not (key.is_pinned and key.belongs_to(private)):
        key.mend(private)
        note(request, Verb.KEY_CHANGED, key)


def _status(form: OpeningForm) -> int:
    return 422 if form.is_bound else 200
