"""Tables written row by row: the blocks in their cells, and the room that each row takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from convert.model import walk
from convert.model.nodes import Block, BulletList, Cell, OrderedList, Table
from convert.writers.docx_lines import line_count
from convert.writers.docx_looks import line_height
from convert.writers.docx_pages import Slot
from convert.writers.docx_tables import Grid, Placed, RowLines, cell_properties, grid_of, row_properties, table_head
from convert.writers.ooxml import em

if TYPE_CHECKING:
    from convert.writers.docx_blocks import BlockWriter

#: The sides at which cells stand.
_SIDES: dict[str, Literal["left", "center", "right"]] = {"left": "left", "center": "center", "right": "right"}
#: The thickness of a table's lines, half a point, and the least width of a cell's text, in twips.
_BORDER, _LEAST = 10, 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: ``role`` of the group around it, depth of ``headings`` and ``lists``, ``width`` of the line in twips.

    ``base``: the style of a paragraph without a role. ``indent``: em that the lines of a list's items hang behind its labels.
    ``captioned``: a paragraph that is its caption follows. ``outer``: the list whose item this is, where no lines hang behind its label.
    """

    width: int
    base: str = "BodyText"
    role: str = ""
    headings: int = 0
    lists: int = 0
    indent: float = 0.0
    captioned: bool = False
    outer: OrderedList | BulletList | None = None


def put_table(writer: BlockWriter, table: Table, place: Place) -> None:
    """Write the rows of ``table`` with ``writer``; nothing where they have no cells."""
    grid = grid_of(table, place.width, em(writer.book.looks["TableText"].style.size), writer.book.sheet)
    if not grid.widths:
        return
    writer.close()
    writer.out.append(table_head(grid, place.width))
    _Rows(writer, grid, place).put()
    writer.out.append("</w:tbl>")
    writer.below = True


@dataclass(slots=True)
class _Rows:
    """The rows of one table, written with ``writer``."""

    writer: BlockWriter
    grid: Grid
    place: Place

    def put(self) -> None:
        """All rows, and the room that they take; the heads among them come again on each page.

        In vertical text each row says its height: LibreOffice, which formats them late there, else takes rows for lower and parts tables too early.
        It shows nothing there of what no page has room for in a row that may not be parted: high ones may be.
        """
        writer, final, head, heights = self.writer, len(self.grid.rows) - 1, 0, RowLines(self.grid)
        shape = writer.book.shape
        vertical, line = shape.vertical, line_height(writer.book.looks["TableText"], shape.pitch)
        for number, row in enumerate(self.grid.rows):
            header = number < self.grid.headers
            closing, opening = self.place.captioned and number == final, len(writer.out)
            lines = heights.row(number, self._row(row, header, closing))
            text, high = line * lines, vertical and line * lines * 2 > shape.pitch * shape.rows
            least = text if vertical and writer.pager and not high else 0
            writer.out[opening:opening] = ["<w:tr>", row_properties(header, least, whole=not high)]
            writer.out.append("</w:tr>")
            # LibreOffice: a last row is not kept with its caption in vertical text
            keep = (header and number < final) or (closing and not vertical)
            repeats = head + _BORDER if number >= max(1, self.grid.headers) else 0
            self._count(text + (_BORDER if number else 2 * _BORDER), lines if high else 1, keep, repeats)
            head += text + _BORDER if header else 0

    def _count(self, height: int, pieces: int, keep: bool, repeats: int) -> None:
        """Tell the pager of a row, which may be parted into ``pieces``, and of the notes in it."""
        writer = self.writer
        if writer.pager is None:
            return
        notes, writer.waiting = tuple((0, room) for _, room, _ in writer.waiting), []
        writer.pager.add(Slot("TableText", height // pieces, pieces, keep_next=keep, whole=pieces == 1, notes=notes, repeats=repeats))

    def _row(self, row: Sequence[Placed], header: bool, keep: bool) -> list[int]:
        """Write the cells of a row, kept with what follows or not; the number of lines of each."""
        writer, lines = self.writer, []
        for placed in row:
            width = sum(self.grid.widths[placed.column : placed.column + placed.columns])
            writer.out.append(f"<w:tc>{cell_properties(placed, width, vertical=writer.book.shape.vertical)}")
            base = self._style(placed.cell, header, keep)
            inner = Place(max(_LEAST, width - self.grid.margins), base, headings=self.place.headings)
            lines.append(self._cell(placed.cell.body if placed.cell is not None else (), inner))
            writer.out.append("</w:tc>")
        return lines

    def _style(self, cell: Cell | None, header: bool, keep: bool) -> str:
        """The style of what stands in a cell: of a head or not, at which side, and kept with the next or not."""
        book, size = self.writer.book, self.grid.fit.size
        look = book.looks["TableHead" if header or (cell is not None and cell.header) else "TableText"]
        side = _SIDES.get(cell.attrs.get("align")) if cell is not None else None
        look = look if size == 1.0 else book.smaller(look, size)
        look = look if side is None or look.style.align == side else book.variant(look, side)
        return (book.variant(look, "keep") if keep else look).id

    def _cell(self, body: Sequence[Block], place: Place) -> int:
        """The paragraphs of a cell, which must end with one (CT_Tc); the number of their lines."""
        writer = self.writer
        pager, writer.pager = writer.pager, None
        writer.blocks(body, place)
        writer.pager, writer.below = pager, False
        if not writer.out[-1].endswith("</w:p>"):
            writer.out.append(f'<w:p><w:pPr><w:pStyle w:val="{place.base}"/></w:pPr></w:p>')
        look, counted = writer.book.looks[place.base], pager or writer.book.shape.vertical
        return sum(line_count(look, text, place.width, writer.rules) for text in walk.block_texts(body)) if counted else 1
