from datetime import datetime

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.models import Article, Series, Topic
from blog.models.article import ArticleQuerySet
from blog.reading import Reading, published_at
from blog.related import related_to
from practice.models import PracticeProfile
from practice.views.errors import gone

ARTICLES_A_PAGE = 12


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = published_at(slug, now)
    if found is None:
        return _not_there(request, slug)
    return render(request, "blog/article.html", article_context(found, now))


def article_context(reading: Reading, now: datetime) -> dict[str, object]:
    """What an article's page shows beside its text: its place in the series, and what else."""
    article, parts = reading.article, reading.parts
    return {
        "article": article,
        "description": article.description,
        "parts": parts,
        "part": parts.place_of(article),
        "before": parts.before(article),
        "after": parts.after(article),
        "next_to_read": parts.next_to_read(article),
        "related": related_to(article, now),
        "practice": PracticeProfile.objects.current(),
        "now": now,
    }


def _not_there(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it was taken back, where it could be read once; else that there is nothing."""
    if Article.objects.taken_back().filter(slug=slug).exists():
        return gone(request)
    raise Http404


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    return _list(request, Article.objects.all(), "blog/article_list.html", {})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    public = Topic.objects.with_published_articles(timezone.now())
    found = get_object_or_404(public, slug=slug)
    return _list(request, Article.objects.filter(topics=found), "blog/topic.html", {"topic": found})


def _list(
    request: HttpRequest, articles: ArticleQuerySet, template: str, context: dict[str, object]
) -> HttpResponse:
    """Show one page of the published ones; a page number beyond the last is answered with 404."""
    now = timezone.now()
    shown = articles.published(now).newest_first().for_lists().with_part_numbers(now)
    try:
        page = Paginator(shown, ARTICLES_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404 from None
    return render(request, template, context | {"page": page, "now": now})


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    all_series = Series.objects.with_published_parts(now).with_parts(now)
    context = {"series_and_parts": [(series, series.parts(now)) for series in all_series]}
    return render(request, "blog/series_list.html", context)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    public = Series.objects.with_published_parts(now).with_parts(now)
    found = get_object_or_404(public, slug=slug)
    parts = found.parts(now)
    context = {"series": found, "parts": parts, "description": found.description(parts)}
    return render(request, "blog/series.html", context)
