import logging
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods

from contact.booking import NotFreeError
from contact.choices import Wish
from contact.desk.under_enquiry import given_back
from contact.fair_share import TooManyTimesError, count_time
from contact.forms import EnquiryForm
from contact.giving_back import typed_words
from contact.intake import receive
from contact.models import Enquiry
from contact.offered import offers_times
from contact.spam import is_suspected
from contact.time_form import TimeForm
from contact.views import returning
from contact.views.form_page import form_page
from contact.views.received import confirmed
from practice.models import PracticeProfile, SealingKey
from practice.models.profile import POSTGRES_IS_AWAY, NotSetUpError
from practice.models.sealing_key import CannotSealError
from practice.sealing import TooLongError
from practice.views.errors import forbidden, no_key, not_set_up, postgres_away

WRITTEN_AT_DESK = ("admin:contact_enquiry_answer", "admin:contact_enquiry_note")

log = logging.getLogger("attune.contact")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    try:
        profile = PracticeProfile.objects.current()
    except POSTGRES_IS_AWAY:
        return postgres_away(request, typed_words(request.POST))
    opening = profile.opening_now()
    if not opening.takes_enquiries:
        return _closed(request)
    if TimeForm.is_meant(request.POST) and not opening.offers_conversations:
        return _without_times(request, profile)
    form = _form(request, profile)
    if form.is_valid():
        return _send(request, form, profile)
    # Not asked before: while Postgres is away each question is one more wait.
    if not SealingKey.objects.can_seal():
        return no_key(request, typed_words(request.POST))
    return form_page(request, form, profile, 422 if form.is_bound else 200)


def _without_times(request: HttpRequest, profile: PracticeProfile) -> HttpResponse:
    """While none are offered: the plain form, with what was typed for a time from before."""
    return form_page(request, _plain_form(request, profile), profile, 409, "no_times")


def _form(request: HttpRequest, profile: PracticeProfile) -> EnquiryForm:
    if TimeForm.is_meant(request.POST):
        return TimeForm(request.POST, opening=profile.opening_now())
    return _plain_form(request, profile)


def _plain_form(request: HttpRequest, profile: PracticeProfile) -> EnquiryForm:
    """A time that was only chosen leaves nothing to be filled in."""
    chosen = TimeForm.is_meant(request.POST) and "submission" not in request.POST
    posted = request.POST if request.method == "POST" and not chosen else None
    return EnquiryForm(posted, opening=profile.opening_now(), wish=_asked_wish(request, profile))


def _asked_wish(request: HttpRequest, profile: PracticeProfile) -> Wish | None:
    """The waiting list can be joined while times are offered, too: all of them may be taken."""
    asked = Wish.WAITING_LIST in (request.GET.get("wish"), request.POST.get("wish"))
    with suppress(*POSTGRES_IS_AWAY):
        return Wish.WAITING_LIST if asked and offers_times(profile, timezone.now()) else None
    return Wish.WAITING_LIST


def _send(request: HttpRequest, form: EnquiryForm, profile: PracticeProfile) -> HttpResponse:
    try:
        enquiry = _received(request, form, profile, timezone.now())
    except TooLongError:
        too_long = _("That is more than this form can hold. Please shorten it a little.")
        form.add_error("message", too_long)
        return form_page(request, form, profile, 422)
    except NotFreeError:
        return form_page(request, form, profile, 409)
    except TooManyTimesError:
        return form_page(request, form, profile, 429, "too_many")
    except CannotSealError:
        return no_key(request, typed_words(request.POST))
    except DatabaseError as error:
        # Whatever is amiss with Postgres (away, read-only, being upgraded), no word is lost.
        log.error("an enquiry was not taken (%s)", type(error).__name__)
        return form_page(request, form, profile, 503, "away")
    zone = form.chosen_zone if isinstance(form, TimeForm) else None
    return confirmed(request, enquiry, form.submission.code, form.contents, zone=zone)


def _received(
    request: HttpRequest, form: EnquiryForm, profile: PracticeProfile, now: datetime
) -> Enquiry:
    return receive(
        form.contents,
        submission=form.submission,
        profile=profile,
        now=now,
        held=is_suspected(request, form, now),
        wanted=form.wanted,
        remind=form.wants_reminder,
        on_hold=lambda: count_time(request, now),
    )


def _closed(request: HttpRequest) -> HttpResponse:
    """While nobody new is taken: say so, and give back what was typed into an older page."""
    typed = typed_words(request.POST)
    status = 409 if request.method == "POST" else 200
    return render(request, "contact/closed.html", {"typed": typed}, status=status)


def _stale_page(request: HttpRequest) -> tuple[str, UUID | None]:
    """Return its name, and which enquiry's it is if it is the desk's with words in it."""
    match = request.resolver_match
    if match is None:
        return "", None
    is_written = match.view_name in WRITTEN_AT_DESK and request.POST.get("text")
    return match.view_name, match.kwargs["pk"] if is_written else None


@never_cache
@requires_csrf_token
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a missing or stale CSRF token: the same form again, with every word kept."""
    page, at_desk = _stale_page(request)
    if at_desk:
        return given_back(request, at_desk, reason="stale")
    if page == "contact:return":
        return returning.stale(request)
    if page != "contact:contact":
        return forbidden(request)
    try:
        profile = PracticeProfile.objects.current()
    except POSTGRES_IS_AWAY:
        return postgres_away(request, typed_words(request.POST))
    except NotSetUpError:
        return not_set_up(request)
    opening = profile.opening_now()
    if not opening.takes_enquiries:
        return _closed(request)
    if TimeForm.is_meant(request.POST) and not opening.offers_conversations:
        return _without_times(request, profile)
    form = _form(request, profile)
    if isinstance(form, TimeForm) and not form.is_bound:
        return form_page(request, form, profile)  # choosing a time changes nothing
    return form_page(request, form, profile, 403, "stale")
