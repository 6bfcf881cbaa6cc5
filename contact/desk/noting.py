from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from contact import notes
from contact.desk.forms import NoteForm
from contact.desk.reading import Reading
from contact.models import Enquiry
from practice import unlocking
from practice.models.sealing_key import CannotSealError
from practice.sealing import TooLongError

NOTES = "#notes"


class Noting(Reading):
    """The therapist's own notes: nobody else can read them."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.button("notes/", self.add_note, "note"),
            self.button("notes/<uuid:entry>/remove/", self.remove_note, "note_remove"),
            *super().get_urls(),
        ]

    def add_note(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        enquiry = self.to_see(request, pk)
        form = NoteForm(request.POST)
        if form.is_valid() and _kept(enquiry, form):
            self.message_user(request, _("Your note is kept."))
            return self.back_to(enquiry, NOTES)
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            return self.kept_while_locked(request, enquiry)
        opened = self.open(request, enquiry, ring)
        if opened is None:
            return self.not_noted(request, enquiry)
        return self.opened_page(request, opened, noting=form)

    def remove_note(self, request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
        enquiry, now = self.to_see(request, pk), timezone.now()
        if unlocking.key_ring(request, now) is None:
            return self.to_unlocking(enquiry)
        notes.remove(enquiry, entry, who=request.user.get_username(), now=now)
        self.message_user(request, _("That note is gone."))
        return self.back_to(enquiry, NOTES)


def _kept(enquiry: Enquiry, form: NoteForm) -> bool:
    """Keep it, or say in the form why not."""
    try:
        notes.add(enquiry, **form.cleaned_data, now=timezone.now())
    except TooLongError:
        form.add_error("text", _("That is more than one note can hold. Please make two of it."))
    except CannotSealError:
        form.add_error("text", _("There is no key to seal it with, so it was not kept."))
    return form.is_valid()
