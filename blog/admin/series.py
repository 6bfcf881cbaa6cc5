from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from blog.admin.articles import standing
from blog.admin.naming import NamesItself
from blog.models import Article, Series
from blog.publishing import public_at


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


class SeriesForm(NamesItself):
    class Meta:
        model = Series
        fields = ("title", "summary", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class SeriesAdmin(admin.ModelAdmin[Series]):
    """A series, with its parts below: in which order, and which are announced."""

    list_display = ["title", "parts"]
    none_yet = _lazy("There is no series yet. One holds articles together, in an order of yours.")
    form = SeriesForm
    fieldsets = [
        (None, {"fields": ["title", "summary"]}),
        (_lazy("More"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    prepopulated_fields = {"slug": ["title"]}
    actions = None

    class Media:
        css = {"all": ["desk/articles.css"]}
        js = [forms.Script("js/parts.js", defer=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        public = Count("articles", filter=public_at(timezone.now(), of="articles__"))
        every = super().get_queryset(request)
        return every.annotate(part_count=Count("articles"), public_count=public)

    @admin.display(description=_lazy("parts"))
    def parts(self, series: Any) -> str:
        """How many it has, and how many of them everybody can read."""
        counts = {"all": series.part_count, "public": series.public_count}
        return (
            _("%(public)s of %(all)s are public") % counts if series.part_count else _("none yet")
        )

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
        """Move it. A script is told what to say and the order; a form leads back to the page."""
        article = self._part(request, pk, part)
        said = _moved(article, Step(request.POST))
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"said": said, "order": in_order(pk)})
        if said:
            self.message_user(request, said)
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


def _moved(article: Article, step: Step) -> str:
    """Move it by one step that makes sense; return what to say of that, or ""."""
    if article.series is None or not step.is_valid():
        return ""
    article.series.move(article, to=step.cleaned_data["to"])
    article.refresh_from_db(fields=["position"])
    said = _("“%(title)s” is now number %(number)s.")
    return said % {"title": article.title, "number": article.position}


def in_order(series: int) -> list[int]:
    parts = Article.objects.filter(series=series).order_by("position")
    return list(parts.values_list("pk", flat=True))


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
