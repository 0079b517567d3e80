"""The run of headings and blocks that a content document gives, before the levels of its headings are settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from convert.diagnostics import Pos
from convert.model.nodes import Attrs, Block, Inline
from convert.readers.nesting import Dated, Head, Piece, Signed, unnested
from convert.readers.xhtml_inlines import Book


@dataclass(slots=True, eq=False)
class Draft:
    """A heading whose level is not settled: ``tag`` is that of its element (1 … 6), ``depth`` that of its section."""

    content: tuple[Inline, ...]
    tag: int
    depth: int
    attrs: Attrs
    pos: Pos | None
    label: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """An element begins that the contents lead to."""

    id: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The section that ``draft`` heads ends; in our own books the section of this depth."""

    draft: Draft | None
    depth: int


Part: TypeAlias = Draft | Mark | Closing | Signed | Dated | Block
Stream: TypeAlias = list[Part]


def flat(stream: Stream) -> tuple[Block, ...]:
    """The blocks of a stream in which no section can begin."""
    pieces: list[Piece] = []
    for one in stream:
        match one:
            case Draft():
                pieces.append(Head(1, one.content, one.label, one.attrs, one.pos))
            case Mark() | Closing():
                pass
            case _:
                pieces.append(one)
    return unnested(pieces)


def inherit(attrs: Attrs, out: Stream, start: int, book: Book) -> None:
    """The id of an element that only arranges goes to its first block, its language to all that have none."""
    given = False
    for number in range(start, len(out)):
        one = out[number]
        if isinstance(one, (Mark, Closing, Signed, Dated)):
            continue
        own = one.attrs
        if attrs.id and not given and own.id and own.id != attrs.id:
            book.aliases[attrs.id] = own.id
        made = replace(own, id=own.id or (attrs.id if not given else ""), lang=own.lang or attrs.lang)
        given = True
        if isinstance(one, Draft):
            one.attrs = made
        else:
            out[number] = replace(one, attrs=made)


def add(out: Stream, body: tuple[Block, ...], make: Callable[[tuple[Block, ...]], Block]) -> None:
    """Add what ``make`` makes of ``body``, where it holds anything."""
    if body:
        out.append(make(body))
