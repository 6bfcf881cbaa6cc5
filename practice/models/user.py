from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account is for. Without a role it cannot sign in."""

    THERAPIST = "therapist", _("Therapist: everything")
    EDITOR = "editor", _("Editor: articles, series, topics and pictures; never an enquiry")


class User(AbstractUser):
    """Somebody who may sign in to the desk. Ours from the start, so that it can grow."""

    is_editor = models.BooleanField(
        _("may write articles, and nothing else"), default=False, db_default=False
    )
    # Goes into every session of the account: one more, and all of them are over.
    session_round = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="one_role_or_none",
                condition=models.Q(is_staff=False, is_superuser=False, is_editor=False)
                | models.Q(is_staff=True, is_superuser=True, is_editor=False)
                | models.Q(is_staff=True, is_superuser=False, is_editor=True),
            )
        ]

    @property
    def role(self) -> Role | None:
        if self.is_superuser:
            return Role.THERAPIST
        return Role.EDITOR if self.is_editor else None

    @role.setter
    def role(self, role: Role | None) -> None:
        self.is_staff = role is not None
        self.is_superuser = role == Role.THERAPIST
        self.is_editor = role == Role.EDITOR

    def get_session_auth_hash(self) -> str:
        """Return what a session must hold to go on: another password or round, and it is over."""
        kept = f"{self.session_round}|{self.password}"
        return salted_hmac("practice.User sessions", kept, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """End every session of the account, in whichever browser and under whichever key."""
        self.session_round = models.F("session_round") + 1
        self.save(update_fields=["session_round"])
        self.refresh_from_db(fields=["session_round"])
