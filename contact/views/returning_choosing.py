"""Somebody who came back with her number chooses a time, or another one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from contact import returning_times, time_mail
from contact.booking import NotFreeError, TooLateError, Wanted
from contact.chosen import value_of, ways_of
from contact.fair_share import TooManyTimesError, count_time
from contact.free_days import free_days
from contact.her_time import HerTime, her_time
from contact.meeting import about
from contact.models import Appointment, Availability, Enquiry
from contact.returning_times import ChangedMeanwhileError, Choice, TooManyChosenError
from contact.slots import Slot
from contact.time_in_words import in_words
from contact.timetable import Timetable
from contact.views.returning_page import Return, show

# What keeps something from being done, and the notice that says so.
REFUSED: dict[type[Exception], str] = {
    ChangedMeanwhileError: "meanwhile",
    TooLateError: "too_late",
    TooManyChosenError: "too_many",
    TooManyTimesError: "too_many_here",
}
REFUSALS = tuple(REFUSED)


def refused(back: Return, error: Exception) -> HttpResponse:
    return show(back, notice=REFUSED[type(error)], status=409)


def choose(back: Return) -> HttpResponse:
    """Show what is free."""
    try:
        return _list(back, _to_change(back))
    except REFUSALS as error:
        return refused(back, error)


def ask(back: Return) -> HttpResponse:
    """Show the one that she chose, and say what pressing once more does."""
    try:
        hers = _to_change(back)
    except REFUSALS as error:
        return refused(back, error)
    wanted = back.wanted
    if wanted is None:
        return _list(back, hers, notice="unreadable", status=422)
    timetable = _timetable(back, hers)
    if not timetable.is_free(wanted.start, wanted.modality):
        return _list(back, hers, notice="taken", near=wanted, status=409)
    return _question(back, hers, wanted, timetable.availability)


def take(back: Return) -> HttpResponse:
    """Give it to her, unless somebody else was quicker."""
    if back.wanted is None:
        return ask(back)
    choice = Choice(back.wanted, instead_of=back.time, remind="remind" in back.request.POST)
    try:
        _give(back, choice)
    except NotFreeError:
        return ask(back)  # it finds that out as well, and shows others
    except REFUSALS as error:
        return refused(back, error)
    return show(back, notice="chosen")


def _give(back: Return, choice: Choice) -> None:
    returning_times.take(
        back.enquiry,
        back.opened,
        choice,
        profile=back.profile,
        on_hold=lambda: count_time(back.request, back.now),
        now=back.now,
    )


def _to_change(back: Return) -> HerTime:
    """Return how her time stands, if she may have another. Raises what speaks against it."""
    hers = her_time(back.enquiry, back.profile, back.now)
    returning_times.may_take(back.enquiry, hers, back.time, back.now)
    return hers


def _timetable(back: Return, hers: HerTime) -> Timetable:
    return Timetable.read(back.profile, back.now, but_for=hers.to_change)


def _question(
    back: Return, hers: HerTime, wanted: Wanted, availability: Availability
) -> HttpResponse:
    card = returning_times.card_of(back.enquiry, back.opened)
    had, is_suspect = hers.to_change, back.enquiry.status == Enquiry.Status.HELD
    context = back.on_each_page | {
        "when": in_words(wanted.start, wanted.modality, back.zone),
        "about": about(wanted.modality, availability.length, back.profile, availability),
        "slot": value_of(wanted),
        "had": had,
        "had_when": in_words(had.starts_at, had.modality, back.zone) if had else "",
        "until": min(back.now + availability.hold_for, wanted.start),
        "agreed_at_once": availability.confirms_itself and not is_suspect,
        "can_be_reminded": returning_times.can_be_reminded(card, wanted.start, back.now),
        "is_reminded": had is not None and time_mail.reminds(had),
        "is_told": card.may_be_reached,
    }
    return render(back.request, "contact/return_time.html", context)


def _list(
    back: Return,
    hers: HerTime,
    *,
    notice: str = "",
    near: Wanted | None = None,
    status: int = 200,
) -> HttpResponse:
    had, timetable = hers.to_change, _timetable(back, hers)
    nearest = timetable.nearest(near.start, near.modality) if near else []
    context = back.on_each_page | {
        "notice": notice,
        "had": had,
        "had_when": in_words(had.starts_at, had.modality, back.zone) if had else "",
        "nearest": free_days(_but_for(had, nearest), back.zone),
        "free": free_days(_but_for(had, timetable.free_slots()), back.zone, first=back.first_day),
        "until": back.now + timetable.rules.horizon,
    }
    return render(back.request, "contact/return_times.html", context, status=status)


def _but_for(had: Appointment | None, slots: Iterable[Slot]) -> Iterator[Slot]:
    """Leave out the one that she has."""
    for slot in slots:
        left = tuple(one.modality for one in ways_of(slot) if not (had and one.is_of(had)))
        if left:
            yield replace(slot, modalities=left)
