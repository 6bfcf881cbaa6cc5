from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contact import card_in_words, replying
from contact.desk.forms import AnswerForm
from contact.desk.reading import Reading
from contact.models import Enquiry, Entry, Snippet
from contact.reading import Opened
from contact.replying import NotOpenError
from practice import unlocking
from practice.models import PracticeProfile
from practice.models.sealing_key import CannotSealError, KeyRing
from practice.sealing import SealError, TooLongError

EXCHANGE = "#exchange"


class Answering(Reading):
    """The answer: written, put together from snippets, looked at as it goes out, sent, undone."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.button("answer/", self.answer, "answer"),
            self.button("answer/<uuid:entry>/undo/", self.undo, "undo"),
            *super().get_urls(),
        ]

    def answer(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Do what the button says that was pressed; every word is kept on the way."""
        enquiry = self.to_see(request, pk)
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            return self.kept_while_locked(request, enquiry)
        form = AnswerForm(request.POST)
        if "send" in request.POST and form.is_valid() and self._sent(request, enquiry, form, ring):
            return self.back_to(enquiry, EXCHANGE)
        opened = self.open(request, enquiry, ring)
        if opened is None:
            return self.not_noted(request, enquiry)
        return self._go_on(request, opened, form)

    def _go_on(self, request: HttpRequest, opened: Opened, form: AnswerForm) -> HttpResponse:
        profile, typed = PracticeProfile.objects.current(), form.typed
        if "decline" in request.POST:
            words = f"{typed['text']}\n\n{replying.declining(opened.name, profile)}".strip()
            form = AnswerForm(typed | {"text": words, "declines": "on"})
        elif "insert" in request.POST:
            added = _snippet(request).filled(_values(opened, profile))
            form = AnswerForm.holding(typed | {"text": f"{typed['text']}\n\n{added}".strip()})
        elif "change" in request.POST:
            form = AnswerForm.holding(typed)
        if form.is_bound and form.is_valid() and "send" not in request.POST:
            return self._preview_page(request, opened, form)
        return self.opened_page(request, opened, answering=form)

    def _preview_page(self, request: HttpRequest, opened: Opened, form: AnswerForm) -> HttpResponse:
        now, enquiry = timezone.now(), opened.enquiry
        context = {
            **self.context_of(request, enquiry),
            "title": _("This is what goes out"),
            "opened": opened,
            "form": form,
            "preview": replying.preview(enquiry, opened.card, form.answer, now=now),
            "minutes": replying.UNDO_FOR.seconds // 60,
            "to_do": card_in_words.rule(opened.card) if opened.card.is_for_her_to_do else "",
            "waits_for_her": replying.waits_for_her(enquiry, opened.card),
        }
        return TemplateResponse(request, "admin/contact/enquiry/preview.html", context)

    def _sent(
        self, request: HttpRequest, enquiry: Enquiry, form: AnswerForm, ring: KeyRing
    ) -> bool:
        """Send it, or say in the form why not."""
        who, now = request.user.get_username(), timezone.now()
        try:
            entry = replying.send(enquiry, form.answer, ring=ring, who=who, now=now)
        except (NotOpenError, SealError, TooLongError, CannotSealError) as error:
            form.add_error("text", _why_not(error))
            return False
        self.message_user(request, _said(entry, now))
        return True

    def undo(self, request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
        """Take it back, and give her its words to correct: they are in this page and nowhere else.

        It is opened first: an answer that cannot be shown again is not taken back.
        """
        enquiry = self.to_see(request, pk)
        ring = unlocking.key_ring(request, timezone.now())
        if ring is None:
            return self.to_unlocking(enquiry)
        opened = self.open(request, enquiry, ring)
        if opened is None:
            return self.not_noted(request, enquiry)
        form = _again(opened, entry)
        if not replying.take_back(enquiry, entry, ring=ring, now=timezone.now):
            self.message_user(request, _("There was nothing left to take back."))
            return self.back_to(enquiry, EXCHANGE)
        enquiry.refresh_from_db()
        return self.opened_page(request, opened.without(entry), answering=form, is_taken_back=True)


def _again(opened: Opened, answer: UUID) -> AnswerForm:
    """Return the form as it was when she sent this answer."""
    typed: dict[str, str] = {}
    for each in opened.exchange:
        if each.entry.pk == answer and each.contents:
            was_no = opened.enquiry.closed_at == each.entry.shown_from
            typed = {"text": each.contents["text"], "declines": "on" if was_no else ""}
    return AnswerForm.holding(typed)


def _snippet(request: HttpRequest) -> Snippet:
    wanted = request.POST["insert"]
    found = [snippet for snippet in Snippet.objects.all() if str(snippet.pk) == wanted]
    if not found:
        raise Http404
    return found[0]


def _values(opened: Opened, profile: PracticeProfile) -> dict[str, str]:
    """What the placeholders of a snippet stand for; the date is when she would answer again."""
    day = profile.reply_due_on(timezone.now())
    return {
        "name": opened.name,
        "reply_date": date_format(day, "l j F"),
        "phone": profile.phone,
    }


def _why_not(error: Exception) -> str:
    if isinstance(error, NotOpenError):
        return _("This enquiry is closed or held back, so nothing was sent.")
    if isinstance(error, TooLongError):
        return _("That is more than one answer can hold. Please shorten it a little.")
    if isinstance(error, CannotSealError):
        return _("There is no key to seal it with, so nothing was sent.")
    return _("The message does not open, so nobody knows how to reach this person.")


def _said(entry: Entry, now: datetime) -> str:
    if entry.shown_from <= now:
        return _("It had been sent before.")
    until = date_format(timezone.localtime(entry.shown_from), "H:i:s")
    said = _("It can be read from %(time)s on. Until then you can take it back.") % {"time": until}
    return f"{said} {_said_of_mail(entry)}"


def _said_of_mail(entry: Entry) -> str:
    mail = replying.mail_of(entry)
    if mail is None:
        return _("No mail goes out: it stands behind the number.")
    at = date_format(timezone.localtime(mail.due_at), "l j F, H:i")
    return _("The mail goes out on %(at)s.") % {"at": at}
