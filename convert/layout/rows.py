"""Tables set: each row a band, the cells' lines side by side with rules round them.

A row higher than a page goes on in the next column; the head of a table comes again there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convert.layout.bands import Band, Stroke
from convert.layout.cells import PADDING, CellWidth, cell_widths, counted_width
from convert.layout.parts import ARTIFACT, Part
from convert.layout.tables import AS_STYLED, Grid, Spot, column_widths, grid_of
from convert.model.nodes import BulletList, OrderedList, Table

if TYPE_CHECKING:
    from convert.layout.blocks import Setter

_AIR = 0.2
#: A table that takes no more of a page than this is not divided.
_WHOLE = 0.4
_EPS = 1e-6
#: Cells are no place for headings of their own.
_CELL_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks are set: ``left`` and ``width`` in points, the style of what has no role, the heading level, the part around.

    ``align``: the side that a cell asks for, "" for the style's own. ``outer``: the list whose item this is, where its lines do not hang behind the label.
    """

    left: float
    width: float
    style: str
    level: int
    part: Part
    align: str = ""
    outer: OrderedList | BulletList | None = None


class TableSetter:
    """Sets one table with a ``Setter``."""

    def __init__(self, setter: Setter, table: Table, frame: Frame) -> None:
        self.setter = setter
        self.table = table
        self.frame = frame
        self.part = frame.part.add("Table")
        self.size = setter.sheet.roles.table.size
        self.pitch = setter.sheet.grid.pitch
        self.fit = AS_STYLED

    def put(self) -> None:
        """Put the bands of the table, its caption before them."""
        grid = grid_of(self.table)
        cells = cell_widths(self.setter, grid, self.frame.width)
        first = len(self.setter.bands)
        spans = self._spans(grid, cells)
        if spans:
            self.frame = replace(self.frame, width=self.setter.page_width)
        self.setter.caption(self.table.caption, replace(self.frame, part=self.part), keep=True)
        if not grid.columns:
            return
        naturals, least = [cell.natural for cell in cells], [cell.least for cell in cells]
        self.fit, widths = column_widths(grid, naturals, least, 2 * PADDING, self.frame.width / self.size - 0.01)
        bands = self._sized(grid, self._edges(widths))
        if bands:
            bands[-1].after = 0.5
        self.setter.put(bands, "table")
        for band in self.setter.bands[first:]:
            band.spans = band.spans or spans

    def _spans(self, grid: Grid, cells: list[CellWidth]) -> bool:
        """Whether a table is too wide for one of several columns: it goes across all."""
        setter, frame = self.setter, self.frame
        if setter.sheet.page.columns == 1 or frame.style in ("note", "table") or frame.left or frame.width < setter.column_width:
            return False
        return counted_width(grid, cells) > frame.width / self.size

    def _sized(self, grid: Grid, edges: list[float]) -> list[Band]:
        """The bands of the table, its text as small as ``fit`` says."""
        setter, outer = self.setter, self.setter.sheet
        table = replace(outer.roles.table, size=outer.roles.table.size * self.fit.size)
        setter.sheet = replace(outer, roles=replace(outer.roles, table=table))
        try:
            return self._bands(grid, edges)
        finally:
            setter.sheet = outer

    def _edges(self, widths: list[float]) -> list[float]:
        edges = [self.frame.left + (self.frame.width - sum(widths) * self.size) / 2]
        for width in widths:
            edges.append(edges[-1] + width * self.size)
        return edges

    def _bands(self, grid: Grid, edges: list[float]) -> list[Band]:
        heads = next((n for n in range(grid.rows) if not all(s.cell.header for s in grid.starting(n))), grid.rows)
        rows = [self._row(grid, number, edges) for number in range(grid.rows)]
        head = [_repeated(row[0]) for row in rows[:heads]] if heads < grid.rows and all(len(row) == 1 for row in rows[:heads]) else []
        whole = sum(band.rows for row in rows for band in row) <= _WHOLE * self.setter.sheet.page.lines
        for number, row in enumerate(rows):
            for band in row:
                band.keep = number < heads < grid.rows or (whole and number < grid.rows - 1)
                band.again = tuple(head) if number > heads or band is not row[0] else ()
        return [band for row in rows for band in row]

    def _row(self, grid: Grid, number: int, edges: list[float]) -> list[Band]:
        """The bands of a row: one, but for a row that is higher than a page."""
        part = self.part.add("TR")
        spots = list(grid.starting(number))
        cells = [self._cell(spot, edges, part) for spot in spots]
        for _ in range(grid.owner[number].count(-1)):
            part.add("TD")  # a row that is too short: its places count all the same
        rows = max([1.0, *(cell.rows for cell in cells)])
        band = Band(rows + 2 * _AIR, grid=number == 0)
        for spot, cell in zip(spots, cells, strict=True):
            centred = (rows - cell.rows) / 2 if spot.rows == 1 else 0.0
            _join(band, cell, (_AIR + centred) * self.pitch)
        bands = _slices(band, self.setter.sheet.page.lines - 2.0, self.pitch)
        for index, piece in enumerate(bands):
            height = piece.rows * self.pitch
            strokes = [Stroke(edges[edge], 0.0, edges[edge], height) for edge in grid.edges(number)]
            if index == 0:
                strokes += [Stroke(edges[first], 0.0, edges[last], 0.0) for first, last in grid.tops(number)]
            foot = Stroke(edges[0], height, edges[-1], height)
            if number == grid.rows - 1 and piece is bands[-1]:
                strokes.append(foot)
            piece.closing = (foot,)
            piece.strokes += tuple(strokes)
        return bands

    def _cell(self, spot: Spot, edges: list[float], row: Part) -> Band:
        """The content of a cell as one band that begins with its first line."""
        part = row.add("TH" if spot.cell.header else "TD")
        part.attributes |= spot.attributes()
        padding = PADDING * self.size * self.fit.padding
        left, right = edges[spot.column], edges[spot.column + spot.columns]
        frame = Frame(left + padding, right - left - 2 * padding, "table", _CELL_LEVEL, part, spot.cell.attrs.get("align"))
        inside = self.setter.apart(spot.cell.body, frame)
        cell = Band(0.0)
        for band in inside:
            _join(cell, band, cell.rows * self.pitch)
            cell.rows += band.rows
        return cell


def _join(band: Band, other: Band, down: float) -> None:
    """Add what stands on ``other``, ``down`` points lower."""
    band.placed += tuple(replace(p, y=p.y + down) for p in other.placed)
    band.strokes += tuple(replace(s, y0=s.y0 + down, y1=s.y1 + down) for s in other.strokes)
    band.pictures += tuple(replace(p, y=p.y + down) for p in other.pictures)
    band.notes += other.notes
    band.targets += other.targets


def _slices(band: Band, most: float, pitch: float) -> list[Band]:
    """A band cut into such as are at most ``most`` rows high, between its lines; pictures stay with the first that they begin in."""
    if band.rows <= most + _EPS:
        return [band]
    top = most * pitch
    above = Band(most, grid=band.grid, notes=band.notes, targets=band.targets)
    below = Band(band.rows - most, grid=False)
    lowest = top
    for placed in band.placed:
        if placed.y > top:
            lowest = min(lowest, placed.y - pitch)
    for placed in band.placed:
        if placed.y <= top:
            above.placed += (placed,)
        else:
            below.placed += (placed,)
    above.pictures, above.strokes = band.pictures, band.strokes
    shifted = replace(below, placed=tuple(replace(p, y=p.y - lowest) for p in below.placed), rows=band.rows - lowest / pitch)
    return [above, *_slices(shifted, most, pitch)]


def _repeated(band: Band) -> Band:
    """A row of the head as it comes again: no part of the text."""
    placed = tuple(replace(p, part=ARTIFACT) for p in band.placed)
    return Band(band.rows, placed, band.strokes, keep=True, grid=False)
