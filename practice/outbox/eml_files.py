"""Writes each mail to a file of its own: what a local run uses in place of a mail server."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """EMAIL_URL=eml:///some/folder puts `<time>-<random>.eml` there, for the owner only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            self._write(folder, message)
        return len(email_messages)

    def _write(self, folder: Path, message: EmailMessage) -> None:
        name = f"{timezone.now():%Y-%m-%dT%H%M%S}-{uuid4().hex[:8]}"
        unfinished = folder / f".{name}"
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(message.message().as_bytes())
        unfinished.rename(folder / f"{name}.eml")
