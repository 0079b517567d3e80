"""Tables: which cell stands where, and how wide the columns are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from convert.model.nodes import Cell, Table

_NARROWEST = 2.5


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell at its place: its first row and column, and how many of each it covers."""

    cell: Cell
    row: int
    column: int
    rows: int
    columns: int

    def attributes(self) -> dict[str, str | int]:
        """The attributes of the cell in tagged PDF: what it spans, and what a head is the head of."""
        spans = {"ColSpan": self.columns, "RowSpan": self.rows}
        found: dict[str, str | int] = {name: span for name, span in spans.items() if span > 1}
        return found | {"Scope": "/Column" if self.row == 0 else "/Row"} if self.cell.header else found


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a grid. ``owner[row][column]`` is the index of the spot that covers the place, -1 for none.

    ``even``: its columns are alike and fill the measure, as two editions beside each other do.
    """

    rows: int
    columns: int
    spots: list[Spot]
    owner: list[list[int]]
    even: bool = False

    def starting(self, row: int) -> Iterator[Spot]:
        """The cells whose first row is ``row``."""
        return (spot for spot in self.spots if spot.row == row)

    def edges(self, row: int) -> list[int]:
        """The vertical rules of a row: the indices of column edges where two cells meet, and the outer ones."""
        owners = self.owner[row]
        return [0, *(c for c in range(1, self.columns) if owners[c] != owners[c - 1] or owners[c] < 0), self.columns]

    def tops(self, row: int) -> list[tuple[int, int]]:
        """The horizontal rules above a row, from one column edge to another; none within a cell that spans rows."""
        stretches: list[tuple[int, int]] = []
        for column in range(self.columns):
            if row and self.owner[row][column] >= 0 and self.owner[row][column] == self.owner[row - 1][column]:
                continue
            if stretches and stretches[-1][1] == column:
                stretches[-1] = (stretches[-1][0], column + 1)
            else:
                stretches.append((column, column + 1))
        return stretches


def grid_of(table: Table) -> Grid:
    """The grid of a table. Cells that would overlap move to the right; rows that are too short are filled with nothing."""
    rows = len(table.rows)
    owner: list[list[int]] = [[] for _ in range(rows)]
    spots: list[Spot] = []
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while column < len(owner[number]) and owner[number][column] >= 0:
                column += 1
            spot = Spot(cell, number, column, max(1, min(cell.rows, rows - number)), max(1, cell.columns))
            _claim(owner, spot, len(spots))
            spots.append(spot)
            column += spot.columns
    columns = max((len(line) for line in owner), default=0)
    for line in owner:
        line.extend([-1] * (columns - len(line)))
    return Grid(rows, columns, spots, owner, table.attrs.role == "parallel")


def _claim(owner: list[list[int]], spot: Spot, index: int) -> None:
    end = spot.column + spot.columns
    for line in owner[spot.row : spot.row + spot.rows]:
        line.extend([-1] * (end - len(line)))
        line[spot.column : end] = [index] * spot.columns


@dataclass(frozen=True, slots=True)
class Fit:
    """How a table is set: the parts of the padding and of the size of type that its style says."""

    padding: float
    size: float

    def wide(self, text: float, padding: float) -> float:
        """The width of a cell whose text is ``text`` wide, with ``padding`` at both sides together."""
        return text * self.size + padding * self.padding


#: As the style says; else closer, and then smaller, so that no number is broken.
AS_STYLED = Fit(1.0, 1.0)
_FITS = (AS_STYLED, Fit(0.3, 1.0), Fit(0.3, 0.875), Fit(0.3, 0.75), Fit(0.2, 0.675))
#: A Western word or a number; one that is longer than so many em, an address, may be broken.
_WORD = re.compile("[!-~\u00a1-\u024f]+")
_LONG = 14.0


def words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words and numbers of ``text`` that no line should break begin and end."""
    return (found.span() for found in _WORD.finditer(text))


def longest_word(widths: Iterable[float], text: float) -> float:
    """The longest of words that are so many em wide, addresses left out, in a ``text`` of that width; two Han characters are a word too."""
    return max((width for width in widths if width <= _LONG), default=0.0) or min(text, 2.0)


def fit_of(longest: Sequence[float], padding: float, room: float) -> Fit:
    """The first way to set a table in which no word of its columns, the ``longest`` of each in em, is broken; else the closest."""
    return next((fit for fit in _FITS if sum(fit.wide(word, padding) for word in longest) <= room), _FITS[-1])


def spread(spots: Iterable[tuple[int, int, float]], least: Sequence[float]) -> list[float]:
    """The widths of columns in which cells (first column, number of columns, width) fit; each is ``least`` wide at least."""
    widths, cells = list(least), list(spots)
    for column, columns, width in cells:
        if columns == 1:
            widths[column] = max(widths[column], width)
    for column, columns, width in cells:
        covered = range(column, column + columns)
        lack = width - sum(widths[c] for c in covered) if columns > 1 else 0.0
        for c in covered if lack > 0 else ():
            widths[c] += lack / columns
    return widths


def squeezed(widths: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The columns cut down to one level, the highest at which they fit, but none below its ``least``, as far as there is room for these."""
    fixed = [0.0] * len(widths)
    waiting = set(range(len(widths)))
    while waiting:
        level = _level([widths[c] for c in waiting], room - sum(fixed))
        low = [c for c in waiting if min(widths[c], level) < least[c]] if sum(least) <= room else []
        if not low:
            return [min(width, level) if c in waiting else fixed[c] for c, width in enumerate(widths)]
        for c in low:
            fixed[c] = least[c]
            waiting.discard(c)
    return fixed


def _level(widths: Sequence[float], room: float) -> float:
    """The highest level at which columns that are cut down to it fit."""
    left, waiting = room, sorted(widths)
    for number, width in enumerate(waiting):
        share = left / (len(waiting) - number)
        if width > share:
            return share
        left -= width
    return waiting[-1]


def natural_widths(grid: Grid, texts: Sequence[float], padding: float, fit: Fit = AS_STYLED) -> list[float]:
    """The widths of columns in em in which no line of the cells is broken; ``texts``: the widths of their texts, ``padding``: of their two sides."""
    return spread(_places(grid, texts, padding, fit), [fit.wide(_NARROWEST - padding, padding)] * grid.columns)


def least_widths(grid: Grid, longest: Sequence[float], padding: float, fit: Fit = AS_STYLED) -> list[float]:
    """The widths of columns in em in which no word of the cells is broken, of which ``longest`` are the widest."""
    return spread(_places(grid, longest, padding, fit), [0.0] * grid.columns)


def _places(grid: Grid, widths: Sequence[float], padding: float, fit: Fit) -> list[tuple[int, int, float]]:
    return [(spot.column, spot.columns, fit.wide(width, padding)) for spot, width in zip(grid.spots, widths, strict=True)]


def column_widths(grid: Grid, texts: Sequence[float], longest: Sequence[float], padding: float, room: float) -> tuple[Fit, list[float]]:
    """How a table is set and the widths of its columns in em: natural where they fit into ``room``, else the widest give way first.

    ``texts``, ``longest``: the widths of the text and of the longest word of each cell; ``padding``: of a cell's two sides.
    """
    if grid.even:
        return AS_STYLED, [room / grid.columns] * grid.columns
    fit = fit_of(
        spread([(s.column, s.columns, word) for s, word in zip(grid.spots, longest, strict=True)], [0.0] * grid.columns), padding, room
    )
    widths = natural_widths(grid, texts, padding, fit)
    return fit, widths if sum(widths) <= room else squeezed(widths, least_widths(grid, longest, padding, fit), room)
