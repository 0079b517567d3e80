"""The ``txt`` writer: UTF-8, one paragraph, heading, byline or row of a table a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Block, Document, Group, Para, Row, Table, Text
from convert.model.rewriting import Rewrite, rewrite
from convert.stylesheet import Direction, Sheet


@dataclass(frozen=True, slots=True)
class TxtOptions:
    """``bom``: begin with a byte order mark, for programs that would else guess the encoding."""

    bom: bool = False


class TxtWriter:
    """The whole text of a document, nothing added."""

    options_type: ClassVar[type] = TxtOptions
    honours: ClassVar[frozenset[str]] = frozenset()
    directions: ClassVar[frozenset[Direction]] = frozenset()

    def write(self, document: Document, sheet: Sheet, options: TxtOptions, report: Report, out: BinaryIO) -> None:
        """Write each printed text on a line of its own; a wanted line break inside becomes a line end too. Tabs part the cells of a row."""
        if options.bom:
            out.write(b"\xef\xbb\xbf")
        for text in walk.texts(rewrite(document, Rewrite(block=_in_rows))):
            if text:
                out.write(f"{text}\n".encode())


def _in_rows(block: Block) -> Block:
    """A table as a paragraph for its caption and one a row; any other block as it is."""
    if not isinstance(block, Table):
        return block
    caption = (Para(block.caption),) if block.caption else ()
    return Group((*caption, *(Para((Text(_row(row)),)) for row in block.rows)))


def _row(row: Row) -> str:
    return "\t".join(" ".join(" ".join(walk.block_texts(cell.body)).split()) for cell in row.cells)
