"""Whether there are times to choose at all: what every link to them asks."""

from datetime import datetime

from django.db.models import Exists
from django.utils import timezone

from contact.models import Availability, ExtraHours, WeeklyHours
from practice.models import PracticeProfile


def offers_times(profile: PracticeProfile, now: datetime) -> bool:
    """Whether new people can choose a time, by one question to Postgres. Each may be taken."""
    today = timezone.localdate(now)
    if not profile.opening_on(today).offers_conversations:
        return False
    weekly = WeeklyHours.objects.order_by().values("pk")
    extra = ExtraHours.objects.filter(day__gte=today).order_by().values("pk")
    has_rules = Availability.objects.filter(pk=Availability.ONLY)
    return has_rules.filter(Exists(weekly) | Exists(extra)).exists()
