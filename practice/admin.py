from typing import Any

from allauth.account import admin as allauth_accounts
from allauth.mfa import admin as allauth_mfa
from allauth.usersessions import admin as allauth_sessions
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practice.accounts_desk import AccountAdmin
from practice.audit_desk import AuditLineAdmin
from practice.models import (
    AuditLine,
    Helpline,
    Holiday,
    Image,
    OutboxMail,
    Page,
    PracticeProfile,
    Redirect,
    User,
)
from practice.models.profile import Weekday
from practice.outbox_desk import OutboxMailAdmin
from practice.pages_desk import PageAdmin
from practice.picture_library import ImageAdmin

admin.site.register(User, AccountAdmin)
admin.site.register(Image, ImageAdmin)
admin.site.register(Page, PageAdmin)
admin.site.register(AuditLine, AuditLineAdmin)
admin.site.register(OutboxMail, OutboxMailAdmin)
admin.site.unregister(Group)  # what an account may do goes by its role
# What allauth keeps is seen and changed at "Signing in", and only by whose it is.
admin.site.unregister(allauth_accounts.EmailAddress)
admin.site.unregister(allauth_mfa.Authenticator)
admin.site.unregister(allauth_sessions.UserSession)


class ProfileForm(forms.ModelForm[PracticeProfile]):
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one working day.")},
    )

    class Meta:
        model = PracticeProfile
        fields = "__all__"  # noqa: DJ007 - the fieldsets below say which


@admin.register(PracticeProfile)
class PracticeProfileAdmin(admin.ModelAdmin[PracticeProfile]):
    """One profile: the list leads straight to it."""

    form = ProfileForm
    fieldsets = [
        (
            _("You"),
            {
                "fields": [
                    "name",
                    "credentials",
                    "tagline",
                    "welcome",
                    "fee_line",
                    "kind_of_business",
                ]
            },
        ),
        (_("How to reach you"), {"fields": ["phone", "email", "town", "country"]}),
        (_("When you answer"), {"fields": ["working_days", "reply_days"]}),
        (_("When you have no room"), {"fields": ["other_services"]}),
        (_("New clients"), {"fields": ["opening", "closed_until", "away_from", "away_until"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not PracticeProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if PracticeProfile.objects.exists():
            only = [PracticeProfile.ONLY]
            return redirect(reverse("admin:practice_practiceprofile_change", args=only))
        return redirect("admin:practice_practiceprofile_add")


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin[Helpline]):
    list_display = ["name", "country", "number", "hours", "checked_on"]
    list_filter = ["country"]
    none_yet = _("There is no number yet. The page “Urgent help” needs at least one.")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # Django 6's default


class RedirectForm(forms.ModelForm[Redirect]):
    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]
        help_texts = {
            "old_path": _("“/old-address/”, for example. What follows a “?” does not matter."),
            "new_path": _("“/articles/my-article/”, for example: a page of this site."),
        }


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    """Changed addresses leave theirs by themselves; others, of an older site, are entered here."""

    form = RedirectForm
    list_display = ["old_path", "new_path", "hits", "created_at"]
    search_fields = ["old_path", "new_path"]
    none_yet = _("No address has moved yet.")


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin[Holiday]):
    """Days that do not count when the day of an answer is promised. Promises made stay as made."""

    list_display = ["day", "name"]
    ordering = ["-day"]
    none_yet = _("No holiday is entered yet. Answers are promised for every working day.")
