"""What is said of many numbers in one."""

from collections.abc import Mapping

ENOUGH = 5  # answers, for a median to say anything


def median_of(counts: Mapping[int, int]) -> int | None:
    """Return the smallest value that at least half of all are not above; None for too few.

    `counts` says how often each value is there. Always one of the values, so that "half of them
    took so long or less" is true to the letter.
    """
    total = sum(counts.values())
    if total < ENOUGH:
        return None
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if 2 * seen >= total:
            return value
    raise AssertionError("the values are all that there are")


def percent(part: int, whole: int) -> int:
    """Return the share in whole percent, of at least one. All is 100 and nothing 0, alone."""
    rounded = (200 * part + whole) // (2 * whole)
    return rounded if part in (0, whole) else min(max(rounded, 1), 99)
