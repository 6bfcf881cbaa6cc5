from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import schedule
from blog.admin.under_article import UnderArticle
from blog.models import Article
from blog.publishing import Status, public_at

# The headings of the list, in the order in which she looks for what to do next.
DRAFTS, SCHEDULED, PUBLIC, TAKEN_BACK = range(4)
HEADINGS = {
    DRAFTS: gettext_lazy("Drafts"),
    SCHEDULED: gettext_lazy("Scheduled"),
    PUBLIC: gettext_lazy("Public"),
    TAKEN_BACK: gettext_lazy("Taken back"),
}


class Listed(NamedTuple):
    """An article in the list, with what is said of it in a line."""

    article: Article
    line: str


class Group(NamedTuple):
    heading: str
    articles: list[Listed]


class Listing(UnderArticle):
    """The list of articles: by where they stand, each with one line."""

    actions = None
    list_select_related = ("series",)
    list_per_page = 50

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [heading_at(timezone.now()), "-updated_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).annotate(heading=heading_at(timezone.now()))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None) or {}
        if isinstance(changes := context.get("cl"), ChangeList):
            context["groups"] = groups(changes.result_list, timezone.now())
        return response


def groups(articles: Iterable[Any], now: datetime) -> list[Group]:
    """Return articles that know their heading under it; one without articles is left out."""
    found: dict[int, list[Listed]] = {number: [] for number in HEADINGS}
    for article in articles:
        found[article.heading].append(Listed(article, _line(article, now)))
    return [Group(str(HEADINGS[number]), listed) for number, listed in found.items() if listed]


def heading_at(now: datetime) -> Case:
    """The number of the heading under which an article stands."""
    return Case(
        When(status=Status.DRAFT, then=Value(DRAFTS)),
        When(status=Status.UNPUBLISHED, then=Value(TAKEN_BACK)),
        When(public_at(now), then=Value(PUBLIC)),
        default=Value(SCHEDULED),
        output_field=IntegerField(),
    )


def _line(article: Article, now: datetime) -> str:
    """Its part, and when it appears or was public or was last changed."""
    part = ""
    if article.series:
        part = _("%(series)s, part %(number)s") % {
            "series": article.series.title,
            "number": article.position,
        }
    return " · ".join(filter(None, [part, _when(article, now)]))


def _when(article: Article, now: datetime) -> str:
    if article.publish_at and article.is_published(now):
        return _("since %(day)s") % {"day": _day(article.publish_at)}
    if article.publish_at and article.status == Status.SCHEDULED:
        return schedule.appears(article.publish_at, now)
    return _("last changed on %(day)s") % {"day": _day(article.updated_at)}


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")
