"""The table: printed as it comes, and written under ATTUNE_HOME/bench/."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPException
from pathlib import Path

from tests.benchmarks.errors import BenchmarkError

NOT_MEASURED = "not measured"
HEADINGS = ("what", "measured", "beside it", "ratio", "budget", "")


@dataclass(frozen=True)
class Row:
    """One line. `within` is None where there is no budget, and the figure is only told."""

    what: str
    measured: str
    beside: str = ""
    ratio: str = ""
    budget: str = ""
    within: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {True: "met", False: "MISSED", None: ""}[self.within]
        return self.what, self.measured, self.beside, self.ratio, self.budget, verdict

    def at_least(self, ratio: float, budget: float) -> "Row":
        """The same, judged by a ratio that must not be lower."""
        return replace(self, ratio=f"{ratio:.2f}", budget=f"≥ {budget:.2f}", within=ratio >= budget)

    def at_most(self, value: float, budget: float, unit: str = "") -> "Row":
        """The same, judged by a value that must not be higher."""
        return replace(self, budget=f"≤ {budget:g} {unit}".rstrip(), within=value <= budget)


def tried(part: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Pass the rows on; where one cannot be measured, say why and let the other parts go on."""
    try:
        yield from rows
    except (BenchmarkError, OSError, HTTPException) as error:
        say(f"  {part}: {error}")
        yield Row(part, NOT_MEASURED, str(error).partition("\n")[0])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def table(rows: Sequence[Row]) -> str:
    """As Markdown, with columns that line up in a terminal too."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEADINGS))]
    rule = tuple("-" * width for width in widths)
    lines.insert(1, rule)
    return "\n".join(f"| {_padded(line, widths)} |" for line in lines)


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    return " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def write(folder: Path, text: str, now: datetime) -> Path:
    """Keep it under its time, and as latest.md. Returns the first."""
    kept = folder / f"{now:%Y-%m-%dT%H%M%S}.md"
    for path in (kept, folder / "latest.md"):
        path.write_text(text, encoding="utf-8")
    return kept
