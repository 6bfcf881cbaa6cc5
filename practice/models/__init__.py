from practice.models.helpline import Helpline
from practice.models.outbox_mail import OutboxMail
from practice.models.page import Page
from practice.models.profile import Opening, PracticeProfile
from practice.models.user import User

__all__ = ["Helpline", "Opening", "OutboxMail", "Page", "PracticeProfile", "User"]
