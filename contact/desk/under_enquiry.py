from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contact.inbox import Filter
from contact.models import Enquiry
from contact.models.appointment import reference_of
from practice import unlocking

# What a form of the desk holds beside its text; buttons and tokens of Django's are no part of it.
KEPT_BESIDE = ["token", "declines"]
BACK = "inbox"  # a cookie of the desk: what of the inbox she looked at last


class UnderEnquiry(admin.ModelAdmin[Enquiry]):
    """What the pages and buttons of an enquiry have in common."""

    def button(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        posted: Callable[..., HttpResponseBase] = self.admin_site.admin_view(require_POST(view))

        def kept(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponseBase:
            if request.POST.get("text") and not self.admin_site.has_permission(request):
                return given_back(request, pk, reason="signed_out")
            return posted(request, pk=pk, **kwargs)

        return path(f"<uuid:pk>/{route}", never_cache(kept), name=f"contact_enquiry_{name}")

    def to_see(self, request: HttpRequest, pk: UUID) -> Enquiry:
        """Fetch the enquiry, unopened. Raises Http404, or PermissionDenied for who may not."""
        enquiry = get_object_or_404(Enquiry, pk=pk)
        if not self.has_change_permission(request, enquiry):
            raise PermissionDenied
        return enquiry

    def page_of(self, enquiry: Enquiry) -> str:
        return _page_of(enquiry.pk)

    def back_to(self, enquiry: Enquiry, anchor: str = "") -> HttpResponse:
        return redirect(self.page_of(enquiry) + anchor)

    def to_unlocking(self, enquiry: Enquiry) -> HttpResponse:
        """Lead to where the desk is unlocked, and from there to the enquiry."""
        return redirect(unlocking.address(self.page_of(enquiry)))

    def kept_while_locked(self, request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
        """The desk locked itself while she was writing: give every word back, to send again."""
        return given_back(request, enquiry.pk, reason="locked")

    def context_of(self, request: HttpRequest, enquiry: Enquiry) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": named(enquiry),
            "opts": self.opts,
            "enquiry": enquiry,
            "back": way_back(request),
        }


def remember(response: HttpResponse, query: str) -> None:
    """So that every way back to the list leads to where she was."""
    path, is_https = reverse("admin:contact_enquiry_changelist"), settings.HTTPS
    response.set_cookie(BACK, query, path=path, secure=is_https, httponly=True, samesite="Lax")


def way_back(request: HttpRequest) -> str:
    """What `remember` kept, and nothing that anybody else put there."""
    kept = QueryDict(request.COOKIES.get(BACK, "").removeprefix("?"))
    return Filter.of(kept).query(after=kept.get("after", ""))


def named(enquiry: Enquiry) -> str:
    """Name it with what stands for the person in weeks, calendars and on the waiting list."""
    return _("%(reference)s: %(enquiry)s") % {
        "reference": reference_of(enquiry.pk),
        "enquiry": enquiry,
    }


def given_back(request: HttpRequest, pk: UUID, *, reason: str) -> HttpResponse:
    """Every word of a form of the desk, to be sent again. Looks nothing up: anybody may see it.

    `reason` is "locked", "signed_out" or "stale" (its CSRF token is: another one is given).
    """
    page, site = _page_of(pk), admin.site
    sign_in_at = f"{reverse('admin:login')}?{urlencode({'next': page}, safe='/')}"
    context = {
        **site.each_context(request),
        "title": _("What you wrote is kept"),
        "opts": Enquiry._meta,
        "reason": reason,
        "open_at": sign_in_at if reason == "signed_out" else unlocking.address(page),
        "typed": request.POST.get("text", ""),
        "beside": {name: request.POST.get(name, "") for name in KEPT_BESIDE},
    }
    status = 200 if reason == "locked" else 403
    return render(request, "admin/contact/enquiry/locked.html", context, status=status)


def _page_of(pk: UUID) -> str:
    return reverse("admin:contact_enquiry_change", args=[pk])
