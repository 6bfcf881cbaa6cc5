import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contact import searching
from contact.desk.forms import SearchForm
from contact.desk.inbox_rows import rows_of
from contact.desk.under_enquiry import UnderEnquiry, way_back
from contact.searching import FOUND_AT_MOST, Found, Result
from practice import discretion, rate_limit, unlocking
from practice.models.sealing_key import KeyRing
from practice.sealing import environment

MOST_A_MINUTE = 20
MINUTE = timedelta(minutes=1)

log = logging.getLogger("attune.contact")


class Searching(UnderEnquiry):
    """What is searched for comes by POST, and is in no address; what is found, in one answer."""

    def get_urls(self) -> list[URLPattern]:
        inside: Callable[..., Any] = self.admin_site.admin_view(never_cache(self.search_view))
        return [path("search/", inside, name="contact_enquiry_search"), *super().get_urls()]

    @method_decorator([sensitive_post_parameters(), require_http_methods(["GET", "HEAD", "POST"])])
    def search_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        form, context = SearchForm(request.POST or None), dict[str, Any]()
        if form.is_valid():
            context = self._found(request, form)
        status = 422 if form.errors else 200
        page = {
            **self.admin_site.each_context(request),
            "title": _("Search"),
            "opts": self.opts,
            "search": form,
            "back": way_back(request),
            **context,
        }
        return TemplateResponse(request, "admin/contact/enquiry/search.html", page, status=status)

    def _found(self, request: HttpRequest, form: SearchForm) -> dict[str, Any]:
        """Look by what can be seen while the desk is locked, and by words where it is not."""
        if form.day:
            found = searching.by_day(form.day)
            return {"found": _rows(request, found[:FOUND_AT_MOST]), "is_cut": _is_cut(found)}
        found = searching.by_reference(form.reference) if form.reference else []
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            unlock_at = unlocking.address(reverse("admin:contact_enquiry_search"))
            is_locked = not form.reference
            shown = _rows(request, found)
            return {"found": shown, "is_locked": is_locked, "unlock_at": unlock_at}
        result = _by_words(request, form, ring)
        if result is None:
            return {}
        known = {each.enquiry.pk for each in result.found}
        found = [each for each in found if each.enquiry.pk not in known] + result.found
        return {"found": _rows(request, found), "result": result}


def _by_words(request: HttpRequest, form: SearchForm, ring: KeyRing) -> Result | None:
    """Search, or say in the form why not."""
    words, before = form.cleaned_data["words"], form.cleaned_data["before"]
    who, now = request.user.get_username(), timezone.now()
    key = environment.mac(f"account {request.user.pk}".encode(), purpose="searches")
    if rate_limit.count(key, within=MINUTE, now=now) > MOST_A_MINUTE:
        form.add_error("words", _("That were many searches. Please wait for a minute."))
        return None
    try:
        return searching.by_words(words, ring, who=who, before=before, now=now)
    except DatabaseError as error:
        log.error("a search could not be noted (%s)", type(error).__name__)
        form.add_error("words", _("A search is noted before it opens anything; that failed."))
        return None


def _is_cut(found: Sequence[Found]) -> bool:
    return len(found) > FOUND_AT_MOST


def _rows(request: HttpRequest, found: Sequence[Found]) -> list[dict[str, Any]]:
    """As the inbox shows them, with the parts in which the words were."""
    rows = rows_of([each.enquiry for each in found], timezone.now())
    only_initials = discretion.is_on(request)
    return [
        {
            "row": row,
            "name": discretion.as_shown(each.name, only_initials=only_initials),
            "where": each.where,
        }
        for row, each in zip(rows, found, strict=True)
    ]
