from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from practice import sample_content


class Command(BaseCommand):
    help = "Load a fictional practice with a series to read. Changes nothing that is there already."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"New rows: {sample_content.load(timezone.now())}")
