"""The picture library as the editor asks for it: which pictures there are, and one more."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from practice.models import Image
from practice.picture_library import UploadForm

AT_ONCE = 60  # pictures, the newest; the search finds the others


@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest) -> JsonResponse:
    """List pictures as JSON, or add the one that was posted with what it shows."""
    if not request.user.has_perm("practice.add_image"):
        raise PermissionDenied
    return _added(request) if request.method == "POST" else _listed(request)


def _listed(request: HttpRequest) -> JsonResponse:
    found = Image.objects.all()
    if (number := request.GET.get("number", "")) != "":
        found = found.filter(pk=number) if number.isdecimal() and len(number) < 10 else found.none()
    elif words := request.GET.get("q", "").strip():
        found = found.filter(Q(alt__icontains=words) | Q(credit__icontains=words))
    return JsonResponse({"pictures": [_told(image) for image in found[:AT_ONCE]]})


def _added(request: HttpRequest) -> JsonResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = [str(error) for field in form.errors.values() for error in field]
        return JsonResponse({"errors": errors}, status=422)
    return JsonResponse({"picture": _told(form.save())})


def _told(image: Image) -> dict[str, Any]:
    return {
        "number": image.pk,
        "address": image.address(image.usual_width, "jpg"),
        "width": image.width,
        "height": image.height,
        "says": str(image),
    }
