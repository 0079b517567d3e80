"""Word documents that are plain paragraphs, typed or pasted without a heading, a list or a bold word: read as the plain text that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.diagnostics import Pos, Report
from convert.model import walk
from convert.model.nodes import Block, Document, LineBreak, Meta, Para, Text
from convert.model.rewriting import Rewrite, rewrite
from convert.readers.docx_leaves import inlines_of, trimmed
from convert.readers.docx_story import Entry, Line
from convert.readers.text import read_plain

#: With fewer lines there is no structure to find.
_FEWEST = 4


def is_unmarked(entries: Sequence[Entry]) -> bool:
    """Whether nothing tells what the paragraphs are: no heading, title, list or role of any style, no contents."""
    lines = [one for one in entries if isinstance(one, Line) and not one.empty]
    return len(lines) >= _FEWEST and not any(
        one.level or one.title or one.contents or one.label or one.style.role for one in (*lines, *entries) if isinstance(one, Line)
    )


def read_unmarked(entries: Sequence[Entry], name: str, report: Report) -> Document | None:
    """The document that the plain-text reader makes of ``entries``, formatting kept; None where it finds no structure.

    Where more than text would be lost (a table, a formatted word in a heading …): None, and a warning.
    """
    text = "\n".join(one.text if isinstance(one, Line) else "" for one in entries)
    own = Report(explaining=report.explaining)
    document = read_plain(text, name, own)
    if not (document.meta.title or any(walk.sections(document.body))):
        return None
    made = _formatted(document, entries)
    if made is None:
        report.add(
            "docx.no-structure",
            "no style and no bold line marks a heading, though some lines look like headings; all are paragraphs",
            pos=Pos(1, 1, name),
            hint="give the headings heading styles, or save the text as TXT, without its formatting, and convert that",
        )
        return None
    report.extend(own)
    for why in own.decisions:
        report.explain(why.pos, why.taken_as, why.because, why.confidence, why.text)
    return made


def _formatted(document: Document, entries: Sequence[Entry]) -> Document | None:
    """``document`` with the formatting, notes and links of ``entries`` in its paragraphs; None where any of it finds no place."""
    rich: dict[int, Line] = {}
    number = 1
    for one in entries:
        if not isinstance(one, Line) or one.anchors or one.beside or one.ruled or one.joins:
            return None
        if not all(isinstance(leaf.inline, Text | LineBreak) and not leaf.flags and not leaf.href for leaf in one.leaves):
            rich[number] = one
        number += 1 + one.text.count("\n")

    def place(block: Block) -> Block:
        line = rich.get(block.pos.line) if isinstance(block, Para) and block.pos else None
        if line is None or not isinstance(block, Para) or walk.squeeze(walk.flow(block.content)) != walk.squeeze(line.text):
            return block
        del rich[block.pos.line if block.pos else 0]
        return replace(block, content=inlines_of(trimmed(line.leaves)))

    made = rewrite(document, Rewrite(block=place)) if rich else document
    return None if rich else made


def with_stated(meta: Meta, stated: Meta) -> Meta:
    """``meta``, as printed, and from the properties of the file what the text does not say."""
    return replace(
        meta,
        title=meta.title or stated.title,
        contributors=meta.contributors or stated.contributors,
        date=meta.date or stated.date,
        identifiers=stated.identifiers,
        keywords=meta.keywords or stated.keywords,
        description=meta.description or stated.description,
        modified=stated.modified,
    )
