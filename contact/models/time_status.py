from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an appointment stands.

    held → confirmed | declined | expired | withdrawn; confirmed → moved | cancelled | happened |
    missed. A moved one is followed by another row with the same `calendar_id`. contact/booking.py
    has the moves.
    """

    HELD = "held", _("Waits to be confirmed")
    CONFIRMED = "confirmed", _("Agreed")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not confirmed in time")
    WITHDRAWN = "withdrawn", _("Taken back")
    MOVED = "moved", _("Moved to another time")
    CANCELLED = "cancelled", _("Cancelled")
    HAPPENED = "happened", _("Took place")
    MISSED = "missed", _("Nobody came")


STANDING = [Status.HELD, Status.CONFIRMED]  # what keeps its time free
MET = [Status.HAPPENED, Status.MISSED]  # or was to meet

HAPPENED_AFTER = timedelta(days=1)  # by then the therapist has said so if nobody came
