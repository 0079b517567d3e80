"""The ``txt`` writer: UTF-8, one paragraph, heading or byline a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Document
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
        """Write each printed text on a line of its own; a wanted line break inside becomes a line end too."""
        if options.bom:
            out.write(b"\xef\xbb\xbf")
        for text in walk.texts(document):
            if text:
                out.write(f"{text}\n".encode())
