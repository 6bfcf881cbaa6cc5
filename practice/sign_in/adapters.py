"""What allauth asks us: how its secrets are kept, and under which name passkeys are made."""

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from practice.models import User
from practice.sealing import environment
from practice.sign_in import site_name

PURPOSE = "second factor"


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seeds are encrypted under ENCRYPTION_KEY: a dump of the database makes no code."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(environment.encrypt(text, purpose=PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises SealError under another ENCRYPTION_KEY."""
        return environment.decrypt(base64.b64decode(encrypted_text), purpose=PURPOSE)

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def get_totp_issuer(self) -> str:
        return urlsplit(settings.SITE_URL).hostname or ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": site_name.of_passkeys(), "name": site_name.of_passkeys()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.get_username(), "display_name": user.get_username()}
