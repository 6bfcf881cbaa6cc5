"""What falls due by the clock: publications to note, and what must go away by itself."""

import logging
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from blog import cards
from blog.models import Article
from blog.rendering import RENDERER_VERSION
from contact.models import Enquiry
from practice.models import OutboxMail

log = logging.getLogger("attune.worker")

SENT_MAIL_IS_KEPT = timedelta(days=30)
RENDERED_A_ROUND = 100  # articles; mail waits for less than a second


def do_what_is_due(now: datetime) -> None:
    """Do all of it; each part is safe to repeat."""
    Article.objects.mark_published(now)
    Enquiry.objects.due_for_erasure(now).delete()
    OutboxMail.objects.sent_before(now - SENT_MAIL_IS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    _render_what_is_behind()
    _tend_cards(now)


def _render_what_is_behind() -> None:
    """After an upgrade, even if nobody thinks of `manage.py render_articles`."""
    behind = Article.objects.rendered_before(RENDERER_VERSION).order_by("pk")
    for pk in behind.values_list("pk", flat=True)[:RENDERED_A_ROUND]:
        Article.objects.render_again(pk)


def _tend_cards(now: datetime) -> None:
    """A disk that is full must not keep mail from being sent."""
    try:
        cards.refresh_all(now)
        cards.remove_strays(now)
    except OSError as error:
        log.warning("cards cannot be drawn (%s)", type(error).__name__)
