from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.rendering import render, sanitised
from blog.rendering.opening_words import opening_words
from practice.models.image import Image


class Page(models.Model):
    """One of the fixed pages that the therapist writes herself."""

    class Slug(models.TextChoices):
        ABOUT = "about", _("About me")
        FEES = "fees", _("Fees")
        PRIVACY = "privacy", _("Privacy")
        URGENT_HELP = "urgent-help", _("Urgent help")

    slug = models.CharField(_("page"), max_length=20, choices=Slug.choices, unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), blank=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body = sanitised(self.body)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"practice:{self.slug}")

    @cached_property
    def safe_body(self) -> SafeString:
        """The text as visitors see it: sanitised when it was saved, rendered now."""
        return SafeString(render(self.body, Image.objects.named_in(self.body)).html)

    @property
    def description(self) -> str:
        """What search engines and shared links say of it: its first words."""
        return opening_words(self.safe_body)
