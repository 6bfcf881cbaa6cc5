"""Accounts at the desk: who may sign in, and as what."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
    UserCreationForm,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import User
from practice.models.user import Role

USERNAME = gettext_lazy("It is typed at every sign-in. No spaces.")


class NewAccountForm(UserCreationForm[User]):
    class Meta(UserCreationForm.Meta):
        help_texts: ClassVar = {"username": USERNAME}


class NewPasswordLink(ReadOnlyPasswordHashWidget):
    """Django's tells how the password is hashed."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"summary": [], "button_label": _("Give it a new password")}


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Django's would also take the password away, and with it the use of recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


class AccountForm(UserChangeForm[User]):
    password = ReadOnlyPasswordHashField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("Nobody can read it, here or elsewhere."),
        widget=NewPasswordLink,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("May do"),
        choices=[("", gettext_lazy("Nothing: cannot sign in")), *Role.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta(UserChangeForm.Meta):
        labels: ClassVar = {"is_active": gettext_lazy("May sign in")}
        help_texts: ClassVar = {
            "username": USERNAME,
            "is_active": gettext_lazy("Without it the account is kept, and opens nothing."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = self.instance.role or ""

    def clean(self) -> dict[str, Any]:
        """Refuse to take the last therapist away: nobody could give the role back."""
        cleaned = super().clean() or {}
        stays = cleaned.get("role") == Role.THERAPIST and cleaned.get("is_active")
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=self.instance.pk)
        if self.instance.role == Role.THERAPIST and not stays and not others.exists():
            raise ValidationError(_("Somebody must stay who may do everything."))
        self.instance.role = Role(cleaned["role"]) if cleaned.get("role") else None
        return cleaned


class AccountAdmin(UserAdmin[User]):
    """Its second steps each account sees to itself; the operator helps who has lost them."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    change_user_password_template = "admin/sign_in/new_password.html"  # noqa: S105
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (gettext_lazy("Who it is"), {"fields": ["first_name", "last_name", "email"]}),
        (gettext_lazy("What it may do"), {"fields": ["is_active", "role"]}),
    ]
    filter_horizontal = []
    list_display = ["username", "first_name", "last_name", "may"]
    list_filter = []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    @admin.display(description=gettext_lazy("May do"))
    def may(self, account: User) -> str:
        role = account.role if account.is_active else None
        return str(role.label if role else _("Nothing: cannot sign in"))
