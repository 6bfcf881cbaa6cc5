from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.rendering.pictures import WRITTEN, image_numbers
from practice import images
from practice.image_rules import widths_of


class ImageQuerySet(models.QuerySet["Image"]):
    def named_in(self, text: str) -> "dict[int, Image]":
        """Return the pictures that a sanitised text shows, by number: one query, or none."""
        numbers = image_numbers(text)
        if not numbers:
            return {}
        return {image.pk: image for image in self.filter(pk__in=numbers).order_by("pk")}


class Image(models.Model):
    """A picture of the library, upright, without EXIF, in the sizes and formats that pages use.

    Its files are made by `practice.images.make`; `digest` is of what was uploaded. Articles hold
    what they show of it, so they are rendered again, in the same transaction, when that changes.
    """

    USUAL_WIDTH: ClassVar = 960  # pixels, for browsers that cannot choose

    digest = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=300,
        blank=True,
        help_text=_("For readers who do not see it."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Says nothing that the text does not say.")
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(
                condition=(Q(is_decorative=True) & Q(alt=""))
                | (Q(is_decorative=False) & ~Q(alt="")),
                name="images_say_what_they_show",
                violation_error_message=_("Say what it shows, or that it is decorative."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or _("decorative picture %(number)d") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            _render_articles_again(self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and the files once that is certain; articles go on without it."""
        number, digest = self.pk, self.digest
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            _render_articles_again(number)
            transaction.on_commit(lambda: images.forget(digest))
        return deleted

    def articles(self) -> list[tuple[int, str]]:
        """Return key and title of the articles that show it."""
        return _articles_showing(self.pk)

    @property
    def widths(self) -> list[int]:
        """The widths in which it is served, in pixels."""
        return widths_of(self.width)

    @property
    def usual_width(self) -> int:
        return min(self.width, self.USUAL_WIDTH)

    @property
    def line_to_paste(self) -> str:
        return f"<figure><img {WRITTEN % self.pk}></figure>"

    def address(self, width: int, kind: str) -> str:
        """Return where the file of that width lies; `kind` is "avif" or "jpg"."""
        return reverse("image", kwargs={"digest": self.digest, "width": width, "kind": kind})


def _articles_showing(number: int) -> list[tuple[int, str]]:
    from blog.models import Article

    return list(Article.objects.showing(number).order_by("pk").values_list("pk", "title"))


def _render_articles_again(number: int) -> None:
    from blog.models import Article

    for pk, _title in _articles_showing(number):
        Article.objects.render_again(pk)
