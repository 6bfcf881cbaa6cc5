"""Makes a draft of an imported text."""

from django.core.exceptions import ValidationError
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

    Raises NotImportedError where the text has no paragraphs, the place is taken, or title or part
    are none that an article can have.
    """
    if not text.paragraphs:
        raise NotImportedError("There is no text in that file.")
    if part < 1:
        raise NotImportedError("Parts are counted from 1.")
    title = title or f"{series.title}, part {part}"
    article = Article(
        title=title, slug=slugify(title), body=text.html, series=series, position=part
    )
    _refuse_what_does_not_fit(article)
    _save(article)
    return article


def _refuse_what_does_not_fit(article: Article) -> None:
    try:
        article.clean_fields()
    except ValidationError as error:
        wrong = [f"{field}: {' '.join(why)}" for field, why in error.message_dict.items()]
        raise NotImportedError("; ".join(wrong)) from None


def _save(article: Article) -> None:
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError:
        message = (
            f"“{article.series}” already has a part {article.position}, or there is an article at "
            f"the address “{article.slug}”. Choose another --part or --title."
        )
        raise NotImportedError(message) from None
