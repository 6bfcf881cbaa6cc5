"""People on the waiting list, for tests."""

from datetime import datetime, timedelta

from contact import waiting_list
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from practice.models import OutboxMail, PracticeProfile
from tests.factories import A_MONDAY, key_ring, make_availability, make_enquiry

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SAFE = {"reply_by": "email", "email": "robin@enquirer.example", "safe_to_write": "yes"}
THURSDAY_AT_TWO = Wanted(A_MONDAY + timedelta(days=3, hours=5), "online")


def waiting(profile: PracticeProfile, *, days: int, **contents: str) -> Enquiry:
    """Somebody who wrote that many days before Monday, and was put on the list on Sunday."""
    came_at = A_MONDAY - timedelta(days=days)
    enquiry = make_enquiry(profile, now=came_at, **contents)
    Enquiry.objects.filter(pk=enquiry.pk).update(status="waiting", answered_at=A_MONDAY - DAY)
    enquiry.refresh_from_db()
    return enquiry


def three_people(profile: PracticeProfile) -> list[Enquiry]:
    """Kim, Robin and Sam, in the order in which they wrote."""
    make_availability()
    robin = waiting(profile, days=20, **SAFE)
    sam = waiting(profile, days=10, name="Sam")
    kim = waiting(profile, days=30, name="Kim", reply_by="phone", phone="01632 960 001")
    OutboxMail.objects.all().delete()
    return [kim, robin, sam]


def offer(
    enquiry: Enquiry,
    *,
    keep_for: timedelta = 48 * HOUR,
    wanted: Wanted = THURSDAY_AT_TWO,
    now: datetime = A_MONDAY,
) -> Appointment:
    """Offer it from an unlocked desk."""
    return waiting_list.offer(
        enquiry, wanted, keep_for=keep_for, ring=key_ring(), who="therapist", now=now
    )
