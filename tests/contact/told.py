"""A time that somebody waits for, and the mail that tells of it, for tests."""

from datetime import datetime, timedelta

from contact import booking, time_mail
from contact.booking import Wanted
from contact.models import Appointment, Enquiry
from contact.safe_contact import SafeContact
from practice.models import OutboxMail, PracticeProfile
from practice.outbox.sending import send_next
from tests.factories import A_MONDAY
from tests.smtp_server import SmtpServer

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
ADDRESS = "robin@enquirer.example"
SAFE = {"reply_by": "email", "email": ADDRESS, "safe_to_write": "yes"}
THURSDAY_AT_TWO = Wanted(A_MONDAY + timedelta(days=3, hours=5), "online")
FRIDAY_AT_TEN = Wanted(A_MONDAY + timedelta(days=4, hours=1), "online")
HELD_UNTIL = A_MONDAY + timedelta(hours=48)
A_DAY_BEFORE = THURSDAY_AT_TWO.start - DAY
AN_HOUR_BEFORE = THURSDAY_AT_TWO.start - HOUR


def card(**said: str) -> SafeContact:
    return SafeContact.of(SAFE | said)


def held(
    enquiry: Enquiry, profile: PracticeProfile, *, remind: bool = False, **said: str
) -> Appointment:
    """Thursday at two, as the form leaves it; the mail to the therapist is out of the way."""
    made = booking.hold(enquiry, THURSDAY_AT_TWO, profile=profile, now=A_MONDAY)
    time_mail.expect(enquiry, card(**said), made, remind=remind, now=A_MONDAY)
    OutboxMail.objects.filter(address=None).delete()
    return made


def waiting() -> dict[str, datetime]:
    """Template and next try of each mail to an enquirer that waits."""
    rows = OutboxMail.objects.unsent().exclude(address=None)
    return {mail.template: mail.next_try_at for mail in rows}


def to_therapist() -> list[str]:
    rows = OutboxMail.objects.filter(address=None, sent_at=None, given_up_at=None)
    return sorted(rows.values_list("template", flat=True))


def send_all(now: datetime) -> None:
    while send_next(now):
        pass


def sent_to_her(post: SmtpServer, now: datetime) -> list[str]:
    """Send what is due by then, and return the subjects that went to her."""
    send_all(now)
    letters = [mail for mail in post.received if mail.recipients == [ADDRESS]]
    return [str(mail.message["Subject"]) for mail in letters]
