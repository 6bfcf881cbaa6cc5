"""Two things measured in turn, so that whatever else the machine does falls on both."""

from dataclasses import dataclass
from statistics import median

from tests.benchmarks.load import Load, Target, measure


@dataclass(frozen=True)
class Effort:
    """How much is measured: more takes longer and wavers less."""

    rounds: int
    seconds: int  # for each of the two, in each round


@dataclass(frozen=True)
class Comparison:
    """What came of the rounds: `ours` and `theirs` in the order in which they were measured."""

    ours: list[Load]
    theirs: list[Load]

    @property
    def figures(self) -> tuple[str, str]:
        """Ours and theirs, for the table: medians of what `Load` holds."""
        return _figures(self.ours), _figures(self.theirs)

    @property
    def ratio(self) -> float:
        """Our rate as a multiple of theirs in the same round: the median."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return median(ours.rate / theirs.rate for ours, theirs in pairs)


def _figures(loads: list[Load]) -> str:
    rate, cpu = median(it.rate for it in loads), median(it.cpu for it in loads)
    return f"{rate:,.0f}/s, {cpu:,.0f} µs"


def alternate(ours: Target, theirs: Target, effort: Effort, *, connections: int) -> Comparison:
    """Measure both in each round; every second round begins with the other."""
    for target in (ours, theirs):
        measure(target, seconds=1, connections=connections)
    comparison = Comparison([], [])
    for number in range(effort.rounds):
        pairs = [(comparison.ours, ours), (comparison.theirs, theirs)]
        for loads, target in pairs if number % 2 == 0 else reversed(pairs):
            loads.append(measure(target, seconds=effort.seconds, connections=connections))
    return comparison
