from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import resealing
from practice import unlocking
from practice.models import SealingKey
from practice.views.keys.pages import page


def keys(request: HttpRequest) -> HttpResponse:
    """How the keys are, and what can be done with them now."""
    ring = unlocking.key_ring(request, timezone.now())
    key = SealingKey.objects.in_use()
    context: dict[str, Any] = {
        "unconfirmed": SealingKey.objects.unconfirmed(),
        "phrase_waits": key is not None and key.by_new_phrase is not None,
        "waiting": resealing.count(ring).waiting if ring else 0,
    }
    return page(request, "keys", _("Your keys"), **context)
