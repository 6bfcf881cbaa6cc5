"""After a new key pair: what is under an earlier key is sealed to the current one.

Each batch is one transaction, so it may be broken off anywhere and begun again. What comes in
meanwhile is under one of the two keys, and the next pass finds it. The enquirer's own seal, which
her code opens, stays as it is.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from contact.models import Enquiry, Entry
from practice.models.sealing_key import KeyRing
from practice.sealing import SealError

BATCH = 50  # rows in one transaction
BATCHES_A_STEP = 10  # under a second

Sealed = Enquiry | Entry
KINDS: tuple[type[Enquiry] | type[Entry], ...] = (Enquiry, Entry)


BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True)
class Count:
    """How many there are, and how many of them are still under an earlier key."""

    total: int
    waiting: int

    @property
    def done(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True)
class Place:
    """How far a pass has come: everything of a kind up to a row."""

    kind: int = 0  # of KINDS
    after: UUID = BEFORE_ALL

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Return what `str` made; the beginning for everything else."""
        kind, _, after = text.partition(":")
        try:
            return cls(range(len(KINDS)).index(int(kind)), UUID(after))
        except ValueError:
            return cls()

    def __str__(self) -> str:
        return f"{self.kind}:{self.after}"


@dataclass(frozen=True)
class Step:
    """What a step came to: where the next one goes on (nowhere, at the end), what did not open."""

    place: Place | None
    unopened: int


def count(ring: KeyRing) -> Count:
    total = sum(kind.objects.count() for kind in KINDS)
    waiting = sum(kind.objects.exclude(key=ring.current).count() for kind in KINDS)
    return Count(total, waiting)


def step(ring: KeyRing, place: Place) -> Step:
    """Seal the next rows to the current key. What does not open is left as it is, and counted."""
    unopened = 0
    for _ in range(BATCHES_A_STEP):
        last, missed = _batch(ring, place)
        unopened += missed
        if last:
            place = Place(place.kind, last)
        elif place.kind + 1 < len(KINDS):
            place = Place(place.kind + 1)
        else:
            return Step(None, unopened)
    return Step(place, unopened)


@transaction.atomic
def _batch(ring: KeyRing, place: Place) -> tuple[UUID | None, int]:
    """Return the last row that was looked at, and how many did not open."""
    kind = KINDS[place.kind]
    waiting = kind.objects.exclude(key=ring.current).filter(pk__gt=place.after)
    rows: list[Sealed] = list(waiting.select_for_update().order_by("pk")[:BATCH])
    resealed = [row for row in rows if _reseal(row, ring)]
    kind.objects.bulk_update(resealed, ["key", "sealed"])  # type: ignore[arg-type]
    return rows[-1].pk if rows else None, len(rows) - len(resealed)


def _reseal(row: Sealed, ring: KeyRing) -> bool:
    try:
        contents = row.unseal(ring)
    except SealError:
        return False
    row.key = ring.current
    row.seal_for_therapist(contents)
    return True
