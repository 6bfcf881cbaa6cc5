from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from practice.models import User
from practice.sign_in.rescue import rescue

WARNING = """\
For somebody who cannot sign in any more. Make sure that it is she who asks: call her back.
The account “{name}” gets a new password. Its passkeys, app and recovery codes are removed, and it
is signed out everywhere. The audit says so. What people wrote stays closed to you, and to her until
she types her reading phrase.
"""


class Command(BaseCommand):
    help = "Let somebody in again who has lost password, passkeys, app or recovery codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if not User.objects.filter(username=name).exists():
            message = f"There is no account “{name}”."
            raise CommandError(message)
        if not options["yes"] and not self._is_meant(name):
            self.stdout.write("Nothing was changed.")
            return
        password = rescue(name, timezone.now())
        self.stdout.write(f"Name      {name}\nPassword  {password}\n")
        self.stdout.write("At /admin/ she signs in with these, sets up a second step, and then")
        self.stdout.write("chooses a password of her own. Tell her in person or by telephone.")

    def _is_meant(self, name: str) -> bool:
        self.stdout.write(WARNING.format(name=name))
        return input("Type “rescue” to go on: ").strip() == "rescue"
