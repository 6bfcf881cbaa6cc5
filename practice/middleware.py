from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from practice.models.profile import POSTGRES_IS_AWAY, NotSetUpError
from practice.views import errors

UNUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class PermissionsPolicy:
    """Says that no page of this site needs a camera, a microphone or to know where somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = UNUSED_FEATURES
        return response


class GZip(GZipMiddleware):
    """Compresses what gets smaller by it: pictures are compressed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


class PostgresAway:
    """Answers with a plain page while Postgres is away or nothing is set up yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, POSTGRES_IS_AWAY):
            return errors.postgres_away(request)
        if isinstance(error, NotSetUpError):
            return errors.not_set_up(request)
        return None
