from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.models import Article
from contact.offered import offers_times
from practice.models import Helpline, Page, PracticeProfile
from practice.retention import Whose, told

LATEST_ON_HOME = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    latest = Article.objects.published(now).newest_first().for_lists().with_part_numbers(now)
    profile = PracticeProfile.objects.current()
    context = {
        "latest": latest[:LATEST_ON_HOME],
        "now": now,
        "offers_times": offers_times(profile, now),
        "practice": profile,
        "reply_by": profile.reply_due_on(now),
    }
    return render(request, "pages/home.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "pages/page.html", {"page": get_object_or_404(Page, slug=slug)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "page": get_object_or_404(Page, slug=Page.Slug.PRIVACY),
        "rows": told.rows([Whose.ENQUIRERS, Whose.VISITORS]),
    }
    return render(request, "pages/privacy.html", context)


@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    profile = PracticeProfile.objects.current()
    context = {
        "practice": profile,
        "page": Page.objects.filter(slug=Page.Slug.URGENT_HELP).first(),
        "helplines": Helpline.objects.for_country(profile.country),
    }
    return render(request, "pages/urgent_help.html", context)
