import logging
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods

from contact.desk.under_enquiry import given_back
from contact.forms import EnquiryForm
from contact.giving_back import typed_words
from contact.intake import receive
from contact.models import Enquiry
from contact.models.enquiry import KEPT_AFTER_ANSWER, KEPT_AT_MOST
from contact.spam import is_suspected
from contact.views import returning
from contact.views.received import confirmed
from practice.models import PracticeProfile, SealingKey
from practice.models.profile import POSTGRES_IS_AWAY, NotSetUpError
from practice.models.sealing_key import CannotSealError
from practice.retention import in_words
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
    form = EnquiryForm(request.POST if request.method == "POST" else None, opening=opening)
    if form.is_valid():
        return _send(request, form, profile)
    # Not asked before: while Postgres is away each question is one more wait.
    if not SealingKey.objects.can_seal():
        return no_key(request, typed_words(request.POST))
    return _form_page(request, form, profile, status=422 if form.is_bound else 200)


def _send(request: HttpRequest, form: EnquiryForm, profile: PracticeProfile) -> HttpResponse:
    try:
        enquiry = _received(request, form, profile, timezone.now())
    except TooLongError:
        too_long = _("That is more than this form can hold. Please shorten it a little.")
        form.add_error("message", too_long)
        return _form_page(request, form, profile, status=422)
    except CannotSealError:
        return no_key(request, typed_words(request.POST))
    except DatabaseError as error:
        # Whatever is amiss with Postgres (away, read-only, being upgraded), no word is lost.
        log.error("an enquiry was not taken (%s)", type(error).__name__)
        return _form_page(request, form, profile, status=503, notice="away")
    return confirmed(request, enquiry, form.submission.code, form.contents)


def _received(
    request: HttpRequest, form: EnquiryForm, profile: PracticeProfile, now: datetime
) -> Enquiry:
    held = is_suspected(request, form, now)
    return receive(form.contents, submission=form.submission, profile=profile, now=now, held=held)


def _form_page(
    request: HttpRequest,
    form: EnquiryForm,
    profile: PracticeProfile,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    # Nothing is read again while Postgres is away: that would be one more wait for it.
    reply_by = None if notice == "away" else _promised_by(profile)
    context = {
        "form": form,
        "notice": notice,
        "practice": profile,
        "reply_by": reply_by,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "kept_after_answer": in_words(KEPT_AFTER_ANSWER),
        "kept_at_most": in_words(KEPT_AT_MOST),
    }
    return render(request, "contact/contact.html", context, status=status)


def _promised_by(profile: PracticeProfile) -> date | None:
    with suppress(*POSTGRES_IS_AWAY):
        return profile.reply_due_on(timezone.now())
    return None


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
    form = EnquiryForm(request.POST, opening=opening)
    return _form_page(request, form, profile, status=403, notice="stale")
