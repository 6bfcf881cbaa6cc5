import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CHECK_EVERY = timedelta(days=183)


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def for_country(self, country: str) -> "HelplineQuerySet":
        return self.filter(country=country)

    def unchecked(self, today: date) -> "HelplineQuerySet":
        """Those that nobody has checked for half a year, or ever."""
        return self.filter(Q(checked_on=None) | Q(checked_on__lt=today - CHECK_EVERY))


class Helpline(models.Model):
    """A number for when it cannot wait. `source` is the page of the organisation that says so."""

    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, such as GB."))
    name = models.CharField(_("name"), max_length=100)
    number = models.CharField(_("number, as people read it"), max_length=40, blank=True)
    tel = models.CharField(
        _("number, as a phone dials it"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\+?[0-9]+$", _("Digits only, with an optional + in front."))],
    )
    text = models.CharField(_("by text message"), max_length=80, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    cost = models.CharField(_("cost"), max_length=80, blank=True)
    source = models.URLField(_("where the number is published"))
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = HelplineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="one_helpline_per_name"),
            models.CheckConstraint(
                condition=~Q(number="", text="") & (Q(number="") | ~Q(tel="")),
                name="helplines_can_be_reached",
                violation_error_message=_(
                    "Give a number, both as people read it and as a phone dials it, or a text line."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"

    @property
    def text_number(self) -> str:
        """The number of "WORD to 12345", as an `sms:` link wants it."""
        numbers = re.findall(r"[0-9]{3,}", self.text)
        return numbers[-1] if numbers else ""

    @property
    def source_host(self) -> str:
        """The name of the website that says so, as people read it."""
        return (urlsplit(self.source).hostname or "").removeprefix("www.")
