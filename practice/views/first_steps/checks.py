"""What she sees to before the site is in use: that mail arrives, what it says, which numbers."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.first_steps import trial_mail
from practice.first_steps.questions import practice_so_far
from practice.models import FirstSteps, Helpline, Page, PracticeProfile
from practice.models.helpline import HelplineQuerySet
from practice.retention import Whose, told
from practice.views.first_steps.pages import first_who, page, posted


class NumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("The number in the mail"),
        help_text=gettext_lazy("Six digits."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please type in the number of the mail.")},
    )


def mail(request: HttpRequest) -> HttpResponse:
    """Send a test mail, then take the number that stands in it."""
    if "send" in request.POST:
        return _send(request)
    form = NumberForm(posted(request))
    if form.is_valid():
        if trial_mail.came(form.cleaned_data["number"], timezone.now()):
            messages.success(request, _("Mail reaches you."))
            return redirect("admin:index")
        form.add_error("number", _("That is another number. The newest mail has the right one."))
    title, status = _("Does mail reach you?"), 422 if form.is_bound else 200
    steps, practice = FirstSteps.objects.current(), practice_so_far()
    return page(request, "mail", title, status=status, form=form, steps=steps, practice=practice)


def _send(request: HttpRequest) -> HttpResponse:
    trial_mail.send(timezone.now())
    messages.success(request, _("The mail is on its way."))
    return redirect("admin:first_mail")


def privacy(request: HttpRequest) -> HttpResponse:
    """Her privacy page, as visitors read it, with a button that she has."""
    shown = Page.objects.filter(slug=Page.Slug.PRIVACY).first()
    if shown is None:
        return first_who(request)
    if request.method == "POST":
        _note_read()
        messages.success(request, _("Noted: you have read your privacy page."))
        return redirect("admin:index")
    rows, steps = told.rows([Whose.ENQUIRERS, Whose.VISITORS]), FirstSteps.objects.current()
    title = _("Read your privacy page")
    return page(request, "privacy", title, page=shown, rows=rows, steps=steps)


@transaction.atomic
def _note_read() -> None:
    FirstSteps.objects.locked().note_privacy_read(timezone.now())


def helplines(request: HttpRequest) -> HttpResponse:
    """The numbers of her country, each with a button that she has checked it today."""
    practice = PracticeProfile.objects.current()
    lines, today = Helpline.objects.for_country(practice.country), timezone.localdate()
    if request.method == "POST":
        return _checked(request, lines, str(request.POST.get("line", "")))
    unchecked = set(lines.unchecked(today).values_list("pk", flat=True))
    title = _("Check the urgent-help numbers")
    return page(request, "helplines", title, lines=lines, unchecked=unchecked)


def _checked(request: HttpRequest, lines: HelplineQuerySet, pk: str) -> HttpResponse:
    """The same button again changes nothing; one of a line that is gone does nothing."""
    today = timezone.localdate()
    if pk.isascii() and pk.isdigit():
        lines.filter(pk=pk).update(checked_on=today)
    if lines.unchecked(today).exists():
        return redirect("admin:first_helplines")
    messages.success(request, _("All numbers are checked."))
    return redirect("admin:index")
