from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contact import booking, diary
from contact.desk.blocking import Blocking
from contact.desk.changing import Changing
from contact.desk.telling import was_told
from contact.desk.under_appointment import day_of, found_or_404, week_address
from contact.diary import Diary
from contact.models import Appointment
from contact.models.appointment import Status
from contact.week import DAYS_OF_A_WEEK, Week, monday_of
from contact.week_entries import entry_of
from practice import unlocking
from practice.models import PracticeProfile

SATURDAY = 5
TOLD = [Status.CONFIRMED, Status.DECLINED]  # what becomes of one later is her own note


class AppointmentAdmin(Blocking, Changing):
    """The therapist's calendar. All that it shows may be seen while the desk is locked."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page("", self.changelist_view, "changelist"),
            self.page("month/", self.month, "month"),
            self.page("add/", self.add_view, "add"),
            self.page("block/", require_POST(self.block), "block"),
            self.page("free/", require_POST(self.free_again), "free"),
            self.page("<uuid:pk>/change/", self.one_view, "change"),
            self.page("<uuid:pk>/standing/", require_POST(self.press), "standing"),
        ]

    def page(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        inside = self.admin_site.admin_view(never_cache(found_or_404(view)))
        return path(route, inside, name=f"contact_appointment_{name}")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show a week, and on top of it what waits for her yes in any week.

        "week" is any day of it, "day" the one to which a press led: what was done is said in it.
        """
        self.may_see(request)
        now, today = timezone.now(), timezone.localdate()
        zone, pressed = timezone.get_default_timezone(), request.GET.get("day", "")
        context = self.page_context(
            request,
            title=_("Calendar"),
            week=_week(pressed or request.GET.get("week", ""), today, now),
            waiting=[entry_of(one, zone, now) for one in diary.waiting(now)],
            today=week_address(today),
            said_on=day_of(pressed, today) if pressed else None,
        )
        return TemplateResponse(request, "admin/contact/appointment/week.html", context)

    @method_decorator(require_safe)
    def month(self, request: HttpRequest) -> HttpResponse:
        self.may_see(request)
        now, today = timezone.now(), timezone.localdate()
        first = day_of(f"{request.GET.get('month', '')}-01", today).replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        begin, end = monday_of(first), monday_of(after - timedelta(days=1))
        days = (end - begin).days + DAYS_OF_A_WEEK
        read = Diary.read(PracticeProfile.objects.current(), begin, days=days, now=now)
        weeks = [read.week(begin + timedelta(days=ahead)) for ahead in range(0, days, 7)]
        context = self.page_context(
            request,
            title=_("Calendar"),
            first=first,
            before=first - timedelta(days=1),
            after=after,
            weeks=weeks,
        )
        return TemplateResponse(request, "admin/contact/appointment/month.html", context)

    def press(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do what the button says that was pressed, and say what became of it."""
        one = self.to_see(request, pk)
        move = MOVES.get(request.POST.get("to", ""))
        if move is None:
            raise Http404
        now = timezone.now()
        done = move(one, who=request.user.get_username(), now=now)
        one.refresh_from_db()
        said, level = _became(one, done=done)
        if done and one.status in TOLD:
            ring = unlocking.key_ring(request, now)
            said = f"{said} {was_told(one, ring, before=one.starts_at, now=now)}"
        self.message_user(request, said, level)
        return self.back_to(request, one)


def _week(asked: str, today: date, now: datetime) -> Week:
    """Read the week that is asked for; at a weekend on which nothing is left, the next one."""
    first, profile = monday_of(day_of(asked, today)), PracticeProfile.objects.current()
    looks_ahead = not asked and today.weekday() >= SATURDAY
    days = DAYS_OF_A_WEEK * (2 if looks_ahead else 1)
    read = Diary.read(profile, first, days=days, now=now)
    week = read.week(first)
    return read.week(week.after) if looks_ahead and not week.has_to_come(now) else week


def _became(one: Appointment, *, done: bool) -> tuple[str, int]:
    """Say how it stands, and how loud. Old pages have buttons for what is long over."""
    has_run_out = one.status == Status.HELD and not one.is_standing(timezone.now())
    status = Status.EXPIRED if has_run_out else Status(one.status)
    said = {"when": one, "what": str(status.label).lower()}
    if done:
        return _("%(when)s: %(what)s.") % said, messages.SUCCESS
    return _("Nothing was changed. %(when)s: %(what)s.") % said, messages.WARNING


def _settled(status: Status) -> Callable[..., bool]:
    def settle(one: Appointment, **how: Any) -> bool:
        return booking.settle(one, status, **how)

    return settle


MOVES: dict[str, Callable[..., bool]] = {
    "agree": booking.confirm,
    "decline": booking.decline,
    "happened": _settled(Status.HAPPENED),
    "missed": _settled(Status.MISSED),
}
