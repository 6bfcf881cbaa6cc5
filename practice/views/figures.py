"""How it goes: a quiet page of figures, for the therapist alone."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contact import sums
from practice.figures.kinds import Key, Kind
from practice.figures.sections import sections
from practice.figures.span import A_FEW, A_YEAR, Span
from practice.models import PracticeProfile, Tally


def urls(admin_view: Callable[[Any], Any]) -> list[URLPattern]:
    return [path("how-it-goes/", admin_view(how_it_goes), name="how_it_goes")]


@require_safe
def how_it_goes(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("contact.view_enquiry"):
        raise PermissionDenied
    back = A_YEAR if request.GET.get("of") == "year" else A_FEW
    span = Span(timezone.localdate(), back)
    counted = _sums(span)
    context = admin.site.each_context(request) | {
        "title": _("How it goes"),
        "span": span,
        "sections": sections(counted, span),
        "complete_from": _begun(counted),
    }
    return TemplateResponse(request, "admin/figures/figures.html", context)


def _sums(span: Span) -> Counter[Key]:
    """What was counted and what erased rows left, with what is still there."""
    profile, first_month = PracticeProfile.objects.current(), span.months[0]
    there = sums.there(profile, since=span.weeks[0], first_month=first_month, today=span.today)
    return there + Counter(Tally.objects.since(first_month))


def _begun(counted: Counter[Key]) -> date | None:
    """The day on which counting began, where the page looks further back than that."""
    return next((key.day for key in counted if key.kind == Kind.BEGUN), None)
