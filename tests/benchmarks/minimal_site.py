"""A minimal Django view for an article: three queries and one small template.

Served as tests.benchmarks.minimal_site:application, with tests.benchmarks.minimal_settings.
"""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
settings.MIDDLEWARE.remove("allauth.account.middleware.AccountMiddleware")
application = WSGIHandler()

from django.http import HttpRequest, HttpResponse  # noqa: E402 - only now are the models there
from django.template import Context, Engine  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.models import Article  # noqa: E402
from practice.models import PracticeProfile  # noqa: E402

PAGE = Engine().from_string(
    """<!doctype html>
<html lang="en">
<title>{{ article.title }} – {{ profile.name }}</title>
<h1>{{ article.title }}</h1>
{{ article.safe_html }}
<ol>
{% for part in parts %}
<li><a href="/articles/{{ part.slug }}/">{{ part.title }}</a></li>
{% endfor %}
</ol>
</html>
"""
)


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with one article of a series, and the links to its parts."""
    now = timezone.now()
    found = Article.objects.published(now).select_related("series").get(slug=slug)
    parts = Article.objects.published(now).filter(series=found.series).only("slug", "title")
    profile = PracticeProfile.objects.get()
    context = {"article": found, "parts": parts.order_by("position"), "profile": profile}
    return HttpResponse(PAGE.render(Context(context)))


def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n")


urlpatterns = [path("articles/<slug:slug>/", article), path("livez", livez)]
