from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from blog.folding import folded
from blog.models.revised import Text
from blog.rendering import RENDERER_VERSION, SECTION_LEVEL, Heading, render, sanitised
from blog.rendering.pictures import WRITTEN
from blog.search_vector import search_language, search_vector
from practice.models.image import Image, ImageQuerySet

MADE_FROM = {
    "title": ["folded_title"],
    "summary": ["folded_summary"],
    "body": [
        "body_html", "contents", "minutes", "renderer_version", "search_language", "folded_text",
    ],
}  # fmt: skip


class ReadableQuerySet(models.QuerySet[Any]):
    def rendered_before(self, version: int) -> "ReadableQuerySet":
        """What an older renderer has made."""
        return self.filter(renderer_version__lt=version)

    def showing(self, image: int) -> "ReadableQuerySet":
        """What has the picture of that number in it."""
        return self.filter(body__contains=WRITTEN % image)

    def render_again(self, pk: int) -> None:
        """Bring what is made of the text up to date, and nothing else; gone by now is no error."""
        with transaction.atomic(), suppress(self.model.DoesNotExist):
            # Locked, so that a save at the same time is not undone.
            self.select_for_update(of=["self"]).get(pk=pk).render_again()


class Readable(models.Model):
    """A text that is kept with what visitors see of it, made anew whenever it is saved."""

    title: Any
    summary: Any
    body: Any

    body_html = models.TextField(editable=False, blank=True)
    contents = models.JSONField(editable=False, default=list)
    minutes = models.PositiveSmallIntegerField(editable=False, default=1)
    renderer_version = models.PositiveSmallIntegerField(editable=False, default=0)

    # For search: the words without accents, in the language of the practice.
    search_language = models.CharField(editable=False, max_length=2, default="en")
    folded_title = models.CharField(editable=False, blank=True, max_length=320)
    folded_summary = models.CharField(editable=False, blank=True, max_length=600)
    folded_text = models.TextField(editable=False, blank=True)
    search = models.GeneratedField(
        expression=search_vector(), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, *_made_from(fields)}
        with transaction.atomic():
            if fields is None or _made_from(fields):
                # Locked, so that whoever changes a picture finds this article as one that shows it.
                self._make(Image.objects.select_for_update(no_key=True))
            super().save(*args, **kwargs)

    def render_again(self) -> None:
        """Make it anew from the text as stored; `updated_at` stays. Wants its row locked."""
        made = self._make(Image.objects.all())
        type(self)._default_manager.filter(pk=self.pk).update(**made)

    def show_instead(self, text: Text) -> None:
        """Make what visitors would see if it said `text`; nothing is saved."""
        self.title, self.summary, self.body = text
        self._make(Image.objects.all())

    @property
    def safe_html(self) -> SafeString:
        """The text as visitors see it: sanitised when it was saved."""
        return SafeString(self.body_html)

    @property
    def sections(self) -> list[Heading]:
        """What its contents list names."""
        return [Heading(**it) for it in self.contents if it["level"] == SECTION_LEVEL]

    @property
    def reading_time(self) -> str:
        minutes = {"minutes": self.minutes}
        return ngettext("%(minutes)s minute", "%(minutes)s minutes", self.minutes) % minutes

    def _make(self, images: ImageQuerySet) -> dict[str, Any]:
        self.body = sanitised(self.body)
        rendered = render(self.body, images.named_in(self.body))
        made = {
            "body_html": rendered.html,
            "contents": [heading._asdict() for heading in rendered.contents],
            "minutes": rendered.minutes,
            "renderer_version": RENDERER_VERSION,
            "search_language": search_language(),
            "folded_title": folded(self.title)[:320],
            "folded_summary": folded(self.summary)[:600],
            "folded_text": folded(rendered.text),
        }
        for name, value in made.items():
            setattr(self, name, value)
        return made


def _made_from(fields: Iterable[str]) -> list[str]:
    return [made for field in fields for made in MADE_FROM.get(field, [])]
