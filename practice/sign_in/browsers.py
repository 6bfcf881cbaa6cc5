"""Where an account is signed in, and signing out everywhere."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction

from practice.models import User


def signed_in(user: User, now: datetime) -> models.QuerySet[UserSession]:
    """Return the browsers in which she is signed in, the last used first."""
    hers: models.QuerySet[UserSession] = UserSession.objects.filter(
        user=user,
        created_at__gt=now - settings.SIGN_IN_AT_MOST,
        last_seen_at__gt=now - settings.SIGN_IN_IDLE,
    )
    return hers.order_by("-last_seen_at", "-pk")


def forget(pk: int) -> None:
    UserSession.objects.filter(pk=pk).delete()


def forget_old(now: datetime) -> None:
    UserSession.objects.filter(created_at__lte=now - settings.SIGN_IN_AT_MOST).delete()


@transaction.atomic
def sign_out_everywhere(user: User) -> None:
    """End every session of hers, whatever its key; with their rows goes what unlocked the desk."""
    user.end_sessions()
    rows = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=rows.values("session_key")).delete()
    rows.delete()
