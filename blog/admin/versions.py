from django.contrib.admin.utils import label_for_field
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog import autosave
from blog.admin.under_article import UnderArticle
from blog.differences import marked
from blog.models import Article, Revision
from practice.models import User


class Versions(UnderArticle):
    """Earlier versions of an article: which there are, what changed, and back to one."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page("versions/", self.versions, "versions"),
            self.button("versions/<int:version>/restore/", self.restore, "restore"),
            *super().get_urls(),
        ]

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List them and compare two of them: those chosen, else the last two."""
        article = self.to_change(request, pk)
        kept = list(article.revisions.kept().select_related("saved_by"))
        old, new = _chosen(request, kept)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Earlier versions"),
            "subtitle": str(article),
            "opts": self.opts,
            "article": article,
            "versions": kept,
            "current": kept[0] if kept else None,
            "old": old,
            "new": new,
            "differences": _differences(old, new) if old and new else [],
        }
        return TemplateResponse(request, "admin/blog/article/versions.html", context)

    def restore(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        article = self.to_change(request, pk)
        revision: Revision = get_object_or_404(article.revisions.kept(), pk=version)
        article.edited_by = request.user if isinstance(request.user, User) else None
        article.restore(revision)
        autosave.discard(article)
        self.message_user(request, _("It is back. What it replaced is among the versions too."))
        return self.back_to(article)


def _chosen(request: HttpRequest, kept: list[Revision]) -> tuple[Revision | None, Revision | None]:
    """The older and the newer one to compare, whichever of the two was named first."""
    wanted = [request.GET.get("one"), request.GET.get("other")]
    if wanted == [None, None]:
        newest, *earlier = [*kept[:2], None]
        return earlier[0], newest
    by_number = {str(revision.pk): revision for revision in kept}
    if any(number not in by_number for number in wanted):
        raise Http404
    new, old = sorted((by_number[str(number)] for number in wanted), key=kept.index)
    return old, new


def _differences(old: Revision, new: Revision) -> list[tuple[str, SafeString]]:
    """Return the name of each field that differs, and both of its texts in one."""
    names = [str(label_for_field(name, Article)) for name in Revision.KEPT]
    pairs = zip(names, old.text, new.text, strict=True)
    return [(name, marked(before, after)) for name, before, after in pairs if before != after]
