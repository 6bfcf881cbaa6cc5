"""What somebody who came back with her number can do about her time."""

from collections.abc import Callable

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from contact import calendar_files, returning_times
from contact.calendar_files import CalendarForm, place_of
from contact.her_time import HerTime, her_time
from contact.models import Appointment
from contact.returning_times import ChangedMeanwhileError
from contact.time_in_words import in_words
from contact.views import returning_choosing
from contact.views.returning_choosing import REFUSALS, refused
from contact.views.returning_page import Return, show

CALENDAR_FILE = "calendar"


def _ask_before_cancelling(back: Return) -> HttpResponse:
    hers = her_time(back.enquiry, back.profile, back.now)
    if not hers.can_change or hers.appointment is None or hers.appointment.pk != back.time:
        return _cancel(back)  # it says why not
    had = hers.appointment
    context = back.on_each_page | {
        "appointment": had,
        "when": in_words(had.starts_at, had.modality, back.zone),
    }
    return render(back.request, "contact/return_cancel.html", context)


def _cancel(back: Return) -> HttpResponse:
    try:
        returning_times.cancel(back.enquiry, back.time, profile=back.profile, now=back.now)
    except REFUSALS as error:
        return refused(back, error)
    return show(back, notice="cancelled")


def _accept(back: Return) -> HttpResponse:
    remind = "remind" in back.request.POST
    try:
        returning_times.accept(
            back.enquiry,
            back.opened,
            back.time,
            remind=remind,
            profile=back.profile,
            now=back.now,
        )
    except REFUSALS as error:
        return refused(back, error)
    return show(back, notice="accepted")


def _refuse(back: Return) -> HttpResponse:
    try:
        returning_times.refuse(back.enquiry, back.time, profile=back.profile, now=back.now)
    except REFUSALS as error:
        return refused(back, error)
    return show(back, notice="refused")


def _calendar_file(back: Return) -> HttpResponse:
    """The page stays on the screen, so its forms must not grow stale by this."""
    form = CalendarForm(back.request.POST)
    hers = her_time(back.enquiry, back.profile, back.now)
    appointment = hers.appointment
    if appointment is None or appointment.pk != back.time or not hers.is_for_a_calendar:
        rotate_token(back.request)
        return refused(back, ChangedMeanwhileError())
    if not form.is_valid():
        rotate_token(back.request)
        return show(back, calendar=form, status=422)
    return _attached(_file(back, form, hers, appointment))


def _file(back: Return, form: CalendarForm, hers: HerTime, appointment: Appointment) -> bytes:
    if hers.is_gone:
        return calendar_files.takes_out(appointment, now=back.now)
    place = place_of(appointment, back.profile) if form.cleaned_data["with_place"] else ""
    title = form.cleaned_data["title"]
    return calendar_files.enters(appointment, title=title, place=place, now=back.now)


def _attached(file: bytes) -> HttpResponse:
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{calendar_files.NAME}"'
    return response


TIMES: dict[str, Callable[[Return], HttpResponse]] = {
    "times": returning_choosing.choose,
    "time": returning_choosing.ask,
    "take": returning_choosing.take,
    "cancel": _ask_before_cancelling,
    "cancel_now": _cancel,
    "accept": _accept,
    "refuse": _refuse,
    CALENDAR_FILE: _calendar_file,
}
