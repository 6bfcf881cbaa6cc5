from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from blog import autosave
from blog.admin.under_article import UnderArticle
from blog.models import Article, Revision
from blog.models.revised import Text
from practice.models import User

CONTINUE = "continue"  # in the address: fill the form with what was kept


class TypedText(forms.Form):
    """What the page sends by itself; it may be half-finished, so nothing is required."""

    title = forms.CharField(max_length=160, required=False)
    summary = forms.CharField(max_length=300, required=False)
    body = forms.CharField(required=False, strip=False)
    based_on = forms.IntegerField(min_value=0)

    @property
    def text(self) -> Text:
        typed = self.cleaned_data
        return Text(typed["title"], typed["summary"], typed["body"].replace("\r\n", "\n"))


class Autosaving(UnderArticle):
    """Keeps what is typed, and offers it when the page was left without saving."""

    class Media:
        js = [forms.Script("js/autosave.js", defer=True)]

    def get_urls(self) -> list[URLPattern]:
        # Not behind `admin_view`: a script cannot use a redirect to the sign-in page.
        keep = path(
            "<int:pk>/autosave/",
            never_cache(require_POST(self.autosave)),
            name="blog_article_autosave",
        )
        discard = self.button("autosave/discard/", self.discard_autosave, "autosave_discard")
        return [keep, discard, *super().get_urls()]

    def autosave(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Keep what was posted. Answers JSON with a `message` for the person who types."""
        article = Article.objects.filter(pk=pk).first()
        user = request.user
        may = self.admin_site.has_permission(request) and self.has_change_permission(request)
        if not may or not isinstance(user, User):
            return _said(_("Not kept: you are signed out. Sign in again in another tab."), 403)
        form = TypedText(request.POST)
        if article is None or not form.is_valid():
            return _said(_("Could not be kept. Please copy your text before you leave."), 422)
        now, based_on = timezone.now(), form.cleaned_data["based_on"]
        try:
            autosave.keep(article, form.text, based_on=based_on, now=now, by=user)
        except autosave.SavedMeanwhileError:
            return _said(_("Not kept: it was saved meanwhile, perhaps in another tab."), 409)
        time = date_format(timezone.localtime(now), "H:i")
        return _said(_("Kept at %(time)s") % {"time": time}, 200)

    def discard_autosave(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.to_change(request, pk)
        autosave.discard(article)
        self.message_user(request, _("Discarded. This is what was saved last."))
        return self.back_to(article)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Return the article, with what was kept where she chose to continue with that."""
        article = super().get_object(request, object_id, from_field)
        kept = article and CONTINUE in request.GET and autosave.kept_for(article)
        if article and kept and request.method == "GET":
            article.title, article.summary, article.body = kept.text
        return article

    def autosave_context(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        kept: Revision | None = autosave.kept_for(article)
        offered = kept is not None and CONTINUE not in request.GET and request.method == "GET"
        return {
            "offered": kept if offered else None,
            "continue_with": f"?{CONTINUE}=1",
            "autosave_at": reverse("admin:blog_article_autosave", args=[article.pk]),
            "based_on": autosave.base_of(article),
        }


def _said(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
