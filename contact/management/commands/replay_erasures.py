from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from contact import erasure
from practice.outbox.sending import give_up_mail_to_enquirers


class Command(BaseCommand):
    help = (
        "After a backup was restored: erase again what it has brought back, by the erasure ledger, "
        "and give up the mail to enquirers that it has brought back, since their wishes may have "
        "changed. It may be stopped at any time, and repeated."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        given_up = give_up_mail_to_enquirers(timezone.now())
        keys = list(erasure.came_back().values_list("pk", flat=True))
        for pk in tqdm(keys, unit=" enquiries", disable=not keys):
            erasure.erase_again(pk, timezone.now())
        self.stdout.write(f"Erased again: {len(keys)}.")
        self.stdout.write(f"Mail to enquirers given up: {given_up}.")
