"""Back in for somebody who has lost password, app, passkeys or recovery codes: by the operator."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from practice import audit
from practice.local_secrets import readable_password
from practice.models import User
from practice.models.audit_line import Verb
from practice.sign_in import browsers, first_link


@transaction.atomic
def rescue(name: str, now: datetime) -> str:
    """Take every second factor and session away, and return the new password.

    Raises User.DoesNotExist. The next sign-in sets up a second factor again, and the first link
    opens nothing any more. What people wrote stays closed: the reading phrase is no part of
    signing in.
    """
    first_link.hold()
    user = User.objects.select_for_update().get(username=name)
    password = readable_password()
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user=user).delete()
    first_link.close_after(user)
    browsers.sign_out_everywhere(user)
    audit.record(audit.OPERATOR, Verb.RESCUED, f"account:{user.pk}", now=now)
    return password
