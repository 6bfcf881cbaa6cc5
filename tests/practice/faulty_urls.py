"""The site's addresses, and two of views that fail on what was typed: for tests of the log."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def raises(request: HttpRequest) -> HttpResponse:
    """Fail with what was typed in the words of the error, and of the one that it came from."""
    try:
        raise KeyError(request.POST["message"])
    except KeyError as error:
        raise ValueError(request.POST["name"]) from error


def asks(request: HttpRequest) -> HttpResponse:
    """Fail in Postgres, whose error quotes the value that it could not take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [request.POST["name"]])
    return HttpResponse()


urlpatterns = [
    path("fails/raises/", raises),
    path("fails/asks/", asks),
    path("", include("practice.urls")),
]
handler500 = "practice.views.errors.server_error"
