"""The policy as people read it: one row for each kind of data, whatever the models are called."""

from collections.abc import Collection
from typing import NamedTuple

from practice.retention import Kept, Whose
from practice.retention.policy import POLICY


class Row(NamedTuple):
    """What is kept, of whom, why, and for how long, in words."""

    what: str
    whose: str
    why: str
    how_long: str


def rows(whose: Collection[Whose]) -> list[Row]:
    """Return what is kept about them, each kind once, in the order of the policy."""
    about_them = [_row(kept) for kept in POLICY if kept.what.whose in whose]
    return list(dict.fromkeys(about_them))


def _row(kept: Kept) -> Row:
    what = kept.what
    return Row(str(what.words), str(what.whose.value), str(kept.why), str(kept.how_long))
