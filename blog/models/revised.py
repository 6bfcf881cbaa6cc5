from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone

if TYPE_CHECKING:
    from blog.models.revision import Revision
    from practice.models import User


class Text(NamedTuple):
    """What a revision keeps of a text."""

    title: str
    summary: str
    body: str


class Revised(models.Model):
    """A text whose every saved state is kept, in the transaction that saves it."""

    edited_by: "User | None" = None  # who is about to save, where that is known
    revisions: Any  # the manager of Revision

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if not self._state.adding:
                self._catch_up()
            super().save(*args, **kwargs)
            self._keep()

    def _catch_up(self) -> None:
        """Keep what is stored if no revision has it: rows can be written past `save`."""
        rows = type(self)._default_manager.select_for_update(of=["self"])
        before: Any = rows.filter(pk=self.pk).first()
        newest = self.revisions.kept().first()
        if before and (newest is None or newest.text != before.text):
            at = max(before.updated_at, newest.saved_at) if newest else before.updated_at
            self.revisions.create(**before.text._asdict(), saved_at=at)

    def _keep(self) -> None:
        # Asked of Postgres: `update_fields` may have left part of the text as it was.
        stored: Any = type(self)._default_manager.get(pk=self.pk)
        if self.revisions.newest_text() != stored.text:
            self.revisions.create(
                **stored.text._asdict(), saved_at=timezone.now(), saved_by=self.edited_by
            )

    @property
    def text(self) -> Text:
        return Text(*(getattr(self, name) for name in Text._fields))

    def restore(self, revision: "Revision") -> None:
        """Bring back what `revision` says. This is a save like any other, so nothing is lost."""
        for name, value in revision.text._asdict().items():
            setattr(self, name, value)
        self.save()
