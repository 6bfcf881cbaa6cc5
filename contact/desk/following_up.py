from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact import moves
from contact.desk.forms import FollowUpForm
from contact.desk.reading import Reading
from practice import unlocking

FOLLOW_UP = "#follow-up"


class FollowingUp(Reading):
    """A day on which she wants to come back to it. It says nothing else, so it is not sealed."""

    def get_urls(self) -> list[URLPattern]:
        return [self.button("follow-up/", self.follow_up, "follow_up"), *super().get_urls()]

    def follow_up(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Keep the day that was chosen; an empty one, or the button that says so, takes it away."""
        enquiry, now = self.to_see(request, pk), timezone.now()
        form = FollowUpForm({} if "clear" in request.POST else request.POST)
        if form.is_valid():
            day, who = form.cleaned_data["follow_up_on"], request.user.get_username()
            if moves.follow_up(enquiry, day, who=who, now=now):
                self.message_user(request, _said(day))
            return self.back_to(enquiry, FOLLOW_UP)
        ring = unlocking.key_ring(request, now)
        if ring is None:
            return self.to_unlocking(enquiry)
        opened = self.open(request, enquiry, ring)
        if opened is None:
            return self.not_noted(request, enquiry)
        return self.opened_page(request, opened, following=form)


def _said(day: date | None) -> str:
    if day is None:
        return _("No day is set any more.")
    return _("It will be among what to come back to on %(day)s.") % {
        "day": date_format(day, "l j F Y")
    }
