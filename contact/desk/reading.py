import logging
from typing import Any

from django.contrib.admin.utils import unquote
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from contact import card_in_words
from contact.countdown import countdown
from contact.desk import enquiry_time
from contact.desk.forms import AnswerForm, FollowUpForm, NoteForm
from contact.desk.under_enquiry import UnderEnquiry
from contact.models import Enquiry, Snippet
from contact.models.enquiry import OPEN
from contact.reading import Opened, open_for
from contact.safe_contact import may_send
from practice import unlocking
from practice.models import PracticeProfile
from practice.models.sealing_key import KeyRing
from practice.typed import typed

log = logging.getLogger("attune.contact")


class Reading(UnderEnquiry):
    """The page of an enquiry. Every time one is opened, that is noted first."""

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        enquiry = self.to_see(request, found.pk)
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            return self.to_unlocking(enquiry)
        opened = self.open(request, enquiry, ring)
        return self.opened_page(request, opened) if opened else self.not_noted(request, enquiry)

    def open(self, request: HttpRequest, enquiry: Enquiry, ring: KeyRing) -> Opened | None:
        """Return it opened; None where it cannot be noted that it was: then nothing is shown."""
        try:
            return open_for(request.user.get_username(), enquiry, ring, timezone.now())
        except DatabaseError as error:
            log.error("an opening could not be noted (%s)", type(error).__name__)
            return None

    def opened_page(
        self,
        request: HttpRequest,
        opened: Opened,
        *,
        answering: AnswerForm | None = None,
        noting: NoteForm | None = None,
        following: FollowUpForm | None = None,
        is_taken_back: bool = False,
    ) -> HttpResponse:
        """Show it, with what was being written."""
        context = {
            **self.context_of(request, opened.enquiry),
            **_about(opened),
            "answering": answering or AnswerForm.holding({}),
            "is_taken_back": is_taken_back,
            "noting": noting or NoteForm(),
            "following": following or FollowUpForm.holding(opened.enquiry.follow_up_on),
            "is_open": opened.enquiry.status in OPEN,
            "snippets": Snippet.objects.all(),
        }
        return TemplateResponse(request, "admin/contact/enquiry/opened.html", context)

    def not_noted(self, request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
        context = self.context_of(request, enquiry) | {"typed": typed(request)}
        template = "admin/contact/enquiry/not_noted.html"
        return TemplateResponse(request, template, context, status=503)


def _about(opened: Opened) -> dict[str, Any]:
    """What the page says beside the words themselves."""
    now, enquiry, card = timezone.now(), opened.enquiry, opened.card
    profile, today = PracticeProfile.objects.current(), timezone.localdate()
    is_free = profile.free_days_from(today)
    return {
        "opened": opened,
        "countdown": countdown(enquiry.reply_due_on, today=today, is_free=is_free),
        "rule": card_in_words.rule(card),
        "voicemail": card_in_words.voicemail_text(card, name=opened.name, profile=profile),
        "why_not_now": may_send(card, card.reply_by, now).why_not if card.is_for_her_to_do else "",
        "way": card_in_words.way(card, now),
        "takes_answers": enquiry.status in OPEN and opened.contents is not None,
        "erased_on": Enquiry.objects.erasure_day(enquiry.pk),
        "time": enquiry_time.about(opened, now),
    }
