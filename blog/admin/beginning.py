from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from blog.admin.under_article import UnderArticle
from blog.models import Article
from blog.publishing import Status


class Beginning(UnderArticle):
    """A new article is its title: so there is a draft beside which what is typed can be kept."""

    add_form_template = "admin/blog/article/begin.html"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the title. Pressed twice, it leads to the draft that was begun first."""
        begun = self._begun(request)
        if begun:
            return self.back_to(begun)
        try:
            return super().add_view(request, *args, **kwargs)
        except IntegrityError:  # at the same moment, its address was given to the first
            begun = self._begun(request)
            if begun is None:
                raise
            return self.back_to(begun)

    def _begun(self, request: HttpRequest) -> Article | None:
        """The draft of the title that was posted, as long as nobody has saved a text in it."""
        title = request.POST.get("title", "").strip()
        if not title or "body" in request.POST or not self.has_change_permission(request):
            return None
        return Article.objects.filter(title=title, status=Status.DRAFT, body="").first()
