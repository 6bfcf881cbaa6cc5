"""The whole site at a glance."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path

from blog.sitemaps import PublicPages
from practice.models import Page
from practice.views import health, machines, media, pages

pages_of_the_practice = [
    path("", pages.home, name="home"),
    path("about/", pages.page, {"slug": Page.Slug.ABOUT}, name="about"),
    path("fees/", pages.page, {"slug": Page.Slug.FEES}, name="fees"),
    path("privacy/", pages.privacy, name="privacy"),
    path("urgent-help/", pages.urgent_help, name="urgent-help"),
]

for_machines = [
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    re_path(r"^media/cards/(?P<name>[0-9]+-[0-9a-f]{32}\.png)$", media.card, name="card"),
    path(".well-known/security.txt", machines.security, name="security"),
]

urlpatterns = [
    path("", include((pages_of_the_practice, "practice"))),
    path("", include("blog.urls")),
    path("", include("contact.urls")),
    path("", include((for_machines, "machines"))),
    re_path(
        r"^media/images/(?P<digest>[0-9a-f]{64})/(?P<width>[1-9][0-9]{0,3})\.(?P<kind>avif|jpg)$",
        media.image,
        name="image",
    ),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "practice.views.errors.bad_request"
handler403 = "practice.views.errors.forbidden"
handler404 = "practice.views.errors.not_found"
handler500 = "practice.views.errors.server_error"
