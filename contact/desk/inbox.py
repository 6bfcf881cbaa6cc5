from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contact import inbox
from contact.desk.forms import SearchForm
from contact.desk.inbox_rows import rows_of
from contact.desk.under_enquiry import UnderEnquiry, remember
from contact.inbox import Due, Filter, Show


@dataclass(frozen=True)
class Choice:
    """A link that shows something else of the inbox."""

    label: str
    query: str
    is_chosen: bool


class Inbox(UnderEnquiry):
    """The list of enquiries, most pressing first. It opens nothing, locked or not."""

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        chosen, now = Filter.of(request.GET), timezone.now()
        after = request.GET.get("after", "")
        page = inbox.page(chosen, timezone.localdate(now), after=after)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enquiries"),
            "opts": self.opts,
            "rows": rows_of(page.rows, now),
            "next": chosen.query(after=page.next) if page.next else "",
            "is_first": not after,
            "first": chosen.query(),
            "shown": _in_words(chosen),
            "is_all": chosen == Filter(),
            "shows": [_choice(each.label, Filter(each, chosen.due), chosen) for each in Show],
            "dues": [_choice(each.label, Filter(chosen.show, each), chosen) for each in Due],
            "nothing": _nothing(chosen),
            "search": SearchForm(),
        }
        response = TemplateResponse(request, "admin/contact/enquiry/inbox.html", context)
        remember(response, chosen.query(after=after))
        return response


def _choice(label: object, to: Filter, chosen: Filter) -> Choice:
    return Choice(str(label), to.query(), to == chosen)


def _in_words(chosen: Filter) -> str:
    """What is shown, for the line that opens the choices."""
    said = [each.label for each in (chosen.show, chosen.due) if each.value]
    return ", ".join(map(str, said)) or str(Show.ALL.label)


def _nothing(chosen: Filter) -> str:
    """What to say of a list with nothing in it."""
    if chosen.show == Show.FOLLOW_UP:
        return _("There is nothing that you wanted to come back to then.")
    if chosen.due != Due.ANY:
        return _("No answer is due then.")
    return {
        Show.ALL: _("Nobody has written yet. What comes in by your form will be here."),
        Show.UNANSWERED: _("Nobody waits for an answer."),
        Show.HELD: _("Nothing is held back."),
        Show.WAITING: _("Nobody is on the waiting list."),
    }.get(chosen.show, _("There is nothing here just now."))
