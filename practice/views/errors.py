"""Pages for when something is amiss. They ask Postgres nothing, since it may be what is amiss."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from practice.models import PracticeProfile


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    last_read = PracticeProfile.objects.last_read()
    context = {"heading": heading, "text": text, "last_read": last_read}
    response = render(request, "errors/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = _("Nothing was sent. Please go back and shorten it; a few sentences are enough.")
        return _page(request, 413, _("That was too much at once"), text)
    text = _("The page could not make sense of what was sent. Please go back and try again.")
    return _page(request, 400, _("Something was wrong with that request"), text)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _(
        "Perhaps it had been open for a long time. Please go back, load it again and try again."
    )
    return _page(request, 403, _("That did not go through"), text)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("It may have moved, or the address may have a slip in it.")
    return _page(request, 404, _("There is no page here"), text)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    text = _("It was not your doing. Please try again in a minute.")
    return _page(request, 500, _("Something went wrong here"), text)


def postgres_away(request: HttpRequest) -> HttpResponse:
    text = _("It will be back shortly. Please try again in a minute.")
    response = _page(request, 503, _("This page cannot be shown just now"), text)
    response["Retry-After"] = "30"
    return response


def not_set_up(request: HttpRequest) -> HttpResponse:
    return _page(request, 503, _("This site opens soon"), _("There is nothing to see here yet."))
