from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from practice import images

A_YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def image(request: HttpRequest, digest: str, width: str, kind: str) -> FileResponse:
    """Send a picture in one size. The same address never means another picture."""
    return _file(images.folder_of(digest) / f"{width}.{kind}", images.KINDS[kind])


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def card(request: HttpRequest, name: str) -> FileResponse:
    """Send a card. Its name changes with what it says; who does not know the name gets 404."""
    return _file(Path(settings.MEDIA_ROOT) / "cards" / name, "image/png")


def _file(path: Path, content_type: str) -> FileResponse:
    try:
        return FileResponse(path.open("rb"), content_type=content_type)
    except OSError:
        raise Http404 from None
