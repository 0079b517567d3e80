"""The pieces of which the text of an e-book is made; a writer may cut it into files between any two of them.

A ``Leaf`` is written whole: a paragraph, a heading, a table row. ``Open`` and ``CLOSE`` stand around leaves; a file that ends inside of
open containers closes them, and the next one opens them ``again``. A ``Seam`` says that a section begins: the best place for a cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from convert.model.nodes import Inline, Text

#: A paragraph of more characters than this is cut at ends of sentences, so that no file grows without bounds.
_LONG = 30_000
_SENTENCE_END = re.compile("[。！？!?；][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """XHTML that is not cut; the notes that belong to it; the ids in it that links may lead to; whether it stays with what follows."""

    html: str
    asides: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A container begins: its start tag, the start tag it gets in a further file, its end tag, its id."""

    start: str
    again: str
    end: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The innermost container ends."""


@dataclass(frozen=True, slots=True)
class Seam:
    """A section of this depth begins. ``forced``: it begins a file whatever its size."""

    level: int
    forced: bool = False


Piece: TypeAlias = Leaf | Open | Close | Seam
CLOSE = Close()


def portions(content: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """``content`` whole, or where it is very long in runs that end with a sentence."""
    if sum(len(i.text) if isinstance(i, Text) else 1 for i in content) <= _LONG:
        yield content
        return
    run: list[Inline] = []
    size = 0
    for inline in content:
        for piece in _sentences(inline) if isinstance(inline, Text) else (inline,):
            length = len(piece.text) if isinstance(piece, Text) else 1
            if run and size + length > _LONG:
                yield tuple(run)
                run, size = [], 0
            run.append(piece)
            size += length
    yield tuple(run)


def _sentences(text: Text) -> Iterator[Text]:
    """A text in runs of whole sentences of about a tenth of the limit; a sentence beyond the limit is cut by length."""
    start = 0
    step = _LONG // 10
    while start < len(text.text):
        found = _SENTENCE_END.search(text.text, min(start + step, len(text.text)))
        end = found.end() if found and found.end() - start < _LONG else min(start + _LONG, len(text.text))
        yield Text(text.text[start:end], attrs=text.attrs, pos=text.pos)
        start = end
