"""Tables: which cell stands where, how wide the columns are, and the properties of rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from convert.layout.tables import AS_STYLED, Fit, fit_of, longest_word, spread, squeezed, words
from convert.model import walk
from convert.model.nodes import Block, BulletList, Cell, OrderedList, Quote, Row, Table, Verse
from convert.stylesheet import Sheet
from convert.writers.docx_lines import text_width
from convert.writers.docx_looks import ROLES
from convert.writers.ooxml import em

#: What a cell has at its two sides, in twips (the margins of the style Normal Table).
MARGINS = 216
#: The least width of a column in em, and what keeps a line from being broken where fonts are wider than was counted.
_LEAST, _AIR = 2, 0.25
#: How much wider the letters of fonts may be than was counted.
_WIDER = 1.1


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its column; ``cell`` is None where one from above reaches down (``merged``), or where the row is short."""

    column: int
    columns: int
    cell: Cell | None
    starts: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: the cells of each row, the widths of the columns in twips, the number of header rows at the top, padding and size of type."""

    rows: tuple[tuple[Placed, ...], ...]
    widths: tuple[int, ...]
    headers: int
    fit: Fit = AS_STYLED

    @property
    def margins(self) -> int:
        """What a cell has at its two sides, in twips."""
        return round(MARGINS * self.fit.padding)


@dataclass(slots=True)
class RowLines:
    """How many lines high rows are, asked from the first on: a cell that reaches down lengthens its last row."""

    grid: Grid
    _left: dict[int, int] = field(default_factory=dict)

    def row(self, number: int, lines: Sequence[int]) -> int:
        """The lines of row ``number``, whose cells have ``lines``."""
        below = (
            {placed.column for placed in self.grid.rows[number + 1] if placed.merged} if number + 1 < len(self.grid.rows) else set[int]()
        )
        cells = [(placed.column, self._left.pop(placed.column, own)) for placed, own in zip(self.grid.rows[number], lines, strict=True)]
        highest = max([1, *(left for column, left in cells if column not in below)])
        self._left = {column: left - highest for column, left in cells if column in below}
        return highest


def grid_of(table: Table, width: int, unit: int, sheet: Sheet | None = None) -> Grid:
    """Lay out ``table`` on a line of ``width`` twips, in type of ``unit`` twips, what has a style of its own as ``sheet`` says; WPS takes widths from the grid first, so each column has one."""
    rows = _place(table.rows)
    count = max((placed.column + placed.columns for row in rows for placed in row), default=0)
    full = tuple(_filled(row, count) for row in rows)
    headers = next((n for n, row in enumerate(table.rows) if not (row.cells and all(c.header for c in row.cells))), len(table.rows))
    fit, widths = (AS_STYLED, _even(count, width)) if table.attrs.role == "parallel" else _widths(full, count, width, _Ruler(unit, sheet))
    return Grid(full, widths, min(headers, max(0, len(table.rows) - 1)) or _first_row(table), fit)


def _first_row(table: Table) -> int:
    """A table none of whose rows is marked is headed by its first, as readers of screens need one; a table of one row has none."""
    marked = table.role == "parallel" or any(cell.header for row in table.rows for cell in row.cells)
    return 0 if marked and not (table.rows[0].cells and all(c.header for c in table.rows[0].cells)) else min(1, len(table.rows))


def _place(rows: Sequence[Row]) -> list[list[Placed]]:
    """Each cell at the first column that no cell from above occupies (the table model of HTML)."""
    placed: list[list[Placed]] = []
    below: dict[int, tuple[int, int]] = {}  # column → rows still covered, columns of the covering cell
    for number, row in enumerate(rows):
        line: list[Placed] = []
        cells = list(row.cells)
        following: dict[int, tuple[int, int]] = {}
        column = 0
        while cells or any(start >= column for start in below):
            if column in below:
                left, span = below[column]
                line.append(Placed(column, span, None, merged=True))
                if left > 1:
                    following[column] = (left - 1, span)
                column += span
            elif cells:
                cell = cells.pop(0)
                span = _free(column, max(1, cell.columns), below)
                deep = min(max(1, cell.rows), len(rows) - number)
                line.append(Placed(column, span, cell, starts=deep > 1))
                if deep > 1:
                    following[column] = (deep - 1, span)
                column += span
            else:
                line.append(Placed(column, 1, None))
                column += 1
        below = following
        placed.append(line)
    return placed


def _free(column: int, wanted: int, below: dict[int, tuple[int, int]]) -> int:
    """How many columns from ``column`` on are free, at most ``wanted``."""
    return next((n for n in range(1, wanted) if column + n in below), wanted)


def _filled(row: Sequence[Placed], count: int) -> tuple[Placed, ...]:
    """The row with empty cells at its end where it is short."""
    end = row[-1].column + row[-1].columns if row else 0
    return (*row, *(Placed(column, 1, None) for column in range(end, count)))


def _even(count: int, width: int) -> tuple[int, ...]:
    """Columns that are alike and add up to ``width``: two editions beside each other."""
    return (*[width // count] * (count - 1), width - width // count * (count - 1)) if count else ()


def _widths(rows: Sequence[Sequence[Placed]], count: int, width: int, ruler: _Ruler) -> tuple[Fit, tuple[int, ...]]:
    """How the table is set, and the columns' widths, adding up to ``width``: each as wide as its longest line where there is room, else the widest
    give way first, but no word or number is broken.
    """
    cells, unit = ruler.cells(rows), ruler.unit
    longest = [(at, columns, word) for at, columns, _, word in cells]
    fit = fit_of(spread(longest, [0.0] * count), MARGINS, width)
    texts = [(at, columns, fit.wide(text, MARGINS)) for at, columns, text, _ in cells]
    least = spread([(at, columns, fit.wide(word, MARGINS)) for at, columns, word in longest], [0.0] * count)
    wishes = spread(texts, [max(one, fit.wide(_LEAST * unit, MARGINS)) for one in least])
    total = sum(wishes)
    found = [wish * width / total for wish in wishes] if total <= width else squeezed(wishes, least, width)
    widths = [int(one) for one in found]
    return fit, (*widths[:-1], widths[-1] + width - sum(widths)) if widths else ()


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Measures cells, in twips: their type is ``unit`` twips large, that of what has a style of its own is as ``sheet`` says."""

    unit: int
    sheet: Sheet | None

    def cells(self, rows: Sequence[Sequence[Placed]]) -> list[tuple[int, int, float, float]]:
        """The first column of each cell, the number of its columns, and how wide its text and its longest word are."""
        return [
            (placed.column, placed.columns, *self._content(placed.cell.body)) for row in rows for placed in row if placed.cell is not None
        ]

    def _content(self, body: Sequence[Block]) -> tuple[float, float]:
        """The width of the text and of the longest word of a cell."""
        found = [(_AIR * self.unit, 0.0)]
        for block in body:
            found.append(self._inner(block) if isinstance(block, Table) else self._text(block))
        return max(text for text, _ in found), max(word for _, word in found)

    def _inner(self, table: Table) -> tuple[float, float]:
        """A table within a cell is as wide as its columns."""
        rows = _place(table.rows)
        count = max((placed.column + placed.columns for row in rows for placed in row), default=0)
        cells = self.cells(rows)
        texts = spread([(at, columns, text + MARGINS) for at, columns, text, _ in cells], [float(_LEAST * self.unit)] * count)
        longest = spread([(at, columns, word + MARGINS) for at, columns, _, word in cells], [0.0] * count)
        return sum(texts), sum(longest)

    def _text(self, block: Block) -> tuple[float, float]:
        lines = [line for text in walk.block_texts((block,)) for line in text.split("\n")]
        text, unit, indent = max(map(text_width, lines), default=0.0), float(self.unit), 0.0
        name = _style_of(block)
        if name and self.sheet is not None:
            style = self.sheet.role(name)
            unit, indent = em(style.size), style.left_indent + max(0.0, style.first_indent) + style.right_indent
        return unit * (text + indent + _AIR), unit * (_longest(lines, text) + indent)


def _style_of(block: Block) -> str:
    """The text style of what does not stand in a cell as its text does, "" for what does."""
    match block:
        case OrderedList() | BulletList():
            return "list"
        case Quote():
            return "quote"
        case Verse():
            return "verse"
        case _:
            return block.role if block.role in ROLES else ""


def _longest(lines: Sequence[str], text: float) -> float:
    """The width of the longest word of ``lines``, of which the longest is ``text`` em wide, in em."""
    return longest_word((_WIDER * text_width(line[start:end]) + _AIR for line in lines for start, end in words(line)), text)


def table_head(grid: Grid, width: int) -> str:
    """The opening of ``w:tbl`` with its properties and columns."""
    columns = "".join(f'<w:gridCol w:w="{column}"/>' for column in grid.widths)
    first = "1" if grid.headers else "0"
    side = f'w:w="{grid.margins // 2}" w:type="dxa"'
    padding = "" if grid.margins == MARGINS else f"<w:tblCellMar><w:left {side}/><w:right {side}/></w:tblCellMar>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{padding}'
        f'<w:tblLook w:val="04{"2" if first == "1" else "0"}0" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def row_properties(header: bool, least: int = 0, *, whole: bool = True) -> str:
    """``w:trPr``: a ``whole`` row is not parted between pages; those of the head are repeated on each. ``least``: how high it is at least, in twips."""
    kept, height = "<w:cantSplit/>" if whole else "", f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>' if least else ""
    inner = f"{kept}{height}{'<w:tblHeader/>' if header else ''}"
    return f"<w:trPr>{inner}</w:trPr>" if inner else ""


def cell_properties(placed: Placed, width: int, *, vertical: bool = False) -> str:
    """``w:tcPr`` in the order of CT_TcPr. LibreOffice shows cells of vertical text only where they too say so."""
    span = f'<w:gridSpan w:val="{placed.columns}"/>' if placed.columns > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if placed.starts else "<w:vMerge/>" if placed.merged else ""
    direction = '<w:textDirection w:val="tbRl"/>' if vertical else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{direction}<w:vAlign w:val="center"/></w:tcPr>'
