"""The whole site at a glance."""

from django.contrib import admin
from django.urls import include, path

from practice.models import Page
from practice.views import health, pages

pages_of_the_practice = [
    path("", pages.home, name="home"),
    path("about/", pages.page, {"slug": Page.Slug.ABOUT}, name="about"),
    path("fees/", pages.page, {"slug": Page.Slug.FEES}, name="fees"),
    path("privacy/", pages.page, {"slug": Page.Slug.PRIVACY}, name="privacy"),
    path("urgent-help/", pages.urgent_help, name="urgent-help"),
]

urlpatterns = [
    path("", include((pages_of_the_practice, "practice"))),
    path("", include("blog.urls")),
    path("", include("contact.urls")),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "practice.views.errors.bad_request"
handler403 = "practice.views.errors.forbidden"
handler404 = "practice.views.errors.not_found"
handler500 = "practice.views.errors.server_error"
