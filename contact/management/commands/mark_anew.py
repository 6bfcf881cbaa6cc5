from typing import Any

from django.core.management.base import BaseCommand

from contact.marking import mark_all_anew


class Command(BaseCommand):
    help = (
        "After ENCRYPTION_KEY was lost or changed, and only then: take what is in the database for "
        "genuine, so that it opens again. It may be repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Marked anew: {mark_all_anew()}.")
