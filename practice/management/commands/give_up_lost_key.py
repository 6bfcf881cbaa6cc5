from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from practice.models import SealingKey

WARNING = """\
Only if both the reading phrase and the recovery sheet are lost for good.
What people wrote until now stays closed to the therapist for ever; those who wrote it can still
read it with their numbers. The form is closed until she has set up new keys at the desk.
"""


class Command(BaseCommand):
    help = "Let go of a sealing key that nobody can open, so that new ones can be set up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["yes"] and not self._is_meant():
            self.stdout.write("Nothing was changed.")
            return
        given_up = SealingKey.objects.give_up()
        self.stdout.write(f"Given up: {given_up}. She sets up new keys at /admin/keys/.")

    def _is_meant(self) -> bool:
        self.stdout.write(WARNING)
        return input("Type “give up” to go on: ").strip() == "give up"
