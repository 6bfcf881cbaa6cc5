from django.db import models
from django.utils.translation import gettext_lazy as _


class RateCount(models.Model):
    """How often something was tried within a while. `key` is an HMAC, which names nobody."""

    key = models.BinaryField(primary_key=True, editable=False)
    count = models.PositiveIntegerField(_("tries"))
    expires_at = models.DateTimeField(_("forgotten at"), db_index=True)

    class Meta:
        verbose_name = _("rate count")
        verbose_name_plural = _("rate counts")

    def __str__(self) -> str:
        return f"rate count, {self.count}"
