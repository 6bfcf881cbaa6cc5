from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import schedule
from blog.admin.under_article import UnderArticle
from blog.models import Article
from blog.publishing import Status
from blog.schedule import NoSuchTimeError


class DateBox(forms.DateInput):
    input_type = "date"


class TimeBox(forms.TimeInput):
    input_type = "time"


class DateAndTime(forms.SplitDateTimeWidget):
    """Two boxes as phones know them, each with a name."""

    template_name = "admin/widgets/split_datetime.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets = (
            DateBox({"aria-label": gettext_lazy("Date")}, format="%Y-%m-%d"),
            TimeBox({"aria-label": gettext_lazy("Time")}, format="%H:%M"),
        )


class ByThePracticesClock(forms.SplitDateTimeField):
    """A moment, typed as her clock shows it; a time that it goes past is refused in words."""

    widget = DateAndTime

    def compress(self, data_list: tuple[date, time] | None) -> datetime | None:
        if data_list and all(data_list):
            return _moment(*data_list)
        return super().compress(data_list)  # empty, or half of it is missing


def _moment(day: date, clock: time) -> datetime:
    try:
        return schedule.moment(datetime.combine(day, clock))
    except NoSuchTimeError as error:
        raise ValidationError(str(error)) from None


def unless_the_same(typed: datetime | None, stored: datetime | None) -> datetime | None:
    """Return `stored` where the boxes show it as it was.

    They know no seconds, and not which it is of two times that the clock shows alike.
    """
    same = typed and stored and _shown(typed) == _shown(stored.replace(second=0, microsecond=0))
    return stored if same else typed


def _shown(at: datetime) -> datetime:
    """What the practice's clock shows then."""
    return timezone.localtime(at).replace(tzinfo=None)


class Scheduling(UnderArticle):
    """Says when an article appears while she chooses."""

    class Media:
        js = [forms.Script("js/publishing.js", defer=True)]

    def get_urls(self) -> list[URLPattern]:
        when = self.admin_site.admin_view(self.when)
        return [path("when/", when, name="blog_article_when"), *super().get_urls()]

    def when(self, request: HttpRequest) -> HttpResponse:
        """Answer, in plain text, when an article of `publish_at_0` and `publish_at_1` appears."""
        field = ByThePracticesClock(required=False)
        typed = [request.GET.get(f"publish_at_{number}", "") for number in range(2)]
        try:
            said = _said(field.clean(typed), timezone.now())
        except ValidationError as error:
            said = " ".join(error.messages)
        return HttpResponse(said, content_type="text/plain; charset=utf-8")

    def schedule_context(self, article: Article | None, now: datetime) -> dict[str, Any]:
        """What stands under the two boxes; `when` is as it was saved."""
        at = article.publish_at if article and article.status == Status.SCHEDULED else None
        return {"when": _said(at, now), "when_choices": schedule.choices(now)}


def _said(at: datetime | None, now: datetime) -> str:
    if at is None:
        return _("Choose a date and a time.")
    return schedule.appears(at, now) if at > now else _("That time has passed: it appears at once.")
