"""The levels of headings in a book: by the contents, and by the headings' own elements where the contents say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from convert.model import walk
from convert.model.nodes import Attrs, Para, Text
from convert.readers.epub_package import Entry
from convert.readers.nesting import Dated, Signed
from convert.readers.xhtml_stream import Closing, Draft, Mark, Part, Stream

#: A heading stands at most this many blocks below the place that the contents lead to, unless it says the same.
_NEAR = 2
_DEEPEST = 9


@dataclass(slots=True)
class Levels:
    """Settles levels document by document. ``entries`` are those of the contents by the place that they lead to.

    ``made`` counts headings that stand in the contents only.
    """

    entries: Mapping[tuple[str, str], Sequence[Entry]]
    own: bool
    made: int = 0
    _last: tuple[int, int] | None = None
    _waiting: bool = False

    def settle(self, member: str, stream: Stream) -> Stream:
        """The stream of a document with every heading's level settled; marks are gone."""
        result: Stream = []
        pending = list(self.entries.get((member, ""), ())) if _has_text(stream) else []
        for place, piece in enumerate(stream):
            if isinstance(piece, Mark):
                pending += self.entries.get((member, piece.id), ())
                self._waiting = False
                continue
            if pending:
                piece = self._claimed(pending, piece, stream, place, result)  # noqa: PLW2901 - a paragraph may turn out a heading
            if isinstance(piece, Draft):
                self._level(piece)
            result.append(piece)
        return result

    def _claimed(self, pending: list[Entry], piece: Part, stream: Stream, place: int, result: Stream) -> Part:
        """What the entries that lead to this place name: this heading or paragraph, or one that has to be made; else wait."""
        entry = pending[-1]
        if isinstance(piece, Draft):
            entry = next((one for one in pending if _alike(one.label, _text(piece))), entry)
            piece.level = entry.depth
            pending.clear()
        elif isinstance(piece, Para) and walk.squeeze(walk.flow(piece.content)) == walk.squeeze(entry.label):
            pending.clear()
            return Draft(piece.content, entry.depth, entry.depth, Attrs(id=piece.attrs.id), piece.pos, level=entry.depth)
        elif self.own or self._waiting or _comes(entry, stream, place):
            self._waiting = True
            return piece
        else:
            made = Draft((Text(entry.label),), entry.depth, entry.depth, Attrs(), getattr(piece, "pos", None), level=entry.depth)
            self.made += 1
            self._level(made)
            result.append(made)
            pending.clear()
        self._waiting = bool(pending)
        return piece

    def _level(self, draft: Draft) -> None:
        if self.own:
            draft.level = draft.depth
        elif draft.level:
            self._last = (draft.tag, draft.level)
        elif self._last is None:
            draft.level = draft.tag
        else:
            tag, level = self._last
            draft.level = min(max(1, level + draft.tag - tag), _DEEPEST)


def _comes(entry: Entry, stream: Stream, place: int) -> bool:
    """Whether a heading for ``entry`` follows ``place``: near, or with the same words; before the contents lead elsewhere."""
    blocks = 0
    for one in islice(stream, place, None):
        if isinstance(one, Mark):
            return False
        if isinstance(one, Draft):
            return blocks <= _NEAR or _alike(entry.label, _text(one))
        if isinstance(one, Para):
            if walk.squeeze(walk.flow(one.content)) == walk.squeeze(entry.label) and blocks <= _NEAR:
                return True
            blocks += 1
    return False


def _alike(label: str, text: str) -> bool:
    """Whether two headings are the same, or one is the other cut short."""
    one, other = walk.squeeze(label).casefold(), walk.squeeze(text).casefold()
    return bool(one and other) and (one == other or (min(len(one), len(other)) > 1 and (one in other or other in one)))


def _text(draft: Draft) -> str:
    return walk.flow(draft.content)


def _has_text(stream: Iterable[Part]) -> bool:
    return any(says_something(one) for one in stream)


def says_something(part: Part) -> bool:
    """Whether a part of a stream holds any text."""
    match part:
        case Draft() | Signed() | Dated():
            return True
        case Mark() | Closing():
            return False
        case _:
            return any(walk.squeeze(text) for text in walk.block_texts((part,)))
