from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from blog.models import Article


class UnderArticle(admin.ModelAdmin[Article]):
    """What the pages and buttons under an article have in common."""

    def page(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        whole = f"<int:pk>/{route}"
        return path(whole, self.admin_site.admin_view(view), name=f"blog_article_{name}")

    def button(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        return self.page(route, require_POST(view), name)

    def to_change(self, request: HttpRequest, pk: int) -> Article:
        """Fetch the article. Raises Http404, or PermissionDenied for who may not change it."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def back_to(self, article: Article, anchor: str = "") -> HttpResponse:
        return redirect(reverse("admin:blog_article_change", args=[article.pk]) + anchor)
