from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from blog.models import Topic
from blog.search import LONGEST, RANKED, Query, ranked, results
from blog.suggestions import suggested
from practice.figures import counting
from practice.figures.kinds import Kind

RESULTS_A_PAGE = 10


@require_safe
@cache_control(private=True, no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found. What was looked for is neither kept nor logged: a search is a number."""
    query = Query.typed(request.GET.get("q", ""))
    context: dict[str, object] = {"query": query, "longest": LONGEST}
    if query.words:
        context |= _found(query, request.GET.get("page", "1"))
        _count(request, has_found="results" in context)
    response = render(request, "blog/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _count(request: HttpRequest, *, has_found: bool) -> None:
    """A number of the day. To turn to the next page is the same search."""
    if request.method == "GET" and "page" not in request.GET:
        counting.count(Kind.SEARCH if has_found else Kind.SEARCH_EMPTY)


def _found(query: Query, page_number: str) -> dict[str, object]:
    now = timezone.now()
    numbers = ranked(query, now)
    if not numbers:
        topics = Topic.objects.with_published_articles(now)
        return {"suggestion": suggested(query, now), "topics": topics}
    page = _page(numbers, page_number)
    shown = results(query, list(page), now)
    return {"page": page, "results": shown, "now": now, "is_limited": len(numbers) == RANKED}


def _page(numbers: list[int], page_number: str) -> Page[int]:
    """Raises Http404 for a page that is not there."""
    try:
        return Paginator(numbers, RESULTS_A_PAGE).page(page_number)
    except InvalidPage:
        raise Http404 from None
