from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.models import User
from practice.sign_in import standing
from practice.views.next_page import next_page
from practice.views.sign_in.pages import page
from practice.views.sign_in.proof import Proof


def again(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor once more, before she changes who may sign in and how."""
    now, user = timezone.now(), request.user
    assert isinstance(user, User)  # noqa: S101 - the desk lets nobody else come here
    proof = Proof.of(request, user, now)
    if proof.is_right:
        standing.prove_again(request, now)
        return redirect(next_page(request))
    shown = proof.shown() | {"next": next_page(request)}
    return page(request, "again", _("Is it you?"), status=proof.status, **shown)
