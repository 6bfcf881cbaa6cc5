"""Pages for when something is amiss. They ask Postgres nothing, since it may be what is amiss."""

from contextlib import suppress
from datetime import timedelta
from math import ceil

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from practice.models import PracticeProfile
from practice.typed import typed as typed_into
from practice.uploads import FileTooBigError

CHUNK = 64 * 1024  # bytes
MOST_CHUNKS = 512  # 32 MiB in all: whoever sends more is cut off


def _page(
    request: HttpRequest, status: int, heading: str, text: str, *, typed: str = ""
) -> HttpResponse:
    last_read = PracticeProfile.objects.last_read()
    context = {
        "heading": heading,
        "text": text,
        "typed": typed,
        "last_read": last_read,
        "offers_search": status in (404, 410),
    }
    response = render(request, "errors/error.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, FileTooBigError):
        text = _("Nothing was kept of it. Please go back and choose a file of at most 30 MB.")
        return _page(request, 413, _("That file is too large"), text)
    if isinstance(exception, RequestDataTooBig):
        _let_it_finish(request)
        text = _("It was not sent, and was too long to keep. A few sentences are enough.")
        return _page(request, 413, _("That was too much at once"), text)
    text = _("This site could not make sense of what was sent. Please try once more.")
    return _page(request, 400, _("Something was wrong with that request"), text)


def _let_it_finish(request: HttpRequest) -> None:
    """Read what is still on its way: a browser that is cut off shows an error of its own."""
    with suppress(UnreadablePostError):
        for _chunk in range(MOST_CHUNKS):
            if not request.read(CHUNK):
                break


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _(
        "Perhaps it had been open for a long time. Please go back, load it again and try again."
    )
    return _page(request, 403, _("That did not go through"), text, typed=typed_into(request))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("It may have moved, or the address may have a slip in it.")
    return _page(request, 404, _("There is no page here"), text)


def gone(request: HttpRequest) -> HttpResponse:
    """For what could be read here once: search engines then forget it sooner than after a 404."""
    text = _("It was here once, and I have taken it back.")
    return _page(request, 410, _("This text is not here any more"), text)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    text = _("It was not your doing. Please try again in a minute.")
    return _page(request, 500, _("Something went wrong here"), text)


def postgres_away(request: HttpRequest, typed: str = "") -> HttpResponse:
    """Also for a message that a process got before it ever read the profile: it gives it back."""
    text = _("It will be back shortly. Please try again in a minute.")
    heading, words = _("This page cannot be shown just now"), typed or typed_into(request)
    response = _page(request, 503, heading, text, typed=words)
    response["Retry-After"] = "30"
    return response


def too_many_tries(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """For numbers that were tried too often: whoever has lost hers can ring."""
    text = _("There were many wrong numbers. Please wait a quarter of an hour, or ring me.")
    heading, words = _("That was tried too often"), typed_into(request)
    response = _page(request, 429, heading, text, typed=words)
    response["Retry-After"] = str(ceil(wait.total_seconds()))
    return response


def no_key(request: HttpRequest, typed: str = "") -> HttpResponse:
    """The form is closed while nothing can be sealed: never is anything kept in the clear."""
    text = _("I cannot take messages here just now. Please ring me, or try again later.")
    response = _page(request, 503, _("The form is closed for the moment"), text, typed=typed)
    response["Retry-After"] = "3600"
    return response


def not_set_up(request: HttpRequest) -> HttpResponse:
    return _page(request, 503, _("This site opens soon"), _("There is nothing to see here yet."))
