from typing import Any

from django.db import models, transaction
from django.utils import timezone

from practice.addresses import address


class Carded(models.Model):
    """A text with a picture for where people share its address, drawn when it is saved."""

    card = models.CharField(editable=False, blank=True, max_length=200)  # below MEDIA_ROOT

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # An article without a card is better than one that cannot be saved.
        transaction.on_commit(self._draw_card, robust=True)

    @property
    def card_address(self) -> str:
        """The path of its card on this site, or ""."""
        return address("machines:card", self.card.rpartition("/")[2]) if self.card else ""

    def _draw_card(self) -> None:
        from blog import cards  # only here: web processes that save nothing do without Pillow

        cards.refresh(self, timezone.now())  # type: ignore[arg-type]  # the one model that is Carded
