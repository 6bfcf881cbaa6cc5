"""A new key pair: made, shown once with its phrase and its sheet, in use once both were typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import unlocking
from practice.models import SealingKey
from practice.models.audit_line import Verb
from practice.models.sealing_key import Condition, KeyRing
from practice.phrase_tries import Tries
from practice.sealing import new_private_key, passphrase
from practice.views.keys.forms import BothForm
from practice.views.keys.opening import note, unlocked
from practice.views.keys.pages import page


def set_up(request: HttpRequest) -> HttpResponse:
    """Make keys, or others in place of those in use; then the desk must be unlocked."""
    condition = SealingKey.objects.condition()
    if condition is Condition.SWAPPED:
        return redirect("admin:keys_mend")
    if condition is Condition.IN_ORDER and _ring(request) is None:
        return redirect(_unlock_first(request))
    if request.method != "POST":
        title = _("New keys") if condition is Condition.IN_ORDER else _("Set up your keys")
        return page(request, "set_up", title)
    phrase, sheet = passphrase.new_phrase(), passphrase.new_sheet()
    new = SealingKey.new(new_private_key(), phrase=phrase, sheet=sheet, now=timezone.now())
    SealingKey.objects.begin(new)
    return page(request, "made", _("Your phrase and your sheet"), phrase=phrase, sheet=sheet)


def confirm(request: HttpRequest) -> HttpResponse:
    """Put the new key in use once its phrase and its sheet were both typed in."""
    new = SealingKey.objects.unconfirmed()
    if new is None:
        return redirect("admin:keys")
    before = _ring(request)
    if before is None and SealingKey.objects.in_use():
        return redirect(_unlock_first(request))
    tries = Tries(request, timezone.now())
    form = BothForm(request.POST or None, key=new, tries=tries)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "confirm", _("Type in both"), form=form, status=status)
    return _put_in_use(request, new, form.private, before)


def _put_in_use(
    request: HttpRequest, new: SealingKey, private: bytes, before: KeyRing | None
) -> HttpResponse:
    new.phrase_typed_at = new.sheet_typed_at = timezone.now()
    new.put_in_use(before=before)
    note(request, Verb.KEY_CHANGED, new)
    messages.success(request, _("Your keys are in use, and your desk is unlocked."))
    response = redirect("admin:keys_reseal" if before else "admin:first_live")
    unlocked(request, response, private, new)
    return response


def _ring(request: HttpRequest) -> KeyRing | None:
    return unlocking.key_ring(request, timezone.now())


def _unlock_first(request: HttpRequest) -> str:
    return unlocking.address(request.path)
