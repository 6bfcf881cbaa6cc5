"""The table: printed as it comes, and written under ATTUNE_HOME/bench/."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

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


def at_least(ratio: float, budget: float) -> dict[str, str | bool]:
    return {"ratio": f"{ratio:.2f}", "budget": f"≥ {budget:.2f}", "within": ratio >= budget}


def at_most(value: float, budget: float, unit: str = "") -> dict[str, str | bool]:
    shown = f"≤ {budget:g} {unit}".rstrip()
    return {"budget": shown, "within": value <= budget}


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
