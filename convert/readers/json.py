"""The ``json`` reader: a document model that ``zhaibian dump`` or the ``json`` writer printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from convert.diagnostics import Report, SourceError
from convert.model import dump
from convert.model.nodes import Document
from convert.source import Source


@dataclass(frozen=True, slots=True)
class JsonOptions:
    """There is nothing to choose."""


class JsonReader:
    """Reads the JSON of the document model."""

    options_type: ClassVar[type] = JsonOptions

    def read(self, source: Source, options: JsonOptions, report: Report) -> Document:
        """The document. Raises SourceError, with line or JSON path, for what is no JSON or no document."""
        try:
            tree = json.loads(source.text(report))
        except json.JSONDecodeError as error:
            raise SourceError(f"{source.name}:{error.lineno}:{error.colno}: this is not valid JSON: {error.msg}") from error
        except RecursionError as error:
            raise SourceError(f"{source.name}: the JSON is nested too deeply to be a document") from error
        except ValueError as error:  # a number of thousands of digits
            raise SourceError(f"{source.name}: this JSON cannot be read: {error}") from error
        return dump.from_json(tree, report, source.name)
