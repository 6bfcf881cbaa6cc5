from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from blog import previews
from blog.admin.under_article import UnderArticle
from blog.models import Article

SECTION = "#previews"


class Previewing(UnderArticle):
    """Preview links: made and revoked under the article."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.button("previews/", self.make_preview, "preview_make"),
            self.button("previews/<uuid:link>/revoke/", self.revoke_preview, "preview_revoke"),
            *super().get_urls(),
        ]

    def make_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.to_change(request, pk)
        previews.new_link(article, timezone.now())
        self.message_user(request, _("The preview link is ready: you find it below."))
        return self.back_to(article, SECTION)

    def revoke_preview(self, request: HttpRequest, pk: int, link: UUID) -> HttpResponse:
        article = self.to_change(request, pk)
        get_object_or_404(article.preview_links, pk=link).revoke(timezone.now())
        self.message_user(request, _("That preview link opens nothing any more."))
        return self.back_to(article, SECTION)

    def preview_context(self, article: Article) -> dict[str, Any]:
        links = article.preview_links.open_at(timezone.now())
        return {
            "preview_links": [(link, previews.address_of(link)) for link in links],
            "preview_days": previews.OPEN_FOR.days,
        }
