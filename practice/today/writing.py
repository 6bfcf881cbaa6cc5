"""What is being written, and what appears by itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.models import Article
from blog.publishing import Status
from practice.today.ages import ago

AT_MOST = 6  # rows; a link leads to the rest


@dataclass(frozen=True)
class Text:
    article: Article
    stands: str

    @property
    def part(self) -> str:
        """Which part of which series it is, "" for an article of its own."""
        series = self.article.series
        if series is None:
            return ""
        said = {"number": self.article.position, "series": series.title}
        return _("Part %(number)s of “%(series)s”") % said


def texts(now: datetime) -> list[Text]:
    """Return what appears next, then the drafts that were touched last; one more than are shown."""
    to_come = Q(status=Status.SCHEDULED, publish_at__gt=now)
    rows = Article.objects.filter(to_come | Q(status=Status.DRAFT)).select_related("series")
    appears_at = Case(When(to_come, then="publish_at"))  # drafts may have a day too
    ordered = rows.for_lists().order_by(appears_at, "-updated_at")
    return [Text(article, _stands(article, now)) for article in ordered[: AT_MOST + 1]]


def _stands(article: Article, now: datetime) -> str:
    if article.status == Status.SCHEDULED and article.publish_at:
        at = date_format(timezone.localtime(article.publish_at), "l j F, H:i")
        return _("appears on %(at)s") % {"at": at}
    return _("draft, last changed %(ago)s") % {"ago": ago(article.updated_at, now)}
