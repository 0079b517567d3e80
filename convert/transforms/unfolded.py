"""A document as it is printed, line by line, and back: so that a line can be made something else.

A piece is a line of the title, a line of a heading, a byline, or a block; ``depth`` counts the sections around it (a heading's own counts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from convert.diagnostics import Pos
from convert.model import walk
from convert.model.nodes import (
    Block,
    BulletList,
    Byline,
    Document,
    Group,
    Inline,
    Item,
    LineBreak,
    OrderedList,
    Para,
    Quote,
    Section,
    Text,
    TitleLine,
    Verse,
)

Node = TitleLine | Section | Byline | Block


@dataclass(slots=True)
class Piece:
    """A printed line or block. ``leads``: a byline above its heading; ``joined``: a further line of the heading before it."""

    kind: Literal["title", "heading", "byline", "block"]
    depth: int
    node: Node
    content: tuple[Inline, ...] = ()
    label: str = ""
    leads: bool = False
    joined: bool = False

    @property
    def pos(self) -> Pos | None:
        """Where it stands in the source."""
        first = next((inline.pos for inline in self.content if inline.pos), None)
        return first if self.kind == "heading" and not self.label and first else self.node.pos or first

    @property
    def text(self) -> str:
        """Its text as printed."""
        if isinstance(self.node, Byline) and self.kind == "byline":
            return self.node.printed or walk.byline_text(self.node)
        return self.label + walk.flow(self.content)

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """Its text as inlines, the label included."""
        if self.kind == "byline":
            return (Text(self.text, pos=self.pos),)
        return (Text(self.label, pos=self.node.pos), *self.content) if self.label else self.content


def unfold(document: Document, apart: Callable[[Piece], bool]) -> list[Piece]:
    """The pieces of a document in reading order. A line of a list, of verse or of a group is a piece of its own if ``apart`` says so."""
    titles = [Piece("title", 0, line, line.content) for line in walk.title_block(document.meta)]
    return titles + list(_of_blocks(document.body, 0, apart))


def lines(document: Document) -> Iterator[Piece]:
    """Every line that can be made something else."""
    return (piece for piece in unfold(document, lambda _: True) if piece.text)


def _of_blocks(blocks: Iterable[Block], depth: int, apart: Callable[[Piece], bool]) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Section():
                yield from _of_section(block, depth + 1, apart)
            case Para():
                yield Piece("block", depth, block, block.content)
            case OrderedList() | BulletList():
                yield from _of_list(block, depth, apart)
            case Verse():
                yield from _of_verse(block, depth, apart)
            case Quote() | Group():
                yield from _of_group(block, depth, apart)
            case _:
                yield Piece("block", depth, block)


def _of_section(section: Section, depth: int, apart: Callable[[Piece], bool]) -> Iterator[Piece]:
    shell = replace(section, title=(), body=(), byline=())
    speakers = [Piece("byline", depth, byline, leads=section.byline_first) for byline in section.byline]
    heading = [
        Piece("heading", depth, shell, content, "" if number else section.label, joined=number > 0)
        for number, content in enumerate(_split(section.title))
    ]
    yield from speakers + heading if section.byline_first else heading + speakers
    yield from _of_blocks(section.body, depth, apart)


def _split(content: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    """The lines of a heading."""
    found: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, LineBreak):
            found.append([])
        else:
            found[-1].append(inline)
    return [tuple(line) for line in found]


def _of_list(block: OrderedList | BulletList, depth: int, apart: Callable[[Piece], bool]) -> Iterator[Piece]:
    kept: list[Item] = []
    for item in block.items:
        first, rest = _first_line(item)
        pos = item.pos or next((block.pos for block in item.body), None)
        piece = Piece("block", depth, Para(first, pos=pos), first, item.label)
        inner = list(_of_blocks(rest, depth, apart))
        if apart(piece) or any(apart(other) for other in inner):
            yield from _as_list(block, kept, depth)
            kept = []
            yield from [piece, *inner] if apart(piece) else [*_as_list(block, [replace(item, body=item.body[:1])], depth), *inner]
        else:
            kept.append(item)
    yield from _as_list(block, kept, depth)


def _first_line(item: Item) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    head = item.body[0] if item.body else None
    return (head.content, item.body[1:]) if isinstance(head, Para) else ((), item.body)


def _as_list(block: OrderedList | BulletList, items: list[Item], depth: int) -> Iterator[Piece]:
    if items:
        yield Piece("block", depth, replace(block, items=tuple(items), pos=items[0].pos))


def _of_verse(block: Verse, depth: int, apart: Callable[[Piece], bool]) -> Iterator[Piece]:
    kept: list[tuple[Inline, ...]] = []
    for line in block.lines:
        piece = Piece("block", depth, Para(line, pos=line[0].pos if line else None), line)
        if apart(piece):
            if kept:
                yield Piece("block", depth, replace(block, lines=tuple(kept)))
            kept = []
            yield piece
        else:
            kept.append(line)
    if kept:
        yield Piece("block", depth, replace(block, lines=tuple(kept)))


def _of_group(block: Quote | Group, depth: int, apart: Callable[[Piece], bool]) -> Iterator[Piece]:
    """The lines of a group; one that holds sections stays whole."""
    if any(isinstance(inner, Section) for inner in block.body):
        yield Piece("block", depth, block)
        return
    kept: list[Block] = []
    for inner in block.body:
        pieces = list(_of_blocks((inner,), depth, apart))
        if any(apart(piece) for piece in pieces):
            if kept:
                yield Piece("block", depth, replace(block, body=tuple(kept)))
            kept = []
            yield from pieces
        else:
            kept.append(inner)
    if kept:
        yield Piece("block", depth, replace(block, body=tuple(kept)))


# ------------------------------------------------------------------------------------------------ back


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    level: int
    shell: Section
    title: list[Inline] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)


def fold(pieces: Iterable[Piece]) -> tuple[tuple[TitleLine, ...], tuple[Block, ...]]:
    """The title block and the body that ``pieces`` make."""
    folder = _Folder()
    titles: list[TitleLine] = []
    for piece in pieces:
        if isinstance(piece.node, TitleLine):
            titles.append(piece.node)
        else:
            folder.take(piece)
    return tuple(titles), folder.done()


class _Folder:
    """Builds the tree of sections."""

    def __init__(self) -> None:
        self.top: list[Block] = []
        self.stack: list[_Open] = []
        self.leading: list[Piece] = []

    def take(self, piece: Piece) -> None:
        node = piece.node
        if isinstance(node, Byline):
            self._byline(piece, node)
        elif isinstance(node, Section) and piece.kind == "heading":
            self._heading(piece, node)
        elif not isinstance(node, TitleLine):
            self._untitled()
            self._close(piece.depth + 1)
            (self.stack[-1].body if self.stack else self.top).append(node)

    def _heading(self, piece: Piece, shell: Section) -> None:
        if piece.joined and self.stack and not self.stack[-1].body and self.stack[-1].level == piece.depth:
            self.stack[-1].title += [LineBreak(pos=piece.pos), *piece.content]
            return
        self._close(piece.depth)
        speakers = [one.node for one in self.leading if isinstance(one.node, Byline)]
        self.leading = []
        shell = replace(shell, byline_first=bool(speakers))
        self.stack.append(_Open(piece.depth, shell, list(piece.content), speakers))

    def _byline(self, piece: Piece, byline: Byline) -> None:
        if piece.leads:
            self.leading.append(piece)
            return
        if not self.stack or self.stack[-1].body:
            self._close(max(piece.depth, 1))
            self.stack.append(_Open(max(piece.depth, 1), Section((), (), pos=piece.pos)))
        self.stack[-1].bylines.append(byline)

    def _untitled(self) -> None:
        """Bylines that led to no heading open a section without one."""
        for piece in self.leading:
            self._byline(replace(piece, leads=False), piece.node)  # type: ignore[arg-type]  # only bylines lead
        self.leading = []

    def _close(self, level: int) -> None:
        """Close the sections of ``level`` and deeper."""
        while self.stack and self.stack[-1].level >= level:
            done = self.stack.pop()
            section = replace(done.shell, title=tuple(done.title), byline=tuple(done.bylines), body=tuple(done.body))
            (self.stack[-1].body if self.stack else self.top).append(section)

    def done(self) -> tuple[Block, ...]:
        self._untitled()
        self._close(0)
        return tuple(self.top)
