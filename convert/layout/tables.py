"""Tables: which cell stands where, and how wide the columns are."""

from __future__ import annotations

from collections.abc import Iterator
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


def column_widths(grid: Grid, naturals: list[float], room: float) -> list[float]:
    """The widths of the columns in em: natural where they fit into ``room``, else the widest give way first."""
    if grid.even:
        return [room / grid.columns] * grid.columns
    widths = [_NARROWEST] * grid.columns
    for spot, natural in zip(grid.spots, naturals, strict=True):
        if spot.columns == 1:
            widths[spot.column] = max(widths[spot.column], natural)
    for spot, natural in zip(grid.spots, naturals, strict=True):
        covered = range(spot.column, spot.column + spot.columns)
        lack = natural - sum(widths[c] for c in covered)
        for column in covered if lack > 0 else ():
            widths[column] += lack / spot.columns
    if sum(widths) <= room:
        return widths
    return _squeezed(widths, room)


def _squeezed(widths: list[float], room: float) -> list[float]:
    """Cut all columns down to one level, the highest at which they fit; if even that is too wide, all alike."""
    left, waiting = room, sorted(widths)
    for number, width in enumerate(waiting):
        share = left / (len(waiting) - number)
        if width > share:
            return [min(w, share) for w in widths]
        left -= width
    return widths
