"""The time that somebody chose, as forms carry it; and what there is instead of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from contact.booking import Wanted
from contact.choices import MEETINGS
from contact.slots import Slot
from contact.timetable import Timetable, as_typed, start_of

WITHOUT = "without"  # in place of a time: the therapist is to suggest one

NEAREST = 6
MOST = 60  # other times that a form offers

Why = Literal["taken", "not_offered", "unreadable", "too_many"]


def value_of(wanted: Wanted) -> str:
    """Return a time as a button or a choice carries it: "2027-03-02T14:00Z online"."""
    return f"{as_typed(wanted.start)} {wanted.modality}"


def wanted_of(slot: str, modality: str = "") -> Wanted | None:
    """Return what `value_of` wrote, also where `modality` came apart from it; None for all else."""
    typed, _space, how = slot.partition(" ")
    start, how = start_of(typed), how or modality
    return Wanted(start, how) if start and how in dict(MEETINGS) else None


def ways_of(slot: Slot) -> list[Wanted]:
    return [Wanted(slot.start, modality) for modality in slot.modalities]


@dataclass(frozen=True)
class Instead:
    """Why a time cannot be had, and which others can: the nearest, and more."""

    why: Why
    nearest: list[Wanted]
    more: list[Wanted]


def instead_of(wanted: Wanted | None, timetable: Timetable) -> Instead | None:
    """Return what there is in place of a time that cannot be had; None where it can be."""
    if wanted and timetable.is_free(wanted.start, wanted.modality):
        return None
    start, modality = (wanted.start, wanted.modality) if wanted else (timetable.now, "")
    nearest = list(_like(modality, timetable.nearest(start, modality, most=NEAREST)))
    others = (one for one in _like(modality, timetable.free_slots()) if one not in nearest)
    return Instead(_why(wanted, timetable), nearest, list(others)[:MOST])


def _like(modality: str, slots: Iterable[Slot]) -> Iterator[Wanted]:
    """Of a time that can be had in the way that was wanted, name no other way."""
    for slot in slots:
        ways = ways_of(slot)
        yield from [one for one in ways if one.modality == modality] or ways


def _why(wanted: Wanted | None, timetable: Timetable) -> Why:
    if wanted is None:
        return "unreadable"
    with_nobody = replace(timetable, taken=[], busy=[])
    return "taken" if with_nobody.is_free(wanted.start, wanted.modality) else "not_offered"
