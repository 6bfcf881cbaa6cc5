from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import booking
from contact.booking import LockedError, NotFreeError
from contact.desk.by_hand import ByHand
from contact.desk.telling import was_told
from contact.desk.time_forms import TimeForm
from contact.models import Appointment
from contact.models.appointment import Status
from contact.week_entries import entry_of
from practice import unlocking
from practice.models.sealing_key import KeyRing


class Changing(ByHand):
    """The page of one appointment: the therapist moves it, or calls it off.

    What somebody wrote says how she may be told, so the desk must be unlocked for that.
    """

    def one_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        one = self.to_see(request, pk)
        if request.method != "POST":
            return self._page(request, one, TimeForm.at(one))
        return self._call_off(request, one) if "off" in request.POST else self._move(request, one)

    def _move(self, request: HttpRequest, one: Appointment) -> HttpResponse:
        form, now = TimeForm(request.POST), timezone.now()
        if not form.is_valid():
            return self._page(request, one, form)
        ring, who = unlocking.key_ring(request, now), request.user.get_username()
        try:
            moved = booking.move_for_therapist(one, form.wanted, ring=ring, who=who, now=now)
        except LockedError:
            return self._page(request, one, form)
        except NotFreeError:
            return self._not_moved(request, one, form)
        self.message_user(request, _moved_words(one, moved, ring, now))
        self.say_where_outside_hours(request, moved, now)
        return self.back_to(request, moved)

    def _not_moved(self, request: HttpRequest, one: Appointment, form: TimeForm) -> HttpResponse:
        """Another is in its way, that time is over, or it stands no more itself."""
        one.refresh_from_db()
        if form.wanted.start <= timezone.now():
            form.add_error("day", _("That time is over."))
        elif one.is_standing(timezone.now()):
            form.say_taken()
        return self._page(request, one, form)

    def _call_off(self, request: HttpRequest, one: Appointment) -> HttpResponse:
        now, who = timezone.now(), request.user.get_username()
        ring = unlocking.key_ring(request, now)
        try:
            done = booking.cancel_for_therapist(one, ring=ring, who=who, now=now)
        except LockedError:
            one.refresh_from_db()
            return self._page(request, one, TimeForm.at(one))
        one.refresh_from_db()
        said = _called_off_words(one, ring, now) if done else _nothing_to_call_off(one)
        self.message_user(request, said, messages.SUCCESS if done else messages.WARNING)
        return self.back_to(request, one)

    def _page(self, request: HttpRequest, one: Appointment, form: TimeForm) -> HttpResponse:
        now = timezone.now()
        here = reverse("admin:contact_appointment_change", args=[one.pk])
        is_sealed = one.enquiry_id is not None and not unlocking.is_unlocked(request, now)
        context = self.page_context(
            request,
            title=_("Appointment"),
            one=one,
            entry=entry_of(one, timezone.get_default_timezone(), now),
            form=form,
            unlock_at=unlocking.address(here) if is_sealed else "",
        )
        status = 422 if form.errors else 200
        return TemplateResponse(
            request, "admin/contact/appointment/one.html", context, status=status
        )


def _moved_words(one: Appointment, moved: Appointment, ring: KeyRing | None, now: datetime) -> str:
    if moved.pk == one.pk:
        return _("It is now %(when)s.") % {"when": moved}  # where it was
    if moved.status == Status.HELD and moved.held_until:
        said, before = _("Offered instead: %(when)s."), moved.held_until
    else:
        said, before = _("It is now %(when)s."), min(one.starts_at, moved.starts_at)
    return f"{said % {'when': moved}} {was_told(moved, ring, before=before, now=now)}"


def _called_off_words(one: Appointment, ring: KeyRing | None, now: datetime) -> str:
    said = _("Called off: %(when)s.") % {"when": one}
    return f"{said} {was_told(one, ring, before=one.starts_at, now=now)}"


def _nothing_to_call_off(one: Appointment) -> str:
    return _("There was nothing to call off: %(when)s.") % {"when": one}
