from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from contact import erasure


class Command(BaseCommand):
    help = (
        "Erase again what a restored backup has brought back, by the erasure ledger. It may be "
        "stopped at any time, and repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(erasure.came_back().values_list("pk", flat=True))
        for pk in tqdm(keys, unit=" enquiries", disable=not keys):
            erasure.erase_again(pk, timezone.now())
        self.stdout.write(f"Erased again: {len(keys)}.")
