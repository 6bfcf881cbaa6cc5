from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from contact.models import Appointment

YEARS_AHEAD = 10  # and back: beyond that an address was not made by this desk


class UnderAppointment(admin.ModelAdmin[Appointment]):
    """What the pages and buttons of appointments have in common."""

    def to_see(self, request: HttpRequest, pk: UUID) -> Appointment:
        """Fetch one. Raises Http404, or PermissionDenied for who may not."""
        self.may_see(request)
        return get_object_or_404(Appointment, pk=pk)

    def may_see(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def back_to_day(self, day: date) -> HttpResponse:
        return redirect(week_address(day))

    def back_to(self, request: HttpRequest, one: Appointment) -> HttpResponse:
        """Lead back to where the button was pressed: Today, the enquiry's page, else its week."""
        if request.POST.get("back") == "today":
            return redirect("admin:index")
        if request.POST.get("back") == "enquiry" and one.enquiry_id:
            return redirect(enquiry_address(one.enquiry_id))
        return self.back_to_day(timezone.localdate(one.starts_at))

    def page_context(self, request: HttpRequest, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **more}


def found_or_404(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let `view` raise Http404 for one that is erased while it looks."""

    @wraps(view)
    def inside(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except Appointment.DoesNotExist:
            raise Http404 from None

    return inside


def week_address(day: date) -> str:
    """Return where that day stands in its week; in it, it is said what was done."""
    path, named = reverse("admin:contact_appointment_changelist"), day.isoformat()
    return f"{path}?{urlencode({'day': named})}#day-{named}"


def enquiry_address(pk: UUID) -> str:
    """Return the top of its page: there it is said what was done."""
    return reverse("admin:contact_enquiry_change", args=[pk])


def day_of(typed: str, today: date) -> date:
    """Return the day that an address names; today for everything else."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= YEARS_AHEAD else today
