from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from practice.models.first_link import OPENS_FOR
from practice.sign_in import first_link

ADVICE = """\
Give it to the therapist in person, or by telephone: whoever opens it first becomes the therapist.
It works once, for {hours} hours; this command makes another, and then only that one works.
"""


class Command(BaseCommand):
    help = "Print the link by which the therapist comes in for the first time."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = first_link.make(timezone.now())
        except first_link.TooLateError:
            raise CommandError(
                "A therapist signs in here already. If locked out: manage.py rescue_sign_in NAME"
            ) from None
        self.stdout.write(f"{first_link.address_of(code)}\n\n")
        self.stdout.write(ADVICE.format(hours=int(OPENS_FOR.total_seconds() // 3600)))
