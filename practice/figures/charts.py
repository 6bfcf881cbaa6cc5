"""Columns, stacked, as numbers for an SVG: across in percent, so that it is as wide as its page.

Down it is in pixels. The words in it keep their size on every screen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOP, BASE, HEIGHT = 20, 150, 176  # pixels: where columns may begin, where they stand, all
ROOM = 0.72  # of what a column has, across
NUMBERED_UP_TO = 13  # columns: more have no room for a number above each
SIGNS_BELOW = 36  # that fit on the narrowest screen
LOOKS = ("full", "striped", "dotted")  # of the first row, the second, the third


@dataclass(frozen=True)
class Column:
    """`label` for the table, `short` below the column; one number for each row of the chart."""

    label: str
    short: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class Bar:
    """As attributes of a `rect`."""

    look: str
    x: str
    y: int
    width: str
    height: int


@dataclass(frozen=True)
class Words:
    """As attributes of a `text`, and what it says."""

    x: str
    y: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Chart:
    """`name` is part of ids; `rows` say what the numbers of a column are, `of` what a column is."""

    name: str
    title: str
    of: str
    rows: Sequence[str]
    columns: Sequence[Column]

    @property
    def highest(self) -> int:
        return max(column.total for column in self.columns)

    @property
    def has_numbers(self) -> bool:
        return len(self.columns) <= NUMBERED_UP_TO

    @property
    def told(self) -> list[Column]:
        """What the table lists: of many columns, those that are not empty."""
        return [column for column in self.columns if self.has_numbers or column.total]

    @property
    def key(self) -> list[tuple[str, str]]:
        """How each row looks, where there are several."""
        return list(zip(LOOKS, self.rows, strict=False)) if len(self.rows) > 1 else []

    def bars(self) -> Iterator[Bar]:
        """Each row stands on the one before it."""
        for place, column in enumerate(self.columns):
            below = 0
            for look, number in zip(LOOKS, column.numbers, strict=False):
                foot, head = self._y(below), self._y(below + number)
                if number:
                    yield Bar(
                        look, self._x(place, (1 - ROOM) / 2), head, self._x(ROOM), foot - head
                    )
                below += number

    def numbers(self) -> Iterator[Words]:
        """What each column holds, above it; of many columns, the height of the highest."""
        if not self.has_numbers:
            yield Words("0%", TOP - 6, "start", str(self.highest))
            return
        for place, column in enumerate(self.columns):
            if column.total:
                yield self._words(place, self._y(column.total) - 6, str(column.total))

    def labels(self) -> Iterator[Words]:
        """Below the columns: below each, or the first, one in the middle, and the last."""
        last = len(self.columns) - 1
        if sum(len(column.short) for column in self.columns) <= SIGNS_BELOW:
            for place, column in enumerate(self.columns):
                yield self._words(place, HEIGHT - 8, column.short)
            return
        yield Words("0%", HEIGHT - 8, "start", self.columns[0].short)
        yield self._words(last // 2, HEIGHT - 8, self.columns[last // 2].short)
        yield Words("100%", HEIGHT - 8, "end", self.columns[last].short)

    def _words(self, place: int, y: int, text: str) -> Words:
        return Words(self._x(place, 0.5), y, "middle", text)

    def _y(self, number: int) -> int:
        return BASE - round((BASE - TOP) * number / max(self.highest, 1))

    def _x(self, *columns: float) -> str:
        """So many columns from the left. Written here: a template would use a comma in places."""
        return f"{100 * sum(columns) / len(self.columns):.3f}%"
