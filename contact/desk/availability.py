from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contact import hours
from contact.desk.times_form import TimesForm
from contact.desk.times_picture import Picture, picture_of, to_mind
from contact.hours import ChangedElsewhereError, Plan
from contact.models import Availability
from practice.models import PracticeProfile

PAGE = "admin:contact_availability_changelist"
TOP = "#content-start"  # where messages are; else a browser stays at the picture that it was at


class AvailabilityAdmin(admin.ModelAdmin[Availability]):
    """One page, on which the therapist says when she has time. Nothing is offered before she did.

    Its buttons are "picture" (a week of it; nothing is saved), "more" (one row more of a kind) and
    "save".
    """

    def get_urls(self) -> list[URLPattern]:
        return [
            self._at("", self.changelist_view, "changelist"),
            self._at("<path:pk>/", self.to_the_page, "change"),
        ]

    def _at(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        inside = self.admin_site.admin_view(never_cache(view))
        return path(route, inside, name=f"contact_availability_{name}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def to_the_page(self, request: HttpRequest, pk: str) -> HttpResponse:
        """The journal leads to a page for each row; this one has the list's."""
        return redirect(PAGE)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        profile = PracticeProfile.objects.current()
        if request.method == "POST":
            return self._pressed(request, profile)
        plan = hours.stored(timezone.localdate())
        picture = _drawn(plan, profile) if plan.has_hours else {}
        form, version = TimesForm.showing(plan), plan.version
        return self._page(request, form, based_on=version, is_stored=True, **picture)

    def _pressed(self, request: HttpRequest, profile: PracticeProfile) -> HttpResponse:
        form, based_on = TimesForm.typed(request.POST), request.POST.get("based_on", "")
        if "more" in request.POST:
            return self._page(request, form.again(request.POST["more"]), based_on=based_on)
        if not form.is_valid():
            return self._page(request, form, based_on=based_on, slips=form.slips(), status=422)
        if "save" in request.POST:
            return self._save(request, form, profile, based_on)
        asked = request.POST.get("picture", "")
        picture = _drawn(form.plan(), profile, asked)
        return self._page(request, form.again(), based_on=based_on, **picture)

    def _save(
        self, request: HttpRequest, form: TimesForm, profile: PracticeProfile, based_on: str
    ) -> HttpResponse:
        """Save it, unless something else was saved since the page was opened: then ask again."""
        plan = form.plan()
        try:
            self._keep(request, plan, based_on)
        except ChangedElsewhereError:
            there = hours.stored(timezone.localdate())
            again = form.again()
            return self._page(
                request, again, based_on=there.version, is_changed_elsewhere=True, status=409
            )
        drawn = _drawn(plan, profile)
        self.message_user(request, _saved(plan, drawn["picture"]))
        for words in drawn["to_mind"]:
            self.message_user(request, words, messages.WARNING)
        return redirect(reverse(PAGE) + TOP)

    @transaction.atomic
    def _keep(self, request: HttpRequest, plan: Plan, based_on: str) -> None:
        with translation.override(None):  # the journal is translated when it is read
            changed = hours.replace(plan, based_on=based_on, today=timezone.localdate())
        if changed:
            self.log_change(request, plan.availability, [{"changed": {"fields": changed}}])

    def _page(
        self, request: HttpRequest, form: TimesForm, *, status: int = 200, **shown: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Your hours"),
            "opts": self.opts,
            "form": form,
            **shown,
        }
        template = "admin/contact/availability/times.html"
        return TemplateResponse(request, template, context, status=status)


def _drawn(plan: Plan, profile: PracticeProfile, asked: str = "") -> dict[str, Any]:
    picture = picture_of(plan, profile, asked=asked, now=timezone.now())
    return {"picture": picture, "asked": asked, "to_mind": list(to_mind(plan, profile, picture))}


def _saved(plan: Plan, picture: Picture) -> str:
    if not plan.has_hours:
        return _("Saved. There are no hours, so nobody can choose a time.")
    count = len(picture.slots)
    if not count:
        return _("Saved. There is no time to choose, until %(until)s.") % {
            "until": date_format(picture.until, "l j F")
        }
    said = ngettext(
        "Saved. There is %(count)s time to choose from, until %(until)s.",
        "Saved. There are %(count)s times to choose from, until %(until)s.",
        count,
    )
    return said % {"count": count, "until": date_format(picture.until, "l j F")}
