"""From a flat run of headings and blocks to nested sections: what readers of documents with heading levels share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from convert.diagnostics import Pos
from convert.model import walk
from convert.model.nodes import (
    NO_ATTRS,
    Attrs,
    Block,
    Byline,
    Figure,
    Group,
    Inline,
    Para,
    Section,
    Table,
    Text,
)
from convert.readers.labels import RANKS, read_label


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its level (a smaller number stands above), its title, a label that stands before the title and is no part of it."""

    level: int
    title: tuple[Inline, ...]
    label: str = ""
    attrs: Attrs = NO_ATTRS
    pos: Pos | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A byline that stands in a paragraph of its own: above a heading or below it."""

    byline: Byline
    text: str
    pos: Pos | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A dateline in a paragraph of its own."""

    text: str
    pos: Pos | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The section of this level ends, though no heading follows."""

    level: int


Piece: TypeAlias = Head | Signed | Dated | End | Block


@dataclass(slots=True)
class _Open:
    """A section in the making. ``fresh``: nothing but bylines stands below its heading so far."""

    head: Head | None
    bylines: list[Byline] = field(default_factory=list)
    byline_first: bool = False
    dateline: str = ""
    body: list[Block] = field(default_factory=list)
    fresh: bool = True

    def closed(self) -> Section:
        head = self.head or Head(0, ())
        return Section(
            head.title,
            tuple(self.body),
            head.label,
            tuple(self.bylines),
            self.dateline,
            self.byline_first,
            attrs=head.attrs,
            pos=head.pos,
        )


def nest(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks that ``pieces`` make: each heading opens a section that ends where one of its level or above begins.

    Bylines directly below a heading are the section's; those directly above one too (``byline_first``); any other becomes a paragraph.
    """
    stack = [_Open(None, fresh=False)]
    waiting: list[Signed] = []
    for piece in pieces:
        if isinstance(piece, Signed) and not (stack[-1].fresh and not stack[-1].byline_first and not stack[-1].dateline):
            waiting.append(piece)
            continue
        if isinstance(piece, Head):
            _close_to(stack, piece.level)
            first = [signed.byline for signed in waiting]
            waiting.clear()
            stack.append(_Open(piece, first, byline_first=bool(first)))
            continue
        _flush(waiting, stack[-1])
        if isinstance(piece, End):
            _close_to(stack, piece.level)
        else:
            _lay(piece, stack[-1])
    _flush(waiting, stack[-1])
    _close_to(stack, -(10**9))
    return tuple(stack[0].body)


def _close_to(stack: list[_Open], level: int) -> None:
    """Close the open sections of ``level`` and below."""
    while stack[-1].head is not None and stack[-1].head.level >= level:
        closed = stack.pop().closed()
        stack[-1].body.append(closed)
        stack[-1].fresh = False


def _flush(waiting: list[Signed], section: _Open) -> None:
    """Bylines that no heading claims: paragraphs."""
    for signed in waiting:
        section.body.append(Para((Text(signed.text),), attrs=Attrs(role="signature"), pos=signed.pos))
        section.fresh = False
    waiting.clear()


def _lay(piece: Signed | Dated | Block, section: _Open) -> None:
    match piece:
        case Signed():
            section.bylines.append(piece.byline)
        case Dated() if section.fresh and not section.dateline:
            section.dateline = piece.text
        case Dated():
            section.body.append(Para((Text(piece.text),), attrs=Attrs(role="dateline"), pos=piece.pos))
            section.fresh = False
        case _:
            section.body.append(piece)
            section.fresh = False


def unnested(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """The blocks of a place that has no sections (a cell, a note, an item): headings become paragraphs with the role ``label``."""
    return tuple(_flat(piece) for piece in pieces if not isinstance(piece, End))


def _flat(piece: Head | Signed | Dated | Block) -> Block:
    match piece:
        case Head():
            lead = (Text(piece.label),) if piece.label else ()
            return Para((*lead, *piece.title), attrs=Attrs(id=piece.attrs.id, role="label", lang=piece.attrs.lang), pos=piece.pos)
        case Signed():
            return Para((Text(piece.text),), attrs=Attrs(role="signature"), pos=piece.pos)
        case Dated():
            return Para((Text(piece.text),), attrs=Attrs(role="dateline"), pos=piece.pos)
        case _:
            return piece


def typed_label(title: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """A label at the head of a title, and the title without it; "" where none stands there, or nothing but it."""
    pieces = walk.leaf_texts(title)
    found = read_label("".join(pieces))
    if found is None or found.style not in RANKS or found.text[-1:].isdigit() or not "".join(pieces)[found.end :].strip():
        return "", title
    return found.text, walk.without_start(title, found.end)


#: 表1　各区里程, 附表2-1：…: what names the table below it; a sentence with its stop does not.
_TABLE_NAME = re.compile(r"附?表\s*[0-9０-９一二三四五六七八九十]+(?:[-－–—.．][0-9０-９]+)*(?![0-9０-９]).{0,60}(?<![。；;，,：:！？])")


def names_table(text: str) -> bool:
    """Whether a paragraph of ``text`` is the caption of the table that follows it."""
    return _TABLE_NAME.fullmatch(text.strip()) is not None


def with_named_tables(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Paragraphs such as 表1 各区里程 go to the table directly below them, as its caption."""
    above: list[Piece] = []
    for piece in pieces:
        last = above.pop() if above else None
        if isinstance(piece, Table) and not piece.caption and isinstance(last, Para) and names_table(walk.flow(last.content)):
            above.append(captioned_table(piece, last))
            continue
        if last is not None:
            yield last
        above.append(piece)
    yield from above


def captioned_table(table: Table, caption: Para) -> Table:
    """``table`` with the paragraph above it as its caption."""
    return replace(table, caption=caption.content, attrs=replace(table.attrs, id=table.attrs.id or caption.attrs.id))


def captioned(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Captions go to the figure above them or the table below them."""
    waiting: list[Piece] = []
    for piece in with_named_tables(pieces):
        last = waiting[-1] if waiting else None
        if isinstance(piece, Para) and piece.role == "caption" and isinstance(last, Figure) and not last.caption:
            waiting[-1] = replace(last, caption=piece.content, attrs=last.attrs if last.attrs.id else replace(piece.attrs, role=""))
        elif isinstance(piece, Table) and not piece.caption and isinstance(last, Para) and last.role == "caption":
            waiting[-1] = captioned_table(piece, last)
        else:
            waiting.append(piece)
    yield from waiting


def contents(blocks: Iterable[Block], pos: Pos | None = None) -> Group:
    """A table of contents that the file brings along; writers that make their own leave it out."""
    return Group(tuple(blocks), attrs=Attrs(role="contents"), pos=pos)
