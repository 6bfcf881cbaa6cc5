"""One question a page: answered, or left for later; she goes on where she left."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.first_steps.questions import Asked, OwnHours, form_of
from practice.models import FirstSteps, SealingKey
from practice.models.first_steps import Question
from practice.models.sealing_key import Condition
from practice.views.first_steps.pages import page, posted

ORDER = list(Question)


def go_on(request: HttpRequest) -> HttpResponse:
    """To the first question without an answer, then to the keys, then to what visitors see."""
    left = FirstSteps.objects.current().left
    return redirect(f"admin:first_{left[0]}") if left else redirect(after(ORDER[-1]))


@transaction.atomic
def ask(request: HttpRequest, *, question: Question) -> HttpResponse:
    """Keep an answer and note it, both or neither; the same answer again changes nothing."""
    is_posted, today = request.method == "POST", timezone.localdate()
    steps = FirstSteps.objects.locked() if is_posted else FirstSteps.objects.current()
    form = form_of(question, posted(request), steps, today)
    if not form.is_valid():
        return _shown(request, form, question)
    form.keep(today)
    steps.note_answered(question)
    return redirect(after(question))


def after(question: Question) -> str:
    """Return the path of the page that follows: another question, the keys, or the end."""
    place = ORDER.index(question) + 1
    if place < len(ORDER):
        return reverse(f"admin:first_{ORDER[place]}")
    if SealingKey.objects.condition() == Condition.MISSING:
        return reverse("admin:keys_set_up")
    return reverse("admin:first_live")


def _shown(request: HttpRequest, form: Asked, question: Question) -> HttpResponse:
    place = ORDER.index(question)
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "has_own_hours": isinstance(form, OwnHours),
        "number": place + 1,
        "how_many": len(ORDER),
        "before": reverse(f"admin:first_{ORDER[place - 1]}") if place else None,
        "later": after(question),
    }
    status = 422 if form.is_bound else 200
    return page(request, "question", _title(question), status=status, **context)


def _title(question: Question) -> str:
    titles = {
        Question.NAME: _("Who are you?"),
        Question.HOURS: _("When have you time for first conversations?"),
        Question.REPLY: _("How soon do you answer?"),
        Question.OPENING: _("Have you room for new people?"),
        Question.COUNTRY: _("Which country?"),
    }
    return titles[question]
