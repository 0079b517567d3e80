"""Word documents that are plain paragraphs, typed or pasted without a heading, a list or a bold word: read as the plain text that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.diagnostics import Pos, Report
from convert.model import walk
from convert.model.nodes import Document, LineBreak, Meta, Text
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
    """The document that the plain-text reader makes of ``entries``; None where it finds no structure.

    Where the paragraphs hold more than text (formatting, tables, notes …), that would be lost: None, and a warning.
    """
    text = "\n".join(one.text if isinstance(one, Line) else "" for one in entries)
    own = Report(explaining=report.explaining)
    document = read_plain(text, name, own)
    if not (document.meta.title or any(walk.sections(document.body))):
        return None
    if not all(isinstance(one, Line) and _is_bare(one) for one in entries):
        report.add(
            "docx.no-structure",
            "no style and no bold line marks a heading, though some lines look like headings; all are paragraphs",
            pos=Pos(1, 1, name),
            hint="give the headings heading styles, or save the text as TXT, without its formatting, and convert that",
        )
        return None
    report.extend(own)
    for made in own.decisions:
        report.explain(made.pos, made.taken_as, made.because, made.confidence, made.text)
    return document


def _is_bare(line: Line) -> bool:
    """Whether a paragraph is nothing but text."""
    plain = all(isinstance(one.inline, Text | LineBreak) and not one.flags and not one.href for one in line.leaves)
    return plain and not (line.anchors or line.beside or line.ruled or line.joins)


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
