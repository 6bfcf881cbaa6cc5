from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

if TYPE_CHECKING:
    from blog.models import Article


@dataclass(frozen=True)
class Part:
    """A part as a visitor counts it: `number` of `total`, drafts that nobody announced left out."""

    number: int
    total: int
    article: "Article"
    is_published: bool

    @property
    def expected(self) -> str:
        """When it can be read: in her words, else the day for which it is scheduled, else ""."""
        article = self.article
        if article.expected or self.is_published or article.status != article.Status.SCHEDULED:
            return article.expected
        return date_format(timezone.localtime(article.publish_at), "j F Y")


class Parts:
    """The parts of one series that a visitor may know of, in order: published or announced."""

    def __init__(self, articles: "Sequence[Article]", now: datetime) -> None:
        total = len(articles)
        self._parts = [
            Part(number, total, article, article.is_published(now))
            for number, article in enumerate(articles, start=1)
        ]

    def __iter__(self) -> Iterator[Part]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    @property
    def published(self) -> list[Part]:
        return [part for part in self._parts if part.is_published]

    def place_of(self, article: "Article") -> Part | None:
        return next((part for part in self._parts if part.article.pk == article.pk), None)

    def before(self, article: "Article") -> Part | None:
        """The part before, or None at the first. A part that cannot be read yet is passed over."""
        place = self.place_of(article)
        earlier = [part for part in self.published if place and part.number < place.number]
        return earlier[-1] if earlier else None

    def after(self, article: "Article") -> Part | None:
        """The part after, announced ones included (they have no text yet), or None at the last."""
        place = self.place_of(article)
        later = [part for part in self._parts if place and part.number > place.number]
        return later[0] if later else None

    def next_to_read(self, article: "Article") -> Part | None:
        """The next part that is there, planned ones passed over, or None."""
        place = self.place_of(article)
        later = [part for part in self.published if place and part.number > place.number]
        return later[0] if later else None
