from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.admin.articles import standing
from blog.models import Article, Series


class PartRow(NamedTuple):
    """A part in the list under its series: drafts are counted here, as visitors do not see it."""

    number: int
    article: Article
    standing: str
    is_public: bool
    up: int  # the number that it has after one step up; 0 for the first
    down: int  # and after one step down; 0 for the last


class Announcement(forms.Form):
    announced = forms.BooleanField(required=False)
    expected = forms.CharField(max_length=60, required=False)


class Step(forms.Form):
    to = forms.IntegerField(min_value=1, max_value=32_767)


class SeriesAdmin(admin.ModelAdmin[Series]):
    """A series, with its parts below: in which order, and which are announced."""

    list_display = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}

    class Media:
        css = {"all": ["desk/articles.css"]}

    def get_urls(self) -> list[URLPattern]:
        return [
            self._button("move/", self.move, "move"),
            self._button("announce/", self.announce, "announce"),
            *super().get_urls(),
        ]

    def _button(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        whole = f"<int:pk>/parts/<int:part>/{route}"
        guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(require_POST(view))
        return path(whole, guarded, name=f"blog_series_{name}")

    def move(self, request: HttpRequest, pk: int, part: int) -> HttpResponse:
        article = self._part(request, pk, part)
        step = Step(request.POST)
        if article.series and step.is_valid():
            article.series.move(article, to=step.cleaned_data["to"])
            article.refresh_from_db(fields=["position"])
            said = _("“%(title)s” is now number %(number)s.")
            self.message_user(request, said % {"title": article.title, "number": article.position})
        return self._back_to(article)

    def announce(self, request: HttpRequest, pk: int, part: int) -> HttpResponse:
        article = self._part(request, pk, part)
        typed = Announcement(request.POST)
        if not typed.is_valid():
            self.message_user(request, _("“Expected” holds 60 signs at most."), "error")
        elif typed.cleaned_data["announced"]:
            article.announce(typed.cleaned_data["expected"])
            self.message_user(request, _("Visitors see that this part is planned."))
        else:
            article.hide()
            self.message_user(request, _("Visitors do not see that this part is planned."))
        return self._back_to(article)

    def _part(self, request: HttpRequest, series: int, part: int) -> Article:
        """Fetch the part. Raises Http404, or PermissionDenied for who may not change it."""
        with_series = Article.objects.select_related("series")
        article: Article = get_object_or_404(with_series, series=series, pk=part)
        if not self.has_change_permission(request):
            raise PermissionDenied
        return article

    def _back_to(self, article: Article) -> HttpResponse:
        address = reverse("admin:blog_series_change", args=[article.series_id])
        return redirect(f"{address}#part-{article.pk}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        series: Series | None = context.get("original")
        if series:
            context["part_rows"] = part_rows(series, timezone.now())
        return super().render_change_form(request, context, *args, **kwargs)


def part_rows(series: Series, now: datetime) -> list[PartRow]:
    articles = list(series.articles.order_by("position"))
    last = len(articles)
    return [
        PartRow(
            number=number,
            article=article,
            standing=standing(article, now),
            is_public=article.is_published(now),
            up=number - 1,
            down=number + 1 if number < last else 0,
        )
        for number, article in enumerate(articles, start=1)
    ]
