"""The text of a book cut into files: a file a section, long ones cut where it hurts least.

Readers open a file whole, so files stay near 100 kB and never exceed 250 kB but for a single table or picture that cannot be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from convert.model.nodes import Block, Document, Group, Section
from convert.writers.markup import Escaper
from convert.writers.xhtml_blocks import Blocks
from convert.writers.xhtml_pieces import CLOSE, Close, Leaf, Open, Piece, Seam

#: A section of at most this many bytes is one file.
_WHOLE = 150_000
#: What the files of a longer one are to have; none has more than one and a half times this.
_AIM = 100_000
#: (epub:type, DPUB-ARIA role) of a top-level section by its role.
_TYPES = {"appendix": ("appendix", "doc-appendix"), "attachment": ("appendix", "doc-appendix"), "volume": ("part", "doc-part")}
_CHAPTER = ("chapter", "doc-chapter")
_INDEX = ("index", "doc-index")
_INTRODUCTION = ("introduction", "doc-introduction")


@dataclass(frozen=True, slots=True)
class File:
    """A content document: its name without extension, its title as plain text, what goes into its body."""

    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Part:
    """What begins a file: a top-level section, or None for matter before the first one; and the blocks that follow it."""

    number: int
    section: Section | None
    rest: tuple[Block, ...]

    @property
    def prefix(self) -> str:
        """Leads the part's file names and ids: s00 before the first section, s01 for the first."""
        return f"s{self.number:02}"


def parts(document: Document) -> Iterator[Part]:
    """The parts of a book in order."""
    number, section, rest = 0, None, list[Block]()
    for block in document.body:
        if not isinstance(block, Section) and not is_index(block):
            rest.append(block)
            continue
        if section is not None or rest:
            yield Part(number, section, tuple(rest))
        number += 1
        section = block if isinstance(block, Section) else None
        rest = [] if section else [block]
    if section is not None or rest:
        yield Part(number, section, tuple(rest))


def is_index(block: Block) -> bool:
    """Whether a block is an index that a transform has added."""
    return isinstance(block, Group) and block.role == "index"


def files(part: Part, blocks: Blocks, title: str, alone: bool, places: dict[str, str]) -> list[File]:
    """The files of a part; ``places`` learns in which file each id stands.

    ``title`` names what has no heading of its own. ``alone``: the book has no section, so this part is its whole text.
    """
    pieces = list(_pieces(part, blocks, title, alone))
    titles = {h.id: h.text for h in blocks.headings}
    return _Cutter(part.prefix, titles.get(part.prefix, title), titles, places).cut(pieces)


def _pieces(part: Part, blocks: Blocks, title: str, alone: bool) -> Iterator[Piece]:
    section = part.section
    if section is None:
        kind = _INDEX if any(map(is_index, part.rest)) else _CHAPTER if alone else _INTRODUCTION
        yield _frame(blocks.escape, part.prefix, kind, "", title)
        yield from blocks.write(part.rest)
        yield CLOSE
        return
    content = list(blocks.section_content(section, 1, part.prefix))
    headed = any(heading.id == part.prefix for heading in blocks.headings)
    name = blocks.headings[0].text if headed else title
    if section.attrs.id:
        blocks.anchors.setdefault(section.attrs.id, part.prefix)
    yield _frame(blocks.escape, part.prefix, _TYPES.get(section.role, _CHAPTER), f"{part.prefix}-title" if headed else "", name)
    yield from content
    yield CLOSE
    yield from blocks.write(part.rest)


def _frame(escape: Escaper, prefix: str, types: tuple[str, str], heading: str, name: str) -> Open:
    """The outermost section of a file: typed, and named by its heading, or by ``name`` where the file has none."""
    kind = f'epub:type="{types[0]}" role="{types[1]}"'
    label = f'aria-label="{escape.attribute(name)}"'
    start = f'<section id="{prefix}" {kind} ' + (f'aria-labelledby="{heading}">' if heading else f"{label}>")
    return Open(start, f"<section {kind} {label}>", "</section>", prefix)


@dataclass(slots=True)
class _Opened:
    """An open container: where its start tag stands in the file, and whether anything has been laid into it there."""

    piece: Open
    place: int
    used: bool = False


@dataclass(slots=True)
class _Cutter:
    """Lays pieces into files. ``titles`` are the headings by id; ``size`` is what the file holds, in bytes.

    ``patience``: how far beyond its share a file goes on while a section may still begin, which would be a better place for a cut.
    """

    prefix: str
    title: str
    titles: dict[str, str]
    places: dict[str, str]
    files: list[File] = field(default_factory=list)
    open: list[_Opened] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    size: int = 0
    keep: bool = False
    patience: float = 1.0
    own_title: str = ""

    def cut(self, pieces: Sequence[Piece]) -> list[File]:
        """The files that ``pieces`` make."""
        total = sum(_bytes(piece) for piece in pieces if isinstance(piece, Leaf))
        aim = total / -(-total // _AIM) if total > _WHOLE else float("inf")
        self.patience = 1.3 if any(isinstance(piece, Seam) for piece in pieces) else 1.0
        for piece in pieces:
            self._lay(piece, aim)
        self._end_file()
        return self.files

    def _lay(self, piece: Piece, aim: float) -> None:
        match piece:
            case Leaf():
                self._leaf(piece, aim)
            case Open():
                if not self.size:
                    self.own_title = self.own_title or self.titles.get(piece.id, "")
                self.open.append(_Opened(piece, len(self.html)))
                self.html.append(piece.start)
                self._learn((piece.id,))
            case Close():
                self.html.append(self.open.pop().piece.end)
            case Seam():
                if self.size and not self.keep and (piece.forced or self.size > aim * 0.6):
                    self._next_file()
            case _:
                assert_never(piece)

    def _leaf(self, leaf: Leaf, aim: float) -> None:
        size = _bytes(leaf)
        if self.size and self.size + size / 2 > aim * (1.5 if self.keep else self.patience):
            self._next_file()
        self._learn(leaf.ids)
        self.html.append(leaf.html)
        self.asides.extend(leaf.asides)
        self.size += size
        self.keep = leaf.keep
        for opened in self.open:
            opened.used = True

    def _learn(self, ids: Iterable[str]) -> None:
        name = self._name()
        for id_ in ids:
            self.places[id_] = name

    def _name(self) -> str:
        return self.prefix if not self.files else f"{self.prefix}-{len(self.files) + 1}"

    def _end_file(self) -> None:
        self.html.extend(opened.piece.end for opened in reversed(self.open))
        if self.asides:
            self.html.append(f'<div class="notes">{"".join(self.asides)}</div>')
        self.files.append(File(self._name(), self.own_title or self.title, "".join(self.html)))

    def _next_file(self) -> None:
        """End the file. Containers that hold nothing yet go to the next one as a whole."""
        waiting = [opened for opened in self.open if not opened.used]
        if waiting:
            del self.html[waiting[0].place :]
            del self.open[-len(waiting) :]
        self._end_file()
        self.html = [opened.piece.again for opened in self.open]
        self.asides, self.size, self.keep, self.own_title = [], 0, False, ""
        for place, opened in enumerate(self.open):
            opened.place = place
        for opened in waiting:
            self._lay(opened.piece, float("inf"))


def _bytes(leaf: Leaf) -> int:
    return len(leaf.html.encode()) + sum(len(aside.encode()) for aside in leaf.asides)
