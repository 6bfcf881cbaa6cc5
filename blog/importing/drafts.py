"""Makes a draft of an imported text."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from blog.importing.plain_text import ImportedText
from blog.models import Article, Series


class NotImportedError(Exception):
    """Nothing was changed; the message says why, in words for the person at the keyboard."""


def find_series(slug: str) -> Series:
    """Raises NotImportedError, naming the series there are, where there is none called `slug`."""
    try:
        return Series.objects.get(slug=slug)
    except Series.DoesNotExist:
        known = ", ".join(Series.objects.values_list("slug", flat=True)) or "none yet"
        message = f"There is no series “{slug}”. Series here: {known}."
        raise NotImportedError(message) from None


def draft_part(text: ImportedText, *, series: Series, part: int, title: str = "") -> Article:
    """Save `text` as a draft at place `part` (from 1) of `series`.

    Raises NotImportedError where the text has no paragraphs or the place is taken.
    """
    if not text.paragraphs:
        raise NotImportedError("There is no text in that file.")
    if part < 1:
        raise NotImportedError("Parts are counted from 1.")
    title = title or f"{series.title}, part {part}"
    try:
        with transaction.atomic():
            return Article.objects.create(
                title=title, slug=slugify(title), body=text.html, series=series, position=part
            )
    except IntegrityError:
        message = (
            f"“{series.title}” already has a part {part}, or there is an article at the address "
            f"“{slugify(title)}”. Choose another --part or --title."
        )
        raise NotImportedError(message) from None
