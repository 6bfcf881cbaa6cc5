"""The therapist's keys at the desk: set up, unlock, lock, change, recover."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from practice.views.keys import changing, opening, overview, resealing, setting_up
from practice.views.keys.pages import for_the_owner

View = Callable[[HttpRequest], HttpResponse]

PAGES: dict[str, tuple[str, View]] = {
    "keys": ("keys/", overview.keys),
    "unlock": ("unlock/", opening.unlock),
    "lock": ("lock/", opening.lock),
    "keys_recover": ("keys/recover/", opening.recover),
    "keys_mend": ("keys/mend/", opening.mend),
    "keys_set_up": ("keys/set-up/", setting_up.set_up),
    "keys_confirm": ("keys/confirm/", setting_up.confirm),
    "keys_phrase": ("keys/phrase/", changing.phrase),
    "keys_phrase_confirm": ("keys/phrase/confirm/", changing.confirm),
    "keys_reseal": ("keys/reseal/", resealing.reseal),
}


def urls(admin_view: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path(where, admin_view(for_the_owner(view)), name=name)
        for name, (where, view) in PAGES.items()
    ]
