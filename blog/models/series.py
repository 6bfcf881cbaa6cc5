from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.parts import Parts

if TYPE_CHECKING:
    from blog.models.article import Article


def shown_parts(now: datetime) -> "models.Prefetch[str]":
    """What to prefetch of a series before `Series.parts` is called."""
    from blog.models.article import Article

    shown = Article.objects.published_or_announced(now).for_lists().order_by("position")
    return models.Prefetch("articles", shown, to_attr="shown_parts")


class SeriesQuerySet(models.QuerySet["Series"]):
    def with_published_parts(self, now: datetime) -> "SeriesQuerySet":
        """Only series of which a visitor can read at least one part."""
        from blog.models.article import Article

        published = Article.objects.published(now).filter(series=models.OuterRef("pk"))
        return self.filter(models.Exists(published))

    def with_parts(self, now: datetime) -> "SeriesQuerySet":
        """Fetch the parts along, in one query for all: `series.parts(now)` then asks nothing."""
        return self.prefetch_related(shown_parts(now))


class Series(models.Model):
    """Articles that belong together and are read in order, as parts."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    summary = models.TextField(_("summary"), blank=True)

    objects = SeriesQuerySet.as_manager()

    articles: "models.Manager[Article]"
    shown_parts: "list[Article]"

    class Meta:
        ordering = ["title"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:series", args=[self.slug])

    def parts(self, now: datetime) -> Parts:
        """Return the parts that a visitor may know of, as fetched by `with_parts`."""
        return Parts(self.shown_parts, now)
