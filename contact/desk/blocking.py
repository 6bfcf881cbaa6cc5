from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact import blocking
from contact.desk.under_appointment import UnderAppointment, day_of
from contact.models import Appointment


class Blocking(UnderAppointment):
    """Times and whole days that the therapist keeps free by a press of a button."""

    def block(self, request: HttpRequest) -> HttpResponse:
        self.may_see(request)
        span = blocking.span_of(request.POST.get("span", ""))
        if span is None:
            raise Http404
        standing = blocking.block(span, timezone.now())
        self.message_user(request, _("Blocked: nothing is offered then."))
        if standing:
            self.message_user(request, _still_there(standing), messages.WARNING)
        return self.back_to_day(timezone.localdate(span.begin))

    def free_again(self, request: HttpRequest) -> HttpResponse:
        self.may_see(request)
        pk = request.POST.get("span", "")
        span = blocking.free_again(int(pk)) if pk.isdecimal() and len(pk) < 19 else None
        if span is None:
            self.message_user(request, _("It was free again already."), messages.WARNING)
            return self.back_to_day(day_of(request.POST.get("day", ""), timezone.localdate()))
        self.message_user(request, _("It is free again."))
        return self.back_to_day(day_of(request.POST.get("day", ""), timezone.localdate(span.begin)))


def _still_there(standing: list[Appointment]) -> str:
    times = [date_format(timezone.localtime(one.starts_at), "H:i") for one in standing]
    said = ngettext(
        "The appointment at %(times)s stands as it was: it is yours to decide.",
        "The appointments at %(times)s stand as they were: they are yours to decide.",
        len(times),
    )
    return said % {"times": get_text_list(times, _("and"))}
