"""The tables of HTML: which are no more than a layout, and the rows and cells of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from convert.model.nodes import Block, Cell, Row
from convert.readers.cells import aligned
from convert.readers.html_tree import SILENT, number_of, text
from convert.readers.nesting import Head, unnested

if TYPE_CHECKING:
    from convert.readers.html_blocks import Blocks

_WIDEST = 100
#: A cell with as much text in several paragraphs belongs to a layout.
_LAYOUT_TEXT = 400

Out = list[Block | Head]


def is_layout(reader: Blocks, element: etree._Element) -> bool:
    """Whether a table only arranges the page: it says so, or has no heads and no more than one column, or cells full of paragraphs."""
    if element in reader.tree.layout or element.get("role") in ("presentation", "none"):
        return True
    if any(e.tag in ("th", "caption", "thead") for e in element.iter("th", "caption", "thead")):
        return False
    rows = [[c for c in row if c.tag in ("td", "th")] for row in element.iter("tr")]
    if all(len(row) <= 1 for row in rows):
        return True
    if len(rows) == 1 and not element.get("border") and all(cell in reader.skipped or len(cell) > 2 for cell in rows[0]):
        return True
    return any(len(cell) > 2 and len(text(cell)) > _LAYOUT_TEXT for row in rows for cell in row)


def rows_of(reader: Blocks, element: etree._Element, stray: Out) -> tuple[Row, ...]:
    """The rows of a table, as ``reader`` reads what is in their cells; text that stands outside of cells goes to ``stray``."""
    return _clipped(tuple(_rows(reader, element, stray)))


def _rows(reader: Blocks, element: etree._Element, stray: Out) -> Iterator[Row]:
    """The rows in a table or a part of one; text that stands outside its cells goes to ``stray``."""
    stray.extend(reader.bare(element.text))
    for child in element:
        if child in reader.skipped or child.tag in SILENT:
            pass
        elif child.tag == "tr":
            cells = tuple(_cells(reader, child))
            if cells:
                yield Row(cells, attrs=reader.inlines.attrs(child), pos=reader.inlines.pos(child))
        elif child.tag in ("thead", "tbody", "tfoot") and child not in reader.tree.deep:
            yield from _rows(reader, child, stray)
        elif child.tag in ("td", "th"):
            yield Row((_cell(reader, child),), pos=reader.inlines.pos(child))
        elif child.tag != "caption":
            stray.extend(reader.alone(child))
        stray.extend(reader.bare(child.tail))


def _cells(reader: Blocks, row: etree._Element) -> Iterator[Cell]:
    loose = reader.bare(row.text)
    if loose:
        yield Cell(loose)
    for child in row:
        if child.tag in ("td", "th"):
            yield _cell(reader, child)
        elif child.tag not in SILENT and child not in reader.skipped and (body := unnested(reader.alone(child))):
            yield Cell(body)
        if tail := reader.bare(child.tail):
            yield Cell(tail)


def _cell(reader: Blocks, element: etree._Element) -> Cell:
    body = () if element in reader.skipped or element in reader.note_elements else reader.body(element)
    columns = min(max(number_of(element, "colspan", 1), 1), _WIDEST)
    rows = number_of(element, "rowspan", 1)
    header = element.tag == "th"
    attrs, pos = aligned(reader.inlines.attrs(element), element), reader.inlines.pos(element)
    return Cell(body, header, columns, rows if rows > 0 else 65_534 if rows == 0 else 1, attrs=attrs, pos=pos)


def _clipped(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows whose cells span no more rows than there are."""
    return tuple(
        replace(row, cells=tuple(replace(cell, rows=min(cell.rows, len(rows) - i)) for cell in row.cells)) for i, row in enumerate(rows)
    )
