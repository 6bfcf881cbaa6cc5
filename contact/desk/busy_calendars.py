"""The page of calendars: those that say when she is busy, and the one of her appointments."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contact.busy.fetching import Target
from contact.busy.trouble import CannotReadError
from contact.desk.calendar_words import ago, in_words
from contact.models import BusyCalendar, FeedToken
from contact.typed_text import LineField
from practice.addresses import absolute

PAGE = "admin:contact_busycalendar_changelist"
LONGEST_ADDRESS = 2000  # signs
WITH_CALENDAR_PROGRAMS = "webcal://"  # is https to them


class RenameForm(forms.ModelForm[BusyCalendar]):
    class Meta:
        model = BusyCalendar
        fields = ["name"]


class AddForm(RenameForm):
    secret_address = LineField(
        label=gettext_lazy("Its secret address"),
        help_text=gettext_lazy(
            "Your calendar program calls it “secret address in iCal format”, or something like it,"
            " in the settings of that calendar. It begins with https. I keep it encrypted, and show"
            " it to nobody, you included."
        ),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    def clean_secret_address(self) -> str:
        address = str(self.cleaned_data["secret_address"])
        if address.startswith(WITH_CALENDAR_PROGRAMS):
            address = f"https://{address.removeprefix(WITH_CALENDAR_PROGRAMS)}"
        try:
            target = Target.of(address)
        except CannotReadError:
            message = _("This is no address that begins with https. Please copy the whole of it.")
            raise forms.ValidationError(message) from None
        if target.needs_password:
            message = _("There is a password in this address. I only read those that need none.")
            raise forms.ValidationError(message)
        return address


class BusyCalendarAdmin(admin.ModelAdmin[BusyCalendar]):
    """To add, to rename, to remove; the worker reads."""

    def get_form(
        self,
        request: HttpRequest,
        obj: BusyCalendar | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - as Django calls it
        **kwargs: Any,
    ) -> type[forms.ModelForm[BusyCalendar]]:
        form = RenameForm if obj else AddForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        return [
            self._button("<int:pk>/read/", self.read_now, "read"),
            self._button("feed/make/", self.make_feed, "feed_make"),
            self._button("feed/remove/", self.remove_feed, "feed_remove"),
            *super().get_urls(),
        ]

    def _button(self, route: str, view: Any, name: str) -> URLPattern:
        guarded: Callable[..., HttpResponseBase] = self.admin_site.admin_view(require_POST(view))
        return path(route, never_cache(guarded), name=f"contact_busycalendar_{name}")

    def save_model(self, request: HttpRequest, obj: BusyCalendar, form: Any, change: Any) -> None:
        """The same address again is the same calendar, however often it is sent."""
        if change:
            obj.save(update_fields=["name"])
            return
        obj.keep_address(form.cleaned_data["secret_address"], now=timezone.now())
        BusyCalendar.objects.bulk_create(
            [obj],
            update_conflicts=True,
            unique_fields=["address_mark"],
            update_fields=["name", "due_at"],
        )

    def get_deleted_objects(
        self, objs: Iterable[BusyCalendar], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Name the calendar alone before it is removed, and not each of its busy times."""
        names: list[Any] = [str(one) for one in objs]
        return names, {str(self.opts.verbose_name_plural): len(names)}, set(), []

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return self._page(request)

    def read_now(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it due; the worker looks within seconds."""
        self._refuse_strangers(request)
        calendar = get_object_or_404(BusyCalendar, pk=pk)
        BusyCalendar.objects.filter(pk=calendar.pk).update(due_at=timezone.now())
        self.message_user(request, _("It will be read within a minute."))
        return redirect(PAGE)

    def make_feed(self, request: HttpRequest) -> HttpResponse:
        """Show the new address in this one answer: not in a message, which lies in a cookie."""
        self._refuse_strangers(request)
        with transaction.atomic():
            token = FeedToken.objects.renew(timezone.now())
            _note(request, ADDITION)
        address = absolute(reverse("contact:feed", args=[token]))
        return self._page(request, feed_address=address)

    def remove_feed(self, request: HttpRequest) -> HttpResponse:
        self._refuse_strangers(request)
        with transaction.atomic():
            _note(request, DELETION)
            FeedToken.objects.all().delete()
        self.message_user(request, _("That address shows nothing any more."))
        return redirect(PAGE)

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        calendars = list(BusyCalendar.objects.all())
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Other calendars"),
            "opts": self.opts,
            "calendars": [_shown(one) for one in calendars],
            "feed_token": FeedToken.objects.first(),
        }
        return render(request, "admin/contact/busycalendar/calendars.html", context)


def _shown(one: BusyCalendar) -> tuple[BusyCalendar, str, str, str]:
    """A calendar with its trouble, and when it was read and tried, in words."""
    return one, in_words(one.failed_because), ago(one.read_at), ago(one.tried_at)


def _note(request: HttpRequest, what: int) -> None:
    """Write into the desk's journal what is done with the token, if there is one."""
    for token in FeedToken.objects.all():
        LogEntry.objects.log_actions(str(request.user.pk), [token], what, single_object=True)
