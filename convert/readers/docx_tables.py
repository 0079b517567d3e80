"""Tables of a DOCX: merged cells as spans, rows that repeat as heads (ISO/IEC 29500-1 § 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from convert.model.nodes import Attrs, Block, Cell, Row, Table
from convert.readers.cells import with_align
from convert.readers.docx_xml import attr, child, kind, number, toggle, val

_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"})
_WIDEST = 1000


@dataclass(slots=True)
class _Made:
    """A cell in the making: where it begins, how wide and deep it is."""

    column: int
    columns: int
    body: tuple[Block, ...]
    header: bool
    side: str = ""
    rows: int = 1

    def closed(self) -> Cell:
        return Cell(self.body, self.header, self.columns, self.rows, attrs=with_align(Attrs(), self.side))


#: Reads what is in a cell, and at which side it stands.
Read: TypeAlias = Callable[[etree._Element], tuple[tuple[Block, ...], str]]


def table_of(element: etree._Element, cell: Read, deleted: Callable[[], None]) -> Table | None:
    """The table, None where it has no cell. ``cell`` reads what is in one; ``deleted`` is told of rows that change tracking deleted."""
    rows: list[list[_Made]] = []
    above: dict[int, _Made] = {}  # column → the cell that may go on below
    for row in _wrapped(element, "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            deleted()
            continue
        made, above = _row(row, properties, above, cell)
        rows.append(made)
    if not any(rows):
        return None
    return Table(tuple(Row(tuple(one.closed() for one in row)) for row in rows if row or len(rows) > 1))


def _wrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, those in content controls included."""
    for one in element:
        if kind(one) == name:
            yield one
        elif kind(one) in _WRAPPERS:
            yield from _wrapped(one, name)


def _row(
    row: etree._Element, properties: etree._Element | None, above: dict[int, _Made], read: Read
) -> tuple[list[_Made], dict[int, _Made]]:
    """The cells that begin in a row, and those that may go on below it."""
    header = bool(toggle(properties, "w:tblHeader"))
    made: list[_Made] = []
    below: dict[int, _Made] = {}
    column = _gap(val(properties, "w:gridBefore"), 0, made)
    for element in _wrapped(row, "w:tc"):
        cell = child(element, "w:tcPr")
        span = min(max(1, number(val(cell, "w:gridSpan"), 1)), _WIDEST)
        merge = child(cell, "w:vMerge")
        going_on = merge is not None and attr(merge, "w:val") in {"", "continue"}
        body, side = read(element)
        start = above.get(column) if going_on else None
        if _joins_left(cell) and made:
            made[-1].columns += span
            made[-1].body += body
        elif start is not None and start.columns == span:
            start.rows += 1
            start.body += body
            below[column] = start
        else:
            made.append(_Made(column, span, body, header, side))
            if merge is not None:
                below[column] = made[-1]
        column += span
    _gap(val(properties, "w:gridAfter"), column, made)
    return made, below


def _joins_left(properties: etree._Element | None) -> bool:
    """Whether an old-style merge (``w:hMerge``) makes a cell part of the one before it."""
    found = child(properties, "w:hMerge")
    return found is not None and attr(found, "w:val") in {"", "continue"}


def _gap(stated: str, column: int, made: list[_Made]) -> int:
    """An empty cell for columns that a row leaves out at its beginning or end; the column that follows."""
    count = min(max(0, number(stated)), _WIDEST)
    if count:
        made.append(_Made(column, count, (), False))
    return column + count
