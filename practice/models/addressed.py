from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from practice.models.redirect import Redirect


class Addressed(models.Model):
    """A row with a page of its own, which visitors may have kept the address of."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; once it was public, a changed address leaves a redirect in the same transaction."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = self._as_stored()
            was_public = before is not None and before.was_public(timezone.now())
            super().save(*args, **kwargs)
            if before and was_public:
                self._leave_redirects(before.addresses())

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def addresses(self) -> list[str]:
        """All that visitors may have kept; a change leaves a redirect for each."""
        return [self.get_absolute_url()]

    def was_public(self, now: datetime) -> bool:
        """Whether visitors can read it or could read it once."""
        raise NotImplementedError

    def _as_stored(self) -> "Addressed | None":
        """Lock the row, so that of two changes at once the second knows what the first has done."""
        return type(self)._default_manager.select_for_update().filter(pk=self.pk).first()

    def _leave_redirects(self, before: list[str]) -> None:
        # Asked of Postgres: `update_fields` may have left the address as it was.
        stored = type(self)._default_manager.get(pk=self.pk)
        for old, new in zip(before, stored.addresses(), strict=True):
            if new != old:
                Redirect.objects.page_moved(old, to=new)
