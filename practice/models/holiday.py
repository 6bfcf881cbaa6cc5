from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day on which the practice is closed, entered by the therapist: no working day."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")

    def __str__(self) -> str:
        return f"{date_format(self.day, 'j F Y')} {self.name}".strip()
