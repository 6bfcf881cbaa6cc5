"""Where the first link leads: a name, a password, and then on to the second step."""

from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import User
from practice.rate_limit import Limit
from practice.sign_in import first_link, half_way
from practice.views.sign_in.pages import page, please_wait

# 64 bits are not guessed; this bounds the work that somebody can ask for.
TRIES = Limit("first link", within=timedelta(minutes=15), from_one=30, from_all=10**9)
SCRIPT = forms.Media(js=[forms.Script("js/begin.js", defer=True)])  # type: ignore[list-item]
AS_IT_IS = {"autocapitalize": "none", "spellcheck": "false"}


class BeginForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The words in your link"),
        help_text=gettext_lazy("Five short words, after the “#” of its address."),
        max_length=100,
        widget=forms.TextInput(attrs=AS_IT_IS | {"autocomplete": "off"}),
    )
    username = forms.CharField(
        label=gettext_lazy("A name to sign in with"),
        help_text=gettext_lazy("Only you see it. Your first name will do."),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs=AS_IT_IS | {"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("A password"),
        help_text=gettext_lazy(
            "Eight signs or more; let your phone make one up and keep it. You need it only where"
            " your passkey is not at hand."
        ),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


def begin(request: HttpRequest) -> HttpResponse:
    """GET changes nothing, so that a mail program that looks at links uses none up."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _shown(request, form)
    now = timezone.now()
    wait = TRIES.take(request, now)
    if wait:
        form.add_error(None, please_wait(wait))
        return _shown(request, form, status=429)
    user = _opened(form, now)
    if user is None:
        return _shown(request, form)
    half_way.begin(request, user, then=reverse("admin:first"), now=now)
    return redirect("admin:login_enrol")


def _opened(form: BeginForm, now: datetime) -> User | None:
    typed = form.cleaned_data
    name = typed["username"]
    try:
        user = first_link.open_(typed["code"], name=name, password=typed["password"], now=now)
    except first_link.NameTakenError:
        form.add_error("username", _("Somebody else here has this name. Please choose another."))
        return None
    if user is None:
        form.add_error("code", _("This link opens nothing: it is used, too old, or not complete."))
    return user


def _shown(request: HttpRequest, form: BeginForm, *, status: int = 0) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    return page(request, "begin", _("Welcome"), status=status, form=form, media=SCRIPT)
