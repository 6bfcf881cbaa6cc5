"""The desk's way to all that is held on one person: a page to print, and a file."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from contact import export
from contact.models import Enquiry
from practice import audit, unlocking
from practice.models import AuditLine

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


def urls(desk_of: "ModelAdmin[Enquiry]") -> list[URLPattern]:
    """Return what EnquiryAdmin.get_urls puts before its own: `admin:contact_enquiry_export`."""

    @require_GET
    def show(request: HttpRequest, pk: UUID, *, as_file: bool = False) -> HttpResponse:
        if not desk_of.has_view_permission(request):
            raise PermissionDenied
        return _exported(request, get_object_or_404(Enquiry, pk=pk), as_file=as_file)

    view, name = desk_of.admin_site.admin_view(show), "contact_enquiry_export"
    return [
        path("<uuid:pk>/export/", view, name=name),
        path("<uuid:pk>/export/json/", view, {"as_file": True}, name=f"{name}_json"),
    ]


def _exported(request: HttpRequest, enquiry: Enquiry, *, as_file: bool) -> HttpResponse:
    now = timezone.now()
    ring = unlocking.key_ring(request, now)
    if ring is None:
        return redirect("admin:contact_enquiry_change", enquiry.pk)
    with transaction.atomic(durable=True):  # committed before a word is read: no line, no content
        audit.record(request.user.get_username(), AuditLine.Verb.EXPORTED, enquiry.thing, now=now)
    held = export.for_the_therapist(enquiry, ring)
    if as_file:
        return _file(held)
    return render(request, "admin/contact/enquiry/export.html", {"held": held, "now": now})


def _file(held: export.Held) -> HttpResponse:
    response = JsonResponse(held.as_json(), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="export.json"'
    return response
