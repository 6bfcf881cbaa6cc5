from django.db import models
from django.utils.translation import gettext_lazy as _


class RateCount(models.Model):
    """How often something was tried within a while. `key` is a digest, which names nobody."""

    key = models.BinaryField(primary_key=True, editable=False)
    count = models.PositiveIntegerField(_("tries"))
    expires_at = models.DateTimeField(_("forgotten at"), db_index=True)

    class Meta:
        verbose_name = _("rate count")
        verbose_name_plural = _("rate counts")

    def __str__(self) -> str:
        return f"rate count, {self.count}"


class RateSalt(models.Model):
    """Goes into the keys of a day, and away with it: then no list of addresses confirms one."""

    day = models.DateField(primary_key=True, editable=False)
    salt = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("salt of a day")
        verbose_name_plural = _("salts of a day")

    def __str__(self) -> str:
        return f"salt of {self.day}"
