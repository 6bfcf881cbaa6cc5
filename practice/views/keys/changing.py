"""A new reading phrase for the same key; the one before opens until the new one was typed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import unlocking
from practice.models import SealingKey
from practice.models.audit_line import Verb
from practice.phrase_tries import Tries
from practice.sealing import passphrase
from practice.views.keys.forms import PhraseForm
from practice.views.keys.opening import note, unlocked
from practice.views.keys.pages import page


def phrase(request: HttpRequest) -> HttpResponse:
    ring = unlocking.key_ring(request, timezone.now())
    if ring is None:
        return redirect(unlocking.address(request.path))
    if request.method != "POST":
        return page(request, "new_phrase", _("A new phrase"))
    new = passphrase.new_phrase()
    ring.current.offer_phrase(ring.private, new)
    return page(request, "made", _("Your new phrase"), phrase=new)


def confirm(request: HttpRequest) -> HttpResponse:
    key = SealingKey.objects.in_use()
    if key is None or not key.is_pinned or key.by_new_phrase is None:
        return redirect("admin:keys")
    tries = Tries(request, timezone.now())
    form = PhraseForm(request.POST or None, opens=key.opened_by_new_phrase, tries=tries)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "confirm", _("Type in your new phrase"), form=form, status=status)
    key.take_new_phrase(timezone.now())
    note(request, Verb.PHRASE_CHANGED, key)
    messages.success(request, _("Your new phrase is in use; the one before opens nothing now."))
    response = redirect("admin:keys")
    unlocked(request, response, form.private, key)
    return response
