from typing import Any, cast
from uuid import UUID

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact import export_desk, moves
from contact.countdown import countdown
from contact.desk import enquiry_time
from contact.desk.answering import Answering
from contact.desk.noting import Noting
from contact.desk.under_enquiry import named
from contact.desk.waiting_list import WaitingList
from contact.erasure import erase
from contact.models import Enquiry, Entry
from contact.models.enquiry import UNANSWERED
from practice.models import OutboxMail, PracticeProfile

Status = Enquiry.Status
_END = Case(When(status=Status.CLOSED, then=3), When(status=Status.HELD, then=4), default=2)
_OPEN = Case(When(added_at__gt=F("said_at"), then=1), default=_END)
# Unanswered ones by their date, so that overdue ones are on top; then those to which something was
# added since the answer; held ones quietly at the very end.
MOST_PRESSING_FIRST = [
    Case(When(UNANSWERED, then=0), default=_OPEN),
    "reply_due_on",
    "received_at",
]


def _latest(kind: str) -> Subquery:
    entries = Entry.objects.filter(enquiry=OuterRef("pk"), kind=kind).order_by("-written_at")
    return Subquery(entries.values("written_at")[:1])


class EnquiryList(ChangeList):
    """The list, with what is worked out for all of its rows at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = [cast(Any, row) for row in self.result_list]
        _count_down(rows)
        _mark_unsent(rows)
        _note_times(rows)
        self.result_list = rows


def _count_down(rows: list[Any]) -> None:
    today = timezone.localdate()
    is_free = PracticeProfile.objects.current().free_days_from(today)
    for row in rows:
        row.countdown = countdown(row.reply_due_on, today=today, is_free=is_free)
        row.is_overdue = row.reply_due_on < today


def _mark_unsent(rows: list[Any]) -> None:
    """Tell where a mail was given up: the first word of its cause names the enquiry."""
    causes = OutboxMail.objects.given_up().values_list("cause", flat=True)
    things = {cause.split()[0] for cause in causes}
    for row in rows:
        row.has_unsent_mail = row.thing in things


def _note_times(rows: list[Any]) -> None:
    times = enquiry_time.standing(rows, timezone.now())
    for row in rows:
        row.time = times.get(row.pk, "")


class EnquiryAdmin(Answering, Noting, WaitingList):
    """To read, to answer, to erase. What somebody wrote is never edited."""

    list_display = ["which", "due", "where_it_stands"]
    list_filter = ["status"]
    actions = ["mark_answered", "mark_new", "mark_taken_in"]

    class Media:
        css = {"all": ["desk/enquiries.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Enquiries"), **(extra_context or {})})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EnquiryList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enquiry]:
        said_at = Greatest("answered_at", _latest(Entry.Kind.REPLY))
        added_at = _latest(Entry.Kind.ADDITION)
        return super().get_queryset(request).annotate(added_at=added_at, said_at=said_at)

    def get_ordering(self, request: HttpRequest) -> Any:
        return MOST_PRESSING_FIRST

    def get_urls(self) -> list[URLPattern]:
        return [
            self.button("standing/", self.move, "move"),
            *export_desk.urls(self),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("enquiry"), ordering="received_at")
    def which(self, enquiry: Enquiry) -> str:
        return named(enquiry)

    @admin.display(description=gettext_lazy("answer due"), ordering="reply_due_on")
    def due(self, enquiry: Any) -> str | SafeString:
        if not enquiry.is_unanswered and enquiry.status != Status.HELD:
            return "–"
        day = date_format(enquiry.reply_due_on, "l j F")
        style = "overdue" if enquiry.is_overdue else "countdown"
        return format_html('{}: <span class="{}">{}</span>', day, style, enquiry.countdown)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def where_it_stands(self, enquiry: Any) -> str:
        status = str(enquiry.get_closed_because_display() or enquiry.get_status_display())
        if enquiry.time:
            status = f"{status}, {enquiry.time}"
        if enquiry.has_unsent_mail:
            return _("%(status)s, but the mail could not be sent") % {"status": status}
        if enquiry.added_at and (enquiry.said_at is None or enquiry.added_at > enquiry.said_at):
            return _("%(status)s, something was added") % {"status": status}
        return status

    def move(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Move one enquiry on, as the button says that was pressed."""
        enquiry, now = self.to_see(request, pk), timezone.now()
        to = request.POST.get("to", "")
        if to not in moves.MOVES:
            raise Http404
        if moves.MOVES[to]([pk], who=request.user.get_username(), now=now):
            enquiry.refresh_from_db()
        says = _("Its status is: %(status)s.") % {"status": enquiry.get_status_display()}
        if to == "closed" and moves.has_agreed_time(enquiry, now):
            says = _("There is an agreed time to come. Call it off first, so that nobody waits.")
        self.message_user(request, says)
        return self.back_to(enquiry)

    @admin.action(description=gettext_lazy("Mark as answered"))
    def mark_answered(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        self._move_all(request, enquiries, "answered")

    @admin.action(description=gettext_lazy("Mark as new again"))
    def mark_new(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        self._move_all(request, enquiries, "new")

    @admin.action(description=gettext_lazy("These are real messages"))
    def mark_taken_in(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        self._move_all(request, enquiries, "taken_in")

    def _move_all(self, request: HttpRequest, enquiries: QuerySet[Enquiry], to: str) -> None:
        keys = list(enquiries.values_list("pk", flat=True))
        count = moves.MOVES[to](keys, who=request.user.get_username(), now=timezone.now())
        self.message_user(request, _("Changed: %(count)s") % {"count": count})

    def delete_model(self, request: HttpRequest, enquiry: Enquiry) -> None:
        erase(enquiry, who=request.user.get_username(), now=timezone.now())

    def delete_queryset(self, request: HttpRequest, enquiries: QuerySet[Enquiry]) -> None:
        for enquiry in enquiries:
            self.delete_model(request, enquiry)
