"""What can be asked for with the right number. The enquiry is locked until the answer is made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from contact import reading, returning
from contact.erasure import erase
from contact.her_time import times_kept
from contact.returning_forms import AdditionForm, RouteForm
from contact.views.received import forget
from contact.views.returning_page import Return, show
from contact.views.returning_times import TIMES
from practice import audit
from practice.models.sealing_key import CannotSealError
from practice.sealing import SealError, TooLongError
from practice.views.errors import no_key

ERASE_NOW = "erase_now"


def answer(back: Return) -> HttpResponse:
    return ACTIONS.get(back.request.POST.get("do", ""), show)(back)


def _all(back: Return) -> HttpResponse:
    """Show her own words as well, and what is kept beside them."""
    try:
        written = back.enquiry.unseal_by_code(back.opened)
    except SealError:
        return show(back, notice="damaged")
    times = "\n".join(times_kept(back.enquiry, back.zone, back.now))
    said = [(_("Times for a first conversation"), times)] if times else []
    return show(back, kept=[*reading.answers(written), *said])


def _add(back: Return) -> HttpResponse:
    form = AdditionForm(back.request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["message"]
            returning.add(back.enquiry, text, entry_id=form.entry_id, now=back.now)
            return show(back, notice="added")
        except CannotSealError:
            return no_key(back.request, back.request.POST["message"])
        except TooLongError:
            form.add_error(
                "message", _("That is more than I can keep. Please shorten it a little.")
            )
        except returning.TooManyAdditionsError:
            form.add_error(
                "message",
                _("You have added a lot today, and I have all of it. You can add more tomorrow."),
            )
    return show(back, addition=form, status=422)


def _route(back: Return) -> HttpResponse:
    """Ask how she may be reached from now on."""
    try:
        written = back.enquiry.unseal_by_code(back.opened)
    except SealError:
        return show(back, notice="damaged")
    return _route_page(back, RouteForm(initial=written))


def _change(back: Return) -> HttpResponse:
    form = RouteForm(back.request.POST)
    if not form.is_valid():
        return _route_page(back, form, status=422)
    try:
        returning.change_card(back.enquiry, back.opened, form.contents, back.now)
    except CannotSealError:
        return no_key(back.request)
    except SealError:
        return show(back, notice="damaged")
    except TooLongError:
        form.add_error(None, _("That is more than I can keep. Please shorten it."))
        return _route_page(back, form, status=422)
    return show(back, notice="changed")


def _route_page(back: Return, form: RouteForm, *, status: int = 200) -> HttpResponse:
    context = back.on_each_page | {"form": form}
    return render(back.request, "contact/return_route.html", context, status=status)


def _withdraw(back: Return) -> HttpResponse:
    returning.withdraw(back.enquiry, back.now)
    return show(back, notice="withdrawn")


def _ask_before_erasing(back: Return) -> HttpResponse:
    return render(back.request, "contact/return_erase.html", back.on_each_page)


def _erase(back: Return) -> HttpResponse:
    erase(back.enquiry, who=audit.ENQUIRER, now=back.now)
    return gone(back.request)


def gone(request: HttpRequest) -> HttpResponse:
    """There is nothing under that number, or nothing any more."""
    response = render(request, "contact/return_gone.html")
    forget(response)
    return response


ACTIONS: dict[str, Callable[[Return], HttpResponse]] = {
    "all": _all,
    "add": _add,
    "route": _route,
    "change": _change,
    "withdraw": _withdraw,
    "erase": _ask_before_erasing,
    ERASE_NOW: _erase,
    **TIMES,
}
