"""Is the text that a program finds in an output the text of the edition?

The edition's text must be there in order, character by character, white space aside. Between its pieces may stand only what a writer makes
itself out of the document: contents, running heads, folios, note marks, readings; and the notes, wherever they are set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from convert.model import walk
from convert.model.nodes import Document, Note, Ruby

#: Length of the piece of text by which the comparison finds its way back after something generated.
PROBE = 12

#: What may remain of generated matter when the document's own words are taken out of it: folios, counters, dots, words of the contents.
_APPARATUS = re.compile(
    r"[\d〇一二三四五六七八九十百①-⑳\[\]〔〕［］（）()—–\-·•…./|^*†↩︎：:]+|目[录錄次]|第|[页頁]|共|[注註][释釋]?|[图圖表]|\u00ad"
)


@dataclass(frozen=True)
class Expected:
    """The text of an edition as the comparison needs it: without white space; ``own`` are the words that generated matter may repeat."""

    flow: str
    notes: tuple[str, ...]
    own: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> Expected:
        """What is to be found of ``document``."""
        notes = [note for node in _nodes(document.body) if isinstance(node, Note) for note in _note_texts(node)]
        own = {walk.squeeze(text) for text in _own_words(document)} - {""}
        longest_first = sorted(own, key=lambda text: (-len(text), text))
        return cls(walk.text(_without_notes(document)), tuple(notes), tuple(longest_first))


def problems(expected: Expected, found: str) -> tuple[str, ...]:
    """What is wrong with the text ``found`` in an output, in words; nothing where it is the text expected."""
    said, left = [], set(expected.notes)
    for kind, piece, before in _differences(expected.flow, walk.squeeze(found)):
        if kind == "lost":
            said.append(f"“{_cut(piece)}” is missing after “{before}”")
            continue
        left -= {note for note in left if note in piece}
        foreign = [_foreign(turned, expected) for turned in _turned(piece, before)]
        if all(foreign):
            said.append(f"“{_cut(foreign[0])}” after “{before}” is not of the text, nor generated from it")
    return (*said, *(f"the note “{_cut(note)}” is missing" for note in expected.notes if note in left))


def _turned(piece: str, before: str) -> Iterator[str]:
    """``piece`` as it may have been cut: where it ends as the text before it ends, it may as well begin there."""
    yield piece
    for length in range(1, min(len(piece), len(before)) + 1):
        if piece[-length:] == before[-length:]:
            yield before[-length:] + piece[:-length]


def _differences(expected: str, found: str) -> Iterator[tuple[str, str, str]]:
    """Pieces that are (``"lost"``, missing from ``found``) or (``"more"``, only there), each with the text before it. Greedy, linear."""
    i = j = 0
    lost = ""
    while i < len(expected):
        if found.startswith(expected[i : i + PROBE], j) or (not lost and j < len(found) and expected[i] == found[j]):
            at = j
        else:
            at = found.find(expected[i : i + PROBE], j)
        if at < 0:
            lost += expected[i]
            i += 1
            continue
        if lost:
            yield "lost", lost, expected[max(0, i - len(lost) - PROBE) : i - len(lost)]
            lost = ""
        if at > j:
            yield "more", found[j:at], expected[max(0, i - PROBE) : i]
        i, j = i + 1, at + 1
    if lost:
        yield "lost", lost, expected[max(0, len(expected) - len(lost) - PROBE) : len(expected) - len(lost)]
    if j < len(found):
        yield "more", found[j:], expected[-PROBE:]


def _foreign(piece: str, expected: Expected) -> str:
    """What is left of a generated piece when the notes, the document's own words and the apparatus are taken out."""
    for text in (*expected.notes, *expected.own):
        piece = piece.replace(text, "\n")
    return _APPARATUS.sub("", piece).replace("\n", "")


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}… ({len(text)} characters)"


# ------------------------------------------------------------------------------------------------ the document taken apart


def _own_words(document: Document) -> Iterator[str]:
    meta = document.meta
    yield from (meta.title, meta.kicker, meta.subtitle, meta.series, meta.instalment, meta.publisher, meta.date_printed, meta.source)
    yield from (contributor.name for contributor in meta.contributors)
    for line in walk.title_block(meta):
        yield walk.flow(line.content)
    for _, section in walk.sections(document.body):
        yield section.label + walk.flow(section.title)
        yield walk.flow(section.title)
        yield section.label
        yield from (walk.byline_text(byline) for byline in section.byline)
        yield from (byline.name for byline in section.byline)
    for node in _nodes(document.body):
        if isinstance(node, Ruby):
            yield node.annotation
        if isinstance(node, Note):
            yield node.label


def _note_texts(note: Note) -> list[str]:
    texts = (walk.squeeze(text) for text in walk.block_texts(note.body))
    return [text for text in texts if text]


def _nodes(value: Any) -> Iterator[Any]:
    """``value`` and every node inside it."""
    if isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _nodes(getattr(value, field.name))


def _without_notes(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_without_notes(part) for part in value if not isinstance(part, Note))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _without_notes(part) for name, part in parts.items() if isinstance(part, tuple)})
    return value
