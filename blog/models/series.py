from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from blog.parts import Parts
from blog.publishing import public_or_announced_at, was_public_at
from blog.rendering.opening_words import cut_short
from practice.addresses import address
from practice.models.addressed import Addressed

if TYPE_CHECKING:
    from blog.models.article import Article


def shown_parts(now: datetime, *, of: str = "", also: int | None = None) -> "models.Prefetch[str]":
    """What to prefetch of a series before `Series.parts` is called; `of` leads to it: "series__".

    `also` is an article that is counted as if it were public: the one of a preview.
    """
    from blog.models.article import Article

    shown = Article.objects.filter(public_or_announced_at(now) | Q(pk=also))
    return models.Prefetch(f"{of}articles", shown.for_lists().order_by("position"), "shown_parts")


class SeriesQuerySet(models.QuerySet["Series"]):
    def with_published_parts(self, now: datetime) -> "SeriesQuerySet":
        """Only series of which a visitor can read at least one part."""
        from blog.models.article import Article

        published = Article.objects.published(now).filter(series=models.OuterRef("pk"))
        return self.filter(models.Exists(published))

    def with_parts(self, now: datetime) -> "SeriesQuerySet":
        """Fetch the parts along, in one query for all: `series.parts(now)` then asks nothing."""
        return self.prefetch_related(shown_parts(now))


class Series(Addressed):
    """Articles that belong together and are read in order, as parts."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    summary = models.TextField(_("summary"), blank=True)

    objects = SeriesQuerySet.as_manager()

    shown_parts: "list[Article]"

    class Meta:
        ordering = ["title"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("blog:series", self.slug)

    def was_public(self, now: datetime) -> bool:
        return self.articles.filter(was_public_at(now)).exists()

    def addresses(self) -> list[str]:
        feeds = [address(f"blog:series_{kind}", self.slug) for kind in ("atom", "json")]
        return [self.get_absolute_url(), *feeds]

    def parts(self, now: datetime) -> Parts:
        """Return the parts that a visitor may know of, as fetched by `with_parts`."""
        return Parts.of(self.shown_parts, now)

    def description(self, parts: Parts) -> str:
        """What search engines and shared links say of it: her words, else what its parts are."""
        return self.summary or cut_short(" · ".join(part.title for part in parts))

    def lock(self) -> None:
        """Let nobody else move or add parts until the end of the transaction."""
        Series.objects.select_for_update().get(pk=self.pk)

    def next_position(self) -> int:
        """The number of a part that comes last, after drafts too."""
        last = self.articles.aggregate(last=models.Max("position"))["last"]
        return (last or 0) + 1

    @transaction.atomic
    def move(self, article: "Article", *, to: int) -> None:
        """Make `article` the `to`-th of all parts, drafts included, and number them all anew.

        Beyond the first or the last is the first or the last. Raises ValueError for an article of
        another series.
        """
        self.lock()
        order = list(self.articles.order_by("position").values_list("pk", flat=True))
        order.remove(article.pk)
        order.insert(min(max(to, 1) - 1, len(order)), article.pk)
        self._number(order)

    def _number(self, order: Sequence[int]) -> None:
        # One statement, and one part a position only at its end: the constraint is deferred.
        as_array = Value(list(order), output_field=ArrayField(models.BigIntegerField()))
        place = Func(as_array, F("pk"), function="array_position")
        self.articles.update(position=place)
