from django.db import models
from django.utils.translation import gettext_lazy as _


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
