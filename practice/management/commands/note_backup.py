from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice import backups


class Command(BaseCommand):
    help = "Note that a backup of the database was made: to be run after pg_dump has succeeded."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        backups.note(now)
        self.stdout.write(f"Noted: {timezone.localtime(now):%Y-%m-%d %H:%M}.")
