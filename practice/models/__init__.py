from practice.models.audit_line import AuditLine
from practice.models.first_link import FirstLink
from practice.models.first_steps import FirstSteps
from practice.models.helpline import Helpline
from practice.models.holiday import Holiday
from practice.models.image import Image
from practice.models.outbox_mail import OutboxMail
from practice.models.page import Page
from practice.models.profile import Opening, PracticeProfile
from practice.models.rate_count import RateCount, RateSalt
from practice.models.redirect import Redirect
from practice.models.sealing_key import SealingKey
from practice.models.tally import Tally
from practice.models.user import User

__all__ = [
    "AuditLine",
    "FirstLink",
    "FirstSteps",
    "Helpline",
    "Holiday",
    "Image",
    "Opening",
    "OutboxMail",
    "Page",
    "PracticeProfile",
    "RateCount",
    "RateSalt",
    "Redirect",
    "SealingKey",
    "Tally",
    "User",
]
