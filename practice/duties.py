"""What falls due by the clock: publications to note, answers to write, rows that must go away."""

import logging
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from blog import cards
from blog.models import Article
from blog.rendering import RENDERER_VERSION
from contact import blocking, erasure, lapsing, nudge
from practice import rate_limit
from practice.models import OutboxMail, Tally
from practice.retention.periods import DONE_MAIL_IS_KEPT, JOURNAL_IS_KEPT
from practice.sign_in import browsers

log = logging.getLogger("attune.worker")

RENDERED_A_ROUND = 100  # articles; mail waits for less than a second


def do_what_is_due(now: datetime) -> None:
    """Do all of it; each part is safe to repeat."""
    Article.objects.mark_published(now)
    nudge.nudge(now)
    lapsing.lapse(now)
    erasure.erase_appointments_that_are_due(now)
    blocking.forget_past(now)
    erasure.erase_what_is_due(now)
    erasure.tend_the_ledger(now)
    OutboxMail.objects.done_before(now - DONE_MAIL_IS_KEPT).delete()
    LogEntry.objects.filter(action_time__lt=now - JOURNAL_IS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    Tally.objects.forget_old(now)
    browsers.forget_old(now)
    rate_limit.forget_expired(now)
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
