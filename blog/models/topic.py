from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.publishing import was_public_at
from practice.addresses import address
from practice.models.addressed import Addressed


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_published_articles(self, now: datetime) -> "TopicQuerySet":
        """Only topics on which a visitor can read something."""
        from blog.models.article import Article

        published = Article.objects.published(now).filter(topics=models.OuterRef("pk"))
        return self.filter(models.Exists(published))


class Topic(Addressed):
    """What an article is about, in a word or two."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("blog:topic", self.slug)

    def was_public(self, now: datetime) -> bool:
        return self.articles.filter(was_public_at(now)).exists()
