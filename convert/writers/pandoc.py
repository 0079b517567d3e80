"""The ``pandoc`` writer: pandoc's JSON (pandoc-types 1.23), from which pandoc makes its forty formats.

What pandoc's model lacks is carried by Divs and Spans, so that the ``pandoc`` reader gives the same document again: the class is the role;
the attribute ``node`` names the node of ours that a Div or a Span stands for. All that is printed stands as text: labels that pandoc
could not number, bylines, readings of ruby in parentheses.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import Contributor, Document, Meta, TitleLine
from convert.stylesheet import Direction, Sheet
from convert.writers.pandoc_blocks import Blocks
from convert.writers.pandoc_inlines import Inlines, element, words

#: Pictures are written as data URIs; pandoc-types 1.23 is that of pandoc 3.
API_VERSION = (1, 23, 1)


@dataclass(frozen=True, slots=True)
class PandocOptions:
    """There is nothing to choose."""


class PandocWriter:
    """The document for pandoc: ``… | pandoc -f json -t rst``."""

    options_type: ClassVar[type] = PandocOptions
    honours: ClassVar[frozenset[str]] = frozenset()
    directions: ClassVar[frozenset[Direction]] = frozenset()

    def write(self, document: Document, sheet: Sheet, options: PandocOptions, report: Report, out: BinaryIO) -> None:
        """Write UTF-8 JSON on one line."""
        pictures = {r.name: f"data:{r.media_type};base64,{base64.b64encode(r.data).decode('ascii')}" for r in document.resources}
        blocks = Blocks(pictures)
        tree = {
            "pandoc-api-version": list(API_VERSION),
            "meta": _meta(document.meta, blocks.inlines),
            "blocks": [*_other_lines(document.meta, blocks.inlines), *blocks.body(document.body, 1)],
        }
        out.write(json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _meta(meta: Meta, inlines: Inlines) -> dict[str, Any]:
    """The metadata under pandoc's names, and under ``zhaibian`` what has none."""
    title = next((line.content for line in meta.title_block if line.role == "title"), ())
    subtitle = next((line.content for line in meta.title_block if line.role == "subtitle"), ())
    authors = [c for c in meta.contributors if c.role == "aut"]
    named = {
        "title": _inlines(inlines.write(title)) if title else _text(meta.title),
        "subtitle": _inlines(inlines.write(subtitle)) if subtitle else _text(meta.subtitle),
        "author": _list([_text(c.name) for c in authors]),
        "date": _text(meta.date_printed or meta.date),
        "lang": _string(meta.language),
        "keywords": _list([_text(k) for k in meta.keywords]),
        "description": _text(meta.description),
        "publisher": _text(meta.publisher),
        "rights": _text(meta.rights),
        "identifier": _list([_text(i) for i in meta.identifiers]),
        "source": _text(meta.source),
    }
    return {key: value for key, value in named.items() if value} | {"zhaibian": _own(meta, inlines)}


def _other_lines(meta: Meta, inlines: Inlines) -> list[Any]:
    """The printed lines of the title that pandoc's metadata have no name for, as paragraphs before the text."""
    lines = [line for line in walk.title_block(meta) if line.role not in ("title", "subtitle")]
    pairs = [["node", "TitleLine"]]
    return [element("Div", [["", [line.role], pairs], [element("Para", inlines.write(line.content))]]) for line in lines]


def _own(meta: Meta, inlines: Inlines) -> dict[str, Any]:
    names = ("title", "kicker", "subtitle", "series", "instalment", "date", "page")
    own: dict[str, Any] = {"version": _string("1")} | {name: _string(getattr(meta, name)) for name in names}
    own["date-printed"] = _string(meta.date_printed)
    own["modified"] = _string(meta.modified.isoformat()) if meta.modified else None
    own["contributors"] = _list([_contributor(c) for c in meta.contributors])
    own["title-block"] = _list([_title_line(line, inlines) for line in meta.title_block])
    return {"t": "MetaMap", "c": {key: value for key, value in own.items() if value}}


def _contributor(contributor: Contributor) -> dict[str, Any]:
    values = {"name": contributor.name, "role": contributor.role, "position": contributor.position}
    return {"t": "MetaMap", "c": {key: _string(value) for key, value in values.items() if value}}


def _title_line(line: TitleLine, inlines: Inlines) -> dict[str, Any]:
    content = _inlines(inlines.write(line.content))
    return {"t": "MetaMap", "c": {"role": {"t": "MetaString", "c": line.role}, "content": content}}


def _string(value: str) -> dict[str, Any] | None:
    return {"t": "MetaString", "c": value} if value else None


def _text(value: str) -> dict[str, Any] | None:
    return _inlines(words(value)) if value else None


def _inlines(content: list[Any]) -> dict[str, Any]:
    return {"t": "MetaInlines", "c": content}


def _list(values: Iterable[Any]) -> dict[str, Any] | None:
    kept = [value for value in values if value]
    return {"t": "MetaList", "c": kept} if kept else None
