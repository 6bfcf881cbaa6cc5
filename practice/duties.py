"""What falls due by the clock: publications to note, and what must go away by itself."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from blog.models import Article
from contact.models import Enquiry
from practice.models import OutboxMail

SENT_MAIL_IS_KEPT = timedelta(days=30)


def do_what_is_due(now: datetime) -> None:
    """Do all of it; each part is one statement and safe to repeat."""
    Article.objects.mark_published(now)
    Enquiry.objects.due_for_erasure(now).delete()
    OutboxMail.objects.sent_before(now - SENT_MAIL_IS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
