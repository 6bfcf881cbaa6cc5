from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.models import Article, Series, Topic


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ["title", "series", "position", "status", "publish_at"]
    list_filter = ["status", "series"]
    list_select_related = ["series"]
    search_fields = ["title", "summary"]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["topics"]
    fieldsets = [
        (
            None,
            {"fields": ["title", "slug", "summary", "body", "author", "topics", "is_sensitive"]},
        ),
        (_("Series"), {"fields": ["series", "position", "announced", "expected"]}),
        (_("Publishing"), {"fields": ["status", "publish_at"]}),
    ]


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin[Series]):
    list_display = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
