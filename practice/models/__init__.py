from practice.models.helpline import Helpline
from practice.models.image import Image
from practice.models.outbox_mail import OutboxMail
from practice.models.page import Page
from practice.models.profile import Opening, PracticeProfile
from practice.models.redirect import Redirect
from practice.models.user import User

__all__ = [
    "Helpline",
    "Image",
    "Opening",
    "OutboxMail",
    "Page",
    "PracticeProfile",
    "Redirect",
    "User",
]
