"""The end of the questions: what visitors see now, and a message to practise on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contact import example as examples
from contact import zones
from contact.models import Enquiry
from contact.offered import offers_times
from practice.first_steps.countries import has_clock
from practice.models import Helpline, PracticeProfile, SealingKey
from practice.models.profile import NotSetUpError
from practice.models.sealing_key import CannotSealError
from practice.views.first_steps.pages import page


def live(request: HttpRequest) -> HttpResponse:
    can_seal = SealingKey.objects.can_seal()
    context: dict[str, Any] = {
        "can_seal": can_seal,
        "example": Enquiry.objects.filter(is_example=True).first(),
        "seen": _seen_by_visitors(),
    }
    return page(request, "live", _("What visitors see now"), **context)


def _seen_by_visitors() -> dict[str, Any] | None:
    """What the pages say; None while visitors read that the site opens soon."""
    try:
        practice = PracticeProfile.objects.current()
    except NotSetUpError:
        return None
    now = timezone.now()
    return {
        "practice": practice,
        "opening": practice.opening_now(),
        "reply_by": practice.reply_due_on(now),
        "offers_times": offers_times(practice, now),
        "other_clock": _clock_in_doubt(practice, now),
        "helplines": Helpline.objects.for_country(practice.country).count(),
    }


def _clock_in_doubt(practice: PracticeProfile, now: datetime) -> str:
    """Return the town of the site's clock; "" where it is certainly one of her country."""
    zone = zones.of_the_practice()
    if has_clock(practice.country, zone, year=now.year):
        return ""
    return zones.town_of(zone.key)


@require_POST
def example(request: HttpRequest) -> HttpResponse:
    """Make the example, or find it, and lead to it."""
    try:
        made = examples.make(PracticeProfile.objects.current(), timezone.now())
    except CannotSealError:
        messages.warning(request, _("Please make your reading phrase first."))
        return redirect("admin:keys_set_up")
    return redirect("admin:contact_enquiry_change", made.pk)


@require_POST
def remove_example(request: HttpRequest) -> HttpResponse:
    examples.remove(who=request.user.get_username(), now=timezone.now())
    messages.success(request, _("The example is gone."))
    return redirect("admin:index")
