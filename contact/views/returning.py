"""Coming back with the number: it is posted, and nothing of it is in an address or a session.

Every answer makes the pages before it stale (`rotate_token`): whoever steps back through the
history of the browser and sends one of them again is asked for the number.
"""

import logging
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contact.models import Enquiry, Entry
from contact.returning_forms import AdditionForm
from contact.views.returning_actions import ERASE_NOW, answer, gone
from contact.views.returning_page import Return
from contact.views.returning_times import CALENDAR_FILE
from practice.models import PracticeProfile
from practice.models.profile import NotSetUpError
from practice.rate_limit import Limit
from practice.views.errors import not_set_up, postgres_away, too_many_tries

log = logging.getLogger("attune.contact")

# docs/decisions/0051-how-often-a-number-may-be-tried.md says why these.
LIMIT = Limit("return code", within=timedelta(minutes=15), from_one=10, from_all=1000)

LONGEST_NUMBER = 60  # signs that are shown again


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def returning(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _number_page(request)
    now = timezone.now()
    try:
        wait = LIMIT.take(request, now)
        return too_many_tries(request, wait) if wait else _come_back(request, now)
    except DatabaseError as error:
        # Whatever is amiss with Postgres (away, read-only, being upgraded), no word is lost.
        log.error("a return was not answered (%s)", type(error).__name__)
        return postgres_away(request)


def _come_back(request: HttpRequest, now: datetime) -> HttpResponse:
    """Every try takes the same work until it is known whether the number is right."""
    with transaction.atomic():
        found = Enquiry.objects.select_for_update().by_code(request.POST.get("number", ""))
        if not found or request.POST.get("do") != CALENDAR_FILE:
            rotate_token(request)  # a file leaves the page before where it is
        # The time is read anew: whoever held the lock until now has done what is seen here.
        response = answer(Return(request, *found, timezone.now())) if found else _unknown(request)
    if found:
        LIMIT.give_back(request, now)
    return response


def _unknown(request: HttpRequest) -> HttpResponse:
    """A second click on the button that erases is told, too, that nothing is left."""
    if request.POST.get("do") == ERASE_NOW:
        return gone(request)
    return _number_page(request, notice="unknown", status=422)


def stale(request: HttpRequest) -> HttpResponse:
    """Answer a missing or stale CSRF token: the number is asked for again, and no word is lost."""
    try:
        PracticeProfile.objects.current()
        return _number_page(request, notice="stale", status=403)
    except NotSetUpError:
        return not_set_up(request)
    except DatabaseError:
        return postgres_away(request)


def _number_page(request: HttpRequest, *, notice: str = "", status: int = 200) -> HttpResponse:
    # A wrong number is shown again to be corrected; a stale one might be right.
    typed = request.POST.get("number", "")[:LONGEST_NUMBER] if notice == "unknown" else ""
    context = {"notice": notice, "typed": typed, "addition": _not_yet_kept(request)}
    return render(request, "contact/return.html", context, status=status)


def _not_yet_kept(request: HttpRequest) -> AdditionForm | None:
    """What was typed and has not arrived. What has arrived is not shown without the number."""
    form = AdditionForm(request.POST)
    if not form.data.get("message", "").strip():
        return None
    if form.is_valid() and Entry.objects.filter(pk=form.entry_id).exists():
        return None
    return form
