from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.figures.kinds import Key, Kind

TALLIES_ARE_KEPT = timedelta(days=400)  # the page shows a year, from the Monday of its first week

ADD = """
INSERT INTO practice_tally AS kept (kind, day, working_days, count)
SELECT * FROM unnest(%s::text[], %s::date[], %s::int[], %s::int[]) ORDER BY 1, 2, 3
ON CONFLICT (kind, day, working_days) DO UPDATE SET count = kept.count + excluded.count
"""


class TallyManager(models.Manager["Tally"]):
    def add(self, counts: Mapping[Key, int]) -> None:
        """Add to the numbers that are there: one statement, however many processes do so.

        Always in the same order, so that no two wait for each other.
        """
        if not counts:
            return
        rows = [(*key, number) for key, number in counts.items()]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [list(column) for column in zip(*rows, strict=True)])

    def since(self, day: date) -> dict[Key, int]:
        rows = self.filter(day__gte=day).values_list("kind", "day", "working_days", "count")
        return {Key(kind, day, took): number for kind, day, took, number in rows}

    def forget_old(self, now: datetime) -> None:
        self.filter(day__lt=timezone.localdate(now - TALLIES_ARE_KEPT)).delete()


class Tally(models.Model):
    """How many of a kind there were in a day, week or month. It refers to nothing and nobody."""

    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    day = models.DateField(editable=False)
    working_days = models.PositiveSmallIntegerField(default=0, editable=False)
    count = models.PositiveIntegerField(editable=False)

    objects = TallyManager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "day", "working_days"], name="one_tally_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.count}"
