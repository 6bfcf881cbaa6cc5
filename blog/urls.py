from django.urls import path

from blog import views

app_name = "blog"
urlpatterns = [
    path("articles/", views.article_list, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("series/", views.series_list, name="all_series"),
    path("series/<slug:slug>/", views.series, name="series"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
]
