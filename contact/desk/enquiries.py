from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import export_desk, moves
from contact.desk.answering import Answering
from contact.desk.following_up import FollowingUp
from contact.desk.inbox import Inbox
from contact.desk.noting import Noting
from contact.desk.searching import Searching
from contact.desk.waiting_list import WaitingList
from contact.erasure import erase
from contact.models import Enquiry


class EnquiryAdmin(Answering, Noting, FollowingUp, WaitingList, Inbox, Searching):
    """To read, to answer, to erase. What somebody wrote is never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            self.button("standing/", self.move, "move"),
            *export_desk.urls(self),
            *super().get_urls(),
        ]

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

    def delete_model(self, request: HttpRequest, enquiry: Enquiry) -> None:
        erase(enquiry, who=request.user.get_username(), now=timezone.now())
