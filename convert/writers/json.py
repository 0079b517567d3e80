"""The ``json`` writer: the document model, as ``zhaibian dump`` prints it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import BinaryIO, ClassVar

from convert.diagnostics import Report
from convert.model import dump
from convert.model.nodes import Document
from convert.stylesheet import Direction, Sheet


@dataclass(frozen=True, slots=True)
class JsonOptions:
    """``indent``: blanks a level, 0 for none and everything on one line."""

    indent: int = 1


class JsonWriter:
    """The document as JSON that reads back to the same document."""

    options_type: ClassVar[type] = JsonOptions
    honours: ClassVar[frozenset[str]] = frozenset()
    directions: ClassVar[frozenset[Direction]] = frozenset()

    def write(self, document: Document, sheet: Sheet, options: JsonOptions, report: Report, out: BinaryIO) -> None:
        """Write UTF-8 JSON, Han characters unescaped."""
        text = json.dumps(dump.to_json(document), ensure_ascii=False, indent=options.indent or None)
        out.write(text.encode() + b"\n")
