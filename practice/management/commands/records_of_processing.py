from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from practice import records
from practice.models import PracticeProfile
from practice.models.profile import NotSetUpError


class Command(BaseCommand):
    help = "Print the records of processing activities (Art. 30 GDPR) as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--html", action="store_true", help="a page to print, in place of it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = records.records_of(PracticeProfile.objects.current())
        except NotSetUpError:
            raise CommandError(
                "There is no practice profile yet: fill it in at the desk."
            ) from None
        if not options["html"]:
            self.stdout.write(records.as_markdown(made))
            return
        context = {"records": made, "title": records.title(), "columns": records.columns()}
        self.stdout.write(render_to_string("pages/records_of_processing.html", context))
