"""How wide cells of tables are: their text, their lists, pictures and tables within."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, assert_never

from convert.layout.parts import Part
from convert.layout.tables import Grid, grid_of, least_widths, longest_word, natural_widths, words
from convert.model.depth import STEP, steps_in
from convert.model.nodes import Block, BulletList, Figure, Group, Inline, Item, OrderedList, Para, Quote, Rule, Section, Table, Verse
from convert.stylesheet import style_name

if TYPE_CHECKING:
    from convert.layout.blocks import Setter

#: What a cell has at each of its sides, in em.
PADDING = 0.5
#: The width of a column (em) that a table needs at most to be read with ease.
_COUNTED = 10.0
#: Pictures are made smaller where there is no room, down to this (em).
_SMALLEST_PICTURE = 3.0
#: A table within a cell rounds the room that it has.
_HAIR = 0.02


@dataclass(frozen=True, slots=True)
class CellWidth:
    """Widths in em of the table's type: ``natural``, with no line broken; ``least``, with no word broken; ``counted``, to be read with ease."""

    natural: float
    least: float
    counted: float

    def behind(self, room: float, scale: float = 1.0) -> CellWidth:
        """The widths ``scale`` as large, behind ``room``."""
        return CellWidth(self.natural * scale + room, self.least * scale + room, self.counted * scale + room)


_NOTHING = CellWidth(0.0, 0.0, 0.0)


def cell_widths(setter: Setter, grid: Grid, room: float) -> list[CellWidth]:
    """The widths of the content of each cell; ``room`` in points is all that there is for the table."""
    measure = _Measure(setter, room)
    found = [measure.blocks(spot.cell.body, "table") for spot in grid.spots]
    return [width if width.natural else CellWidth(1.0, 1.0, 1.0) for width in found]


def counted_width(grid: Grid, cells: Sequence[CellWidth]) -> float:
    """How wide a table is that is read with ease, in em."""
    widest = [0.0] * grid.columns
    for spot, cell in zip(grid.spots, cells, strict=True):
        widest[spot.column] = max(widest[spot.column], (cell.counted + 2 * PADDING) / spot.columns)
    return sum(widest)


def _widest(found: Iterable[CellWidth]) -> CellWidth:
    widths = [_NOTHING, *found]
    return CellWidth(max(w.natural for w in widths), max(w.least for w in widths), max(w.counted for w in widths))


@dataclass(slots=True)
class _Measure:
    """Measures blocks as ``Setter`` sets them in a cell: by names of styles."""

    setter: Setter
    room: float
    outer: OrderedList | BulletList | None = None

    def blocks(self, blocks: Iterable[Block], name: str) -> CellWidth:
        return _widest(self._block(block, name) for block in blocks)

    def _block(self, block: Block, name: str) -> CellWidth:
        match block:
            case Para():
                return self._text(block.content, style_name(block.role) if block.role else name, name)
            case OrderedList() | BulletList():
                return self._list(block, name)
            case Quote():
                return self.blocks(block.body, "quote")
            case Verse():
                return _widest(self._text(line, "verse", name) for line in block.lines)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Group():
                return self.blocks(block.body, style_name(block.role) if block.role else name)
            case Section():
                return _widest((self._text(block.title, "heading3", name), self.blocks(block.body, name)))
            case Rule():
                return _NOTHING
            case _:
                assert_never(block)

    def _text(self, content: Sequence[Inline], name: str, around: str) -> CellWidth:
        setter = self.setter
        style = setter.sheet.role(around if name == "body" else name)
        flow = setter.flow(setter.pieces(content, style, Part("P")), style)
        setter.inliner.forget()
        edges = flow.naturals()
        breaks = [-1, *(place for place, char in enumerate(flow.text) if char == "\n"), len(flow.text)]
        natural = max(edges[end] - edges[start + 1] for start, end in pairwise(breaks))
        if not natural:
            return _NOTHING
        least = longest_word((edges[end] - edges[start] for start, end in words(flow.text)), natural)
        indents = style.left_indent + style.right_indent + max(0.0, style.first_indent)
        found = CellWidth(natural, least, min(natural, _COUNTED - 2 * PADDING))
        return found.behind(indents).behind(0.0, style.size / setter.sheet.roles.table.size)

    def _list(self, block: OrderedList | BulletList, name: str) -> CellWidth:
        outer, self.outer = self.outer, block
        step = STEP if steps_in(block, outer) else 0.0
        found = _widest(self._items(block, name)).behind(step)
        self.outer = outer
        return found

    def _items(self, block: OrderedList | BulletList, name: str) -> Iterator[CellWidth]:
        for number, item in enumerate(block.items, 1):
            yield self._item(item, self.setter.label_of(block, item, number), name)

    def _item(self, item: Item, label: str, name: str) -> CellWidth:
        style = self.setter.sheet.role(name)
        lead = self.setter.flow(self.setter.labelled(label, style, Part("Lbl")), style).naturals()[-1]
        return self.blocks(item.body, name).behind(lead)

    def _table(self, table: Table) -> CellWidth:
        grid = grid_of(table)
        cells = [self.blocks(spot.cell.body, "table") for spot in grid.spots]
        natural = sum(natural_widths(grid, [cell.natural for cell in cells], 2 * PADDING))
        least = sum(least_widths(grid, [cell.least for cell in cells], 2 * PADDING))
        return CellWidth(natural, least, min(natural, counted_width(grid, cells))).behind(_HAIR)

    def _figure(self, figure: Figure) -> CellWidth:
        setter = self.setter
        natural = min(self.room, setter.natural_size(figure.image, self.room)[0]) / setter.sheet.roles.table.size
        return CellWidth(natural, min(natural, _SMALLEST_PICTURE), min(natural, _COUNTED - 2 * PADDING))
