from django.urls import path

from blog import feed_views, previews, search_views, views

app_name = "blog"
urlpatterns = [
    path("articles/", views.article_list, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("series/", views.series_list, name="all_series"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("series/<slug:slug>/feed.atom", feed_views.atom, name="series_atom"),
    path("series/<slug:slug>/feed.json", feed_views.json_feed, name="series_json"),
    path("feed.atom", feed_views.atom, name="atom"),
    path("feed.json", feed_views.json_feed, name="json"),
    path("search/", search_views.search, name="search"),
]
