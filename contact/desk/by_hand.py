from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import booking
from contact.booking import NotFreeError
from contact.desk.time_forms import ByHandForm
from contact.desk.under_appointment import UnderAppointment, day_of
from contact.models import Appointment
from contact.slots import Rules
from contact.timetable import as_typed, rules_of
from contact.written_once import id_of
from practice.models import PracticeProfile


class ByHand(UnderAppointment):
    """Appointments that the therapist adds herself, for those who rang."""

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        self.may_see(request)
        now, who = timezone.now(), request.user.get_username()
        form = _form_of(request)
        added = _added(form, who=who, now=now) if form.is_bound and form.is_valid() else None
        if added is None:
            return self._form_page(request, form)
        self.message_user(request, _("Added: %(when)s.") % {"when": added})
        self.say_where_outside_hours(request, added, now)
        return self.back_to_day(timezone.localdate(added.starts_at))

    def say_where_outside_hours(
        self, request: HttpRequest, one: Appointment, now: datetime
    ) -> None:
        """The past is what it was: of its hours nothing is known any more."""
        _availability, rules = rules_of(PracticeProfile.objects.current(), now)
        if one.starts_at > now and not _is_within_hours(rules, one):
            said = _("That is outside the hours in which you offer conversations.")
            self.message_user(request, said, messages.WARNING)

    def _form_page(self, request: HttpRequest, form: ByHandForm) -> HttpResponse:
        context = self.page_context(request, title=_("Add an appointment"), form=form)
        status = 422 if form.errors else 200
        template = "admin/contact/appointment/by_hand.html"
        return TemplateResponse(request, template, context, status=status)


def _form_of(request: HttpRequest) -> ByHandForm:
    if request.method == "POST":
        return ByHandForm(request.POST)
    return ByHandForm(initial={"day": day_of(request.GET.get("day", ""), timezone.localdate())})


def _added(form: ByHandForm, *, who: str, now: datetime) -> Appointment | None:
    """Make the appointment of a valid form; None where another is in its way."""
    wanted, initials = form.wanted, form.cleaned_data["initials"]
    pk = id_of(form.cleaned_data["token"], as_typed(wanted.start), wanted.modality, initials)
    try:
        return booking.add(initials, wanted, pk=pk, who=who, now=now)
    except NotFreeError:
        form.say_taken()
        return None


def _is_within_hours(rules: Rules, one: Appointment) -> bool:
    begin, end = (at.astimezone(rules.zone) for at in (one.starts_at, one.ends_at))
    return begin.date() == end.date() and any(
        hours.modality == one.modality and hours.begin <= begin.time() and end.time() <= hours.end
        for hours in rules.hours_of(begin.date())
    )
