from copy import copy
from datetime import datetime
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from blog import autosave
from blog.admin.under_article import UnderArticle
from blog.models import Article
from blog.reading import Reading, as_if_published
from blog.views import article_context
from practice.models import PracticeProfile

SCRIPT = forms.Media(js=[forms.Script("js/look.js", defer=True)])  # type: ignore[list-item]
SAVED = "saved"  # in the address: what was saved last, not what was kept since

_with_frames = csp_update({"script-src": [SELF], "frame-src": [SELF]})


class SideBySide(UnderArticle):
    """An article as visitors would see it, on a phone and on a wide screen."""

    def get_urls(self) -> list[URLPattern]:
        guarded: Any = self.admin_site.admin_view
        look, framed = _with_frames(guarded(self.look)), _to_be_framed(guarded(self.framed))
        return [
            path("<int:pk>/look/", look, name="blog_article_look"),
            path("<int:pk>/look/framed/", framed, name="blog_article_framed"),
            *super().get_urls(),
        ]

    def look(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it in two frames: what was typed last, or what was saved."""
        article, now = self.to_change(request, pk), timezone.now()
        PracticeProfile.objects.current()  # what a frame cannot show is said before there is one
        context = {
            **self.admin_site.each_context(request),
            "title": _("How it looks"),
            "subtitle": str(article),
            "opts": self.opts,
            "media": SCRIPT,
            "article": article,
            "kept": autosave.kept_for(article),
            "shows_saved": SAVED in request.GET,
            "is_public": article.is_published(now),
        }
        return TemplateResponse(request, "admin/blog/article/look.html", context)

    def framed(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page itself, as it is sent to a visitor who is nobody; leaving it does nothing."""
        article, now = self.to_change(request, pk), timezone.now()
        reading = _readable(article, now, saved=SAVED in request.GET)
        visitor = _as_a_visitor(request, reading.article.get_absolute_url())
        context = {**article_context(reading, now), "is_framed": True}
        return render(visitor, "blog/article.html", context)


def _to_be_framed(view: Any) -> Any:
    """Let this site's own pages frame what `view` answers, and let no script run in it."""
    no_script = csp_update({})  # in the place of what the desk's pages may do
    return no_script(csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view)))


def _readable(article: Article, now: datetime, *, saved: bool) -> Reading:
    """The article as it would be read if it were public now."""
    reading = as_if_published(article.pk, now)
    reading.article.publish_at = reading.article.publish_at or now
    kept = None if saved else autosave.kept_for(article)
    if kept:
        reading.article.show_instead(kept.text)
    return reading


def _as_a_visitor(request: HttpRequest, address: str) -> HttpRequest:
    """The request that a visitor's browser would send for `address`."""
    seen = copy(request)
    seen.user = AnonymousUser()
    seen.path = seen.path_info = address
    seen.resolver_match = resolve(address)
    return seen
