import re
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{(name|reply_date|phone)\}")


class Snippet(models.Model):
    """A piece of text that the therapist puts into her answers."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    text = models.TextField(
        _("text"), help_text=_("{name}, {reply_date} and {phone} are filled in for you.")
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")

    def __str__(self) -> str:
        return self.title

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the text with its placeholders filled in; what is filled in is taken as it is."""
        return PLACEHOLDER.sub(lambda found: values[found[1]], self.text)
