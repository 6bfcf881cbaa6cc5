from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import autosave, schedule
from blog.admin.article_form import ArticleForm
from blog.admin.autosaving import Autosaving
from blog.admin.beginning import Beginning
from blog.admin.checking import checks_context
from blog.admin.listing import Listing
from blog.admin.previewing import Previewing
from blog.admin.scheduling import Scheduling
from blog.admin.side_by_side import SideBySide
from blog.admin.versions import Versions
from blog.models import Article
from blog.publishing import Status
from practice.editor.desk import WithEditor
from practice.models import User


class ArticleAdmin(
    WithEditor, Beginning, Autosaving, Scheduling, Versions, SideBySide, Previewing, Listing
):
    form = ArticleForm
    change_form_template = "admin/blog/article/change_form.html"
    search_fields = ["title", "summary"]
    view_on_site = False  # a draft has no page; the line above the choice links to what has one
    fieldsets = [
        (None, {"fields": ["title", "body", "summary"]}),
        (
            gettext_lazy("Series and topics"),
            {
                "fields": ["series", "begins", "position", "announced", "expected", "topics"],
                "classes": ["collapse"],
            },
        ),
        (
            gettext_lazy("More"),
            {"fields": ["slug", "author", "is_sensitive"], "classes": ["collapse"]},
        ),
        (gettext_lazy("Publishing"), {"fields": ["status", "publish_at"]}),
    ]

    class Media:
        css = {"all": ["desk/articles.css"]}

    def save_model(
        self, request: HttpRequest, article: Article, form: ArticleForm, change: object
    ) -> None:
        form.begin_series()
        article.edited_by = request.user if isinstance(request.user, User) else None
        article.save()
        autosave.discard(article)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        now, form = timezone.now(), context["adminform"].form
        article: Article | None = form.stored if context.get("original") else None
        context |= self.schedule_context(article, now) | checks_context(form, article, now)
        context["was_public"] = form.was_public
        if article:
            context |= {
                "standing": standing(article, now),
                "is_public": article.is_published(now),
            }
            context |= self.autosave_context(request, article) | self.preview_context(article)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, article: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._saved(request, article)

    def response_change(self, request: HttpRequest, article: Article) -> HttpResponse:
        return self._saved(request, article)

    def _saved(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Stay with the article: what she does next is read it, or go on writing."""
        self.message_user(request, _("Saved."))
        return self.back_to(article)


def standing(article: Article, now: datetime) -> SafeString:
    """Say in a sentence who can read it."""
    if article.is_published(now):
        link = article.get_absolute_url()
        return format_html('{} <a href="{}">{}</a>', _("Everybody can read it:"), link, link)
    if article.status == Status.SCHEDULED and article.publish_at:
        return format_html("{}", schedule.appears(article.publish_at, now))
    if article.status == Status.UNPUBLISHED:
        return format_html("{}", _("You have taken it back: its address says so."))
    return format_html("{}", _("It is a draft: only you can read it."))
