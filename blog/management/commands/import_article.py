from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.importing.drafts import NotImportedError, draft_part, find_series
from blog.importing.plain_text import ImportedText, read


class Command(BaseCommand):
    help = "Make a draft of an article that was exported as plain text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--series", required=True, help="the address (slug) of the series")
        parser.add_argument("--part", required=True, type=int, help="its place in the series")
        parser.add_argument("--title", default="", help="else made from the series and the part")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = read(options["file"].read_text(encoding="utf-8"))
            series = find_series(options["series"])
            article = draft_part(text, series=series, part=options["part"], title=options["title"])
        except UnicodeDecodeError:
            message = f"{options['file']} is not UTF-8 text. Save it as UTF-8 and try again."
            raise CommandError(message) from None
        except (OSError, NotImportedError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Draft made: “{article.title}” (/articles/{article.slug}/)")
        self.report(text)

    def report(self, text: ImportedText) -> None:
        self.stdout.write(f"Sections: {text.sections}. Paragraphs: {text.paragraphs}.")
        self.stdout.write(f"Left out: {len(text.left_out)}")
        for furniture in text.left_out:
            self.stdout.write(f"  line {furniture.line}: {furniture.text}")
