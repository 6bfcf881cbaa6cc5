"""The waiting list at the desk, and the page on which a time is offered to somebody on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact import waiting_list
from contact.booking import NotFreeError, Wanted
from contact.choices import Modality
from contact.desk.offer_form import OfferForm
from contact.desk.reading import Reading
from contact.desk.telling import how_told, was_told
from contact.free_days import FreeDays, free_days
from contact.models import Appointment, Availability, Enquiry
from contact.reading import Opened
from contact.timetable import Timetable
from practice import unlocking
from practice.models import PracticeProfile
from practice.models.sealing_key import KeyRing

MOST_FREE = 8  # starts that are there to be pressed; any other can be typed


class WaitingList(Reading):
    """The list opens nothing; a time is offered by whoever has opened the message."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("waiting/", self.waiting_view, "waiting_list"),
            self._page("<uuid:pk>/offer/", self.offer_view, "offer"),
            *super().get_urls(),
        ]

    def _page(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        inside = self.admin_site.admin_view(never_cache(view))
        return path(route, inside, name=f"contact_enquiry_{name}")

    @method_decorator(require_safe)
    def waiting_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        now = timezone.now()
        places = waiting_list.places(now)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Waiting list"),
            "who_wait": places,
            "again": waiting_list.to_offer_again(places, now),
            "hours": Availability.objects.current().hold_hours,
        }
        return TemplateResponse(request, "admin/contact/waiting/list.html", context)

    def offer_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show what can be offered, or offer what was chosen."""
        enquiry = self.to_see(request, pk)
        if enquiry.status != Enquiry.Status.WAITING:
            self.message_user(request, _("This person is not on the list."), messages.WARNING)
            return redirect("admin:contact_enquiry_waiting_list")
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            return redirect(unlocking.address(reverse("admin:contact_enquiry_offer", args=[pk])))
        form = OfferForm(request.POST) if request.method == "POST" else OfferForm()
        if form.chosen and self._offered(request, enquiry, form.chosen, form, ring):
            return redirect("admin:contact_enquiry_waiting_list")
        opened = self.open(request, enquiry, ring)
        if opened is None:
            return self.not_noted(request, enquiry)
        return self._offer_page(request, opened, form)

    def _offered(
        self,
        request: HttpRequest,
        enquiry: Enquiry,
        wanted: Wanted,
        form: OfferForm,
        ring: KeyRing,
    ) -> bool:
        """Offer it and say how she hears of it, or say in the form why not."""
        who, now = request.user.get_username(), timezone.now()
        try:
            new = waiting_list.offer(
                enquiry, wanted, keep_for=form.keep_for, ring=ring, who=who, now=now
            )
        except NotFreeError:
            form.add_error(None, _why_not(enquiry, wanted, now))
            return False
        self.message_user(request, _said(new, ring, now))
        return True

    def _offer_page(self, request: HttpRequest, opened: Opened, form: OfferForm) -> HttpResponse:
        modality = (opened.contents or {}).get("modality", "")
        context = {
            **self.context_of(request, opened.enquiry),
            "title": _("Offer a time"),
            "opened": opened,
            "wish": Modality(modality).label if modality in Modality.values else "",
            "told": how_told(opened.card, timezone.now()),
            "form": form,
            "pressed": OfferForm(auto_id="pressed_%s"),
            "free": _free(timezone.now()),
        }
        template, status = "admin/contact/waiting/offer.html", 422 if form.errors else 200
        return TemplateResponse(request, template, context, status=status)


def _free(now: datetime) -> FreeDays:
    slots = Timetable.read(PracticeProfile.objects.current(), now).free_slots()
    return free_days(slots[:MOST_FREE], timezone.get_default_timezone())


def _why_not(enquiry: Enquiry, wanted: Wanted, now: datetime) -> str:
    if enquiry.appointments.standing(now).exists():
        return _("This person has a time already, or an offer that waits for an answer.")
    if wanted.start <= now:
        return _("That time is over.")
    return _("There is another appointment then, or too close to it. Choose another time.")


def _said(offered: Appointment, ring: KeyRing, now: datetime) -> str:
    ends = offered.held_until or offered.starts_at
    until = date_format(timezone.localtime(ends), "l j F, H:i")
    kept = _("%(when)s is kept until %(until)s.") % {"when": offered, "until": until}
    return f"{kept} {was_told(offered, ring, before=ends, now=now)}"
