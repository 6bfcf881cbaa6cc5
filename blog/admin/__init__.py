"""The desk for articles, series and topics."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.admin.articles import ArticleAdmin
from blog.admin.naming import NamesItself
from blog.admin.series import SeriesAdmin
from blog.models import Article, Series, Topic

admin.site.register(Article, ArticleAdmin)
admin.site.register(Series, SeriesAdmin)


class TopicForm(NamesItself):
    named_by = "name"

    class Meta:
        model = Topic
        fields = ("name", "slug")


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    form = TopicForm
    list_display = ["name", "slug"]
    none_yet = _("There is no topic yet. A topic says what an article is about.")
    prepopulated_fields = {"slug": ["name"]}
