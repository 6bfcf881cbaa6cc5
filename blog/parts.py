from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.publishing import Status
from practice.addresses import address

if TYPE_CHECKING:
    from blog.models import Article


class Mention(NamedTuple):
    """An article as another's page names it: a few columns of a row, and no model."""

    pk: int
    slug: str
    title: str
    summary: str = ""

    def get_absolute_url(self) -> str:
        return address("blog:article", self.slug)


@dataclass(frozen=True, slots=True)
class Part:
    """A part as a visitor counts it: `number` of `total`, drafts that nobody announced left out."""

    number: int
    total: int
    article: "Article | Mention"
    is_published: bool
    expected: str  # when it can be read, or ""

    def __str__(self) -> str:
        return _("Part %(number)s of %(total)s") % {"number": self.number, "total": self.total}

    @property
    def name(self) -> str:
        return _("Part %(number)s") % {"number": self.number}

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def address(self) -> str:
        return self.article.get_absolute_url()


class Parts:
    """The parts of one series that a visitor may know of, in order: published or announced."""

    def __init__(self, known: "Sequence[tuple[Article | Mention, bool, str]]") -> None:
        """Count them. Each comes with whether it can be read, and with when it is expected."""
        self._parts = [
            Part(number, len(known), article, is_published, expected)
            for number, (article, is_published, expected) in enumerate(known, start=1)
        ]

    @classmethod
    def of(cls, articles: "Iterable[Article]", now: datetime) -> "Parts":
        return cls([(it, it.is_published(now), _when(it, now)) for it in articles])

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


def expected(words: str, scheduled_for: datetime | None) -> str:
    """When a part can be read: in her words, else the day for which it is scheduled, else ""."""
    if words or scheduled_for is None:
        return words
    return date_format(timezone.localtime(scheduled_for), "j F Y")


def _when(article: "Article", now: datetime) -> str:
    is_to_come = article.status == Status.SCHEDULED and not article.is_published(now)
    return expected(article.expected, article.publish_at if is_to_come else None)
