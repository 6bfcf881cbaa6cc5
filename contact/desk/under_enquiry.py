from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from contact.models import Enquiry
from practice import unlocking

# What a form of the desk holds beside its text; buttons and tokens of Django's are no part of it.
KEPT_BESIDE = ["token", "declines", "follow_up_on"]


class UnderEnquiry(admin.ModelAdmin[Enquiry]):
    """What the pages and buttons of an enquiry have in common."""

    def button(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        whole, posted = f"<uuid:pk>/{route}", self.admin_site.admin_view(require_POST(view))
        return path(whole, posted, name=f"contact_enquiry_{name}")

    def to_see(self, request: HttpRequest, pk: UUID) -> Enquiry:
        """Fetch the enquiry, unopened. Raises Http404, or PermissionDenied for who may not."""
        enquiry = get_object_or_404(Enquiry, pk=pk)
        if not self.has_change_permission(request, enquiry):
            raise PermissionDenied
        return enquiry

    def page_of(self, enquiry: Enquiry) -> str:
        return reverse("admin:contact_enquiry_change", args=[enquiry.pk])

    def back_to(self, enquiry: Enquiry, anchor: str = "") -> HttpResponse:
        return redirect(self.page_of(enquiry) + anchor)

    def to_unlocking(self, enquiry: Enquiry) -> HttpResponse:
        """Lead to where the desk is unlocked, and from there to the enquiry."""
        return redirect(unlocking.address(self.page_of(enquiry)))

    def kept_while_locked(self, request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
        """The desk locked itself while she was writing: give every word back, to send again."""
        context = {
            **self.context_of(request, enquiry),
            "unlock_at": unlocking.address(self.page_of(enquiry)),
            "typed": request.POST.get("text", ""),
            "beside": {name: request.POST.get(name, "") for name in KEPT_BESIDE},
        }
        return TemplateResponse(request, "admin/contact/enquiry/locked.html", context)

    def context_of(self, request: HttpRequest, enquiry: Enquiry) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": str(enquiry),
            "opts": self.opts,
            "enquiry": enquiry,
        }
