"""The desk for articles, series and topics."""

from django.contrib import admin

from blog.admin.articles import ArticleAdmin
from blog.admin.series import SeriesAdmin
from blog.models import Article, Series, Topic

admin.site.register(Article, ArticleAdmin)
admin.site.register(Series, SeriesAdmin)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
