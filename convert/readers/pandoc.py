"""The ``pandoc`` reader: pandoc's JSON (pandoc-types 1.22 and 1.23), so that whatever pandoc reads can come in.

``pandoc -t json book.rst | zhaibian - --from pandoc``. What the ``pandoc`` writer wrote comes back as the same document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from convert.diagnostics import Report, SourceError
from convert.model import walk
from convert.model.nodes import Block, Document, Meta
from convert.readers import nesting, titles
from convert.readers.languages import language
from convert.readers.nesting import Head
from convert.readers.pandoc_blocks import Blocks
from convert.readers.pandoc_meta import is_own, metadata
from convert.source import Source


@dataclass(frozen=True, slots=True)
class PandocOptions:
    """There is nothing to choose."""


class PandocReader:
    """Reads pandoc's JSON."""

    options_type: ClassVar[type] = PandocOptions

    def read(self, source: Source, options: PandocOptions, report: Report) -> Document:
        """The document. Raises SourceError for what is no JSON, or none of pandoc's."""
        tree = _tree(source.text(report), source.name)
        try:
            return _document(tree, source, report)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise SourceError(f"{source.name}: this JSON is not as pandoc writes it ({type(error).__name__}: {error})") from error


def _tree(text: str, name: str) -> Mapping[str, Any]:
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(f"{name}:{error.lineno}:{error.colno}: this is not valid JSON: {error.msg}") from error
    except RecursionError as error:
        raise SourceError(f"{name}: the JSON is nested too deeply to be a document") from error
    except ValueError as error:  # a number of thousands of digits
        raise SourceError(f"{name}: this JSON cannot be read: {error}") from error
    if not isinstance(tree, dict) or "blocks" not in tree or "pandoc-api-version" not in tree:
        raise SourceError(
            f"{name}: this JSON is none of pandoc's: it has no “pandoc-api-version” and “blocks”; make it with pandoc -t json"
        )
    version = tree["pandoc-api-version"]
    if not isinstance(version, list) or version[:1] != [1] or not all(isinstance(n, int) for n in version) or version[1:2] < [22]:
        raise SourceError(f"{name}: this JSON is of pandoc-types {version}; versions from 1.22 (pandoc 2.11) are read: use a newer pandoc")
    return tree


def _document(tree: Mapping[str, Any], source: Source, report: Report) -> Document:
    stated = tree.get("meta") or {}
    own = is_own(stated)
    blocks = Blocks(source.name, report, source.beside, own=own)
    meta = metadata(stated, blocks.inlines, source.name, report)
    found = blocks.stream(tree["blocks"], 0)
    meta, stream = (meta, found) if own else _titled(meta, found)
    body = nesting.nest(stream)
    if not own:
        meta = replace(meta, language=language(meta.language, walk.block_texts(body)))
    return Document(meta, body, tuple(blocks.inlines.pictures.resources))


def _titled(meta: Meta, stream: list[Block | Head]) -> tuple[Meta, list[nesting.Piece]]:
    """The leading heading as the title, where the metadata have none; the numbers of headings as labels."""
    head, rest = titles.lifted_title(stream)
    if head is not None and not meta.title:
        meta = replace(meta, title=titles.title_text(head.title))
        meta = replace(meta, title_block=titles.title_lines(meta, head.title))
        meta, stream = titles.with_lines_below(meta, rest)
    return meta, list(titles.labelled(stream))
