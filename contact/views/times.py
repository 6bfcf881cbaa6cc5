"""Free times for a first conversation. Choosing one posts it to the form: no address names it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact import zones
from contact.free_days import free_days
from contact.timetable import Timetable
from practice.models import PracticeProfile


@never_cache
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    profile = PracticeProfile.objects.current()
    opening = profile.opening_on(timezone.localdate(now))
    context: dict[str, Any] = {"practice": profile, "opening": opening}
    if opening.offers_conversations:
        context |= _offered(request, Timetable.read(profile, now))
    return render(request, "contact/times.html", context)


def _offered(request: HttpRequest, timetable: Timetable) -> dict[str, Any]:
    """What is shown. A zone is kept in addresses only: it says nothing of anybody."""
    asked, here = request.GET.get("zone", ""), zones.of_the_practice()
    chosen = zones.named(asked)
    zone, first = chosen or here, _day(request.GET.get("from", ""))
    return {
        "free": free_days(timetable.free_slots(), zone, first=first),
        "has_hours": any(timetable.rules.weekly) or bool(timetable.rules.extra),
        "until": timetable.now + timetable.rules.horizon,
        "minutes": timetable.availability.length,
        "first": first,
        "asked": asked,
        "is_unknown": bool(asked) and chosen is None,
        "chosen_zone": chosen,
        "zone": zone,
        "town": zones.town_of(zone.key),
        "regions": zones.offered(zone, here),
        "zone_query": f"{urlencode({'zone': chosen.key})}&" if chosen else "",
    }


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
