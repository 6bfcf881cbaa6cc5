"""After a new key pair: the messages are sealed to it, a step at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import resealing
from practice import unlocking
from practice.views.keys.pages import page


def reseal(request: HttpRequest) -> HttpResponse:
    """One step for each press of the button, which a script presses too; safe to repeat."""
    ring = unlocking.key_ring(request, timezone.now())
    if ring is None:
        return redirect(unlocking.address(request.path))
    step = resealing.Step(resealing.Place(), 0)
    if request.method == "POST":
        step = resealing.step(ring, resealing.Place.parse(request.POST.get("place", "")))
    unopened = step.unopened + _so_far(request)
    count = resealing.count(ring)
    context: dict[str, Any] = {
        "count": count,
        "unopened": unopened,
        "place": step.place,
        "is_over": count.waiting == 0 or (step.place is None and count.waiting <= unopened),
        "is_under_way": request.method == "POST" and step.place is not None,
    }
    return page(request, "reseal", _("Seal to your new key"), **context)


def _so_far(request: HttpRequest) -> int:
    typed = request.POST.get("unopened", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
