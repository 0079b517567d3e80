"""Hard-wrapped rows: at what width they were broken, how rows look that go on, and the paragraphs that they make.

Wrapped rows crowd just below one width; hardly one is wider; most of them break in the middle of a sentence. How the row looks that
follows such a break (its indent, the blank rows above it) is how rows look that go on; every other look begins a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from convert.readers.lines import Line
from convert.zh.characters import CLOSING, HAN, SENTENCE_END, columns

#: Rows looked at: in a long book its beginning tells.
_SAMPLE = 3000
_NARROWEST, _WIDEST = 24, 160
_ENDS = re.compile(f"[{SENTENCE_END}：:；;—～][{CLOSING}]*$|[{CLOSING}]$")
_ENDING = frozenset(f"{SENTENCE_END}：:;；—～\"')”’」』）》〉】〕")
#: Rows of fewer columns are narrow, fewer rows are few: by chance they have one width, too.
_NARROW, _FEW = 40, 24
#: Who speaks, and a colon that no quotation mark follows: the row begins a turn of a conversation.
_TURN = re.compile(f'[{HAN}\u3000 ]{{2,12}}[：:︰](?![“「『"])')
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ'’-]+[,.;:!?)\"”]*")
_HAN_TOKEN = re.compile(f".[，。、；：！？…{CLOSING}]*")
_LATIN_END = re.compile(r"[A-Za-z0-9À-ɏ,.;:!?)\"'”’%]$")
_LATIN_START = re.compile(r"[A-Za-z0-9À-ɏ(\"'“‘$]")
#: Words that begin paragraphs of tales, where neither indent nor blank row does.
_BEGINS = re.compile("却说|卻說|且说|且說|话说|話說|再说|再說|正是[：:]|诗曰|詩曰|[“「『]")


@dataclass(frozen=True, slots=True)
class Wrap:
    """``width``: of full rows with their indent, counted in columns or, where ``by_character``, in characters. ``depth``, ``above``: the
    indent and the blank rows of rows that go on. ``marked``: paragraphs begin otherwise, with an indent or below a blank row.
    """

    width: int
    by_character: bool
    depth: int
    above: int
    marked: bool

    def goes_on(self, before: Line, row: Line) -> bool:
        """Whether ``row`` continues the paragraph whose last row is ``before``."""
        if row.depth > self.depth + 1 or row.above > self.above or self._is_over(before.text, row.text):
            return False
        left = self.width - self._size(before)
        word = (_LATIN.match(row.text) or _HAN_TOKEN.match(row.text)) if not self.by_character else None
        room = left - (columns(word[0]) if word else 1)
        if self.marked or before.text[-1] not in _ENDING or not _ENDS.search(before.text[-4:]):
            return room < 3 or left <= self.width * 0.4
        return room < 0 and (_BEGINS.match(row.text) is None or before.text[-1] in "：:—；")

    def _is_over(self, before: str, row: str) -> bool:
        """Whether words alone part two rows: the next begins a turn, or the former ends a sentence where rows hold but a few words."""
        ends = before[-1] in _ENDING and _ENDS.search(before[-4:]) is not None
        if _TURN.match(row) and (ends or _TURN.match(before)):
            return True
        return ends and not self.marked and self.width << self.by_character < _NARROW

    def _size(self, row: Line) -> int:
        return _characters(row) if self.by_character else _columns(row)


def _columns(row: Line) -> int:
    return row.depth + columns(row.text)


def _characters(row: Line) -> int:
    return row.column - 1 + len(row.text)


def find_wrap(rows: Sequence[Line]) -> Wrap | None:
    """How ``rows`` were wrapped, None where they were not. Heads among them do no harm."""
    sample = rows[:_SAMPLE]
    if len(sample) < 6:
        return None
    found = [wrap for wrap in (_wrap(sample, _columns), _wrap(sample, _characters)) if wrap is not None]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _wrap(sample: Sequence[Line], size: Callable[[Line], int]) -> tuple[int, Wrap] | None:
    """How many rows end within a column of one width, and the wrap of that width; None where it is no wrap."""
    by_character = size is _characters
    sizes = [size(row) for row in sample]
    counts = Counter(width for width in sizes if _NARROWEST >> by_character <= width <= _WIDEST >> by_character)
    if not counts:
        return None
    width = max(counts, key=lambda w: (sum(counts[w + near] for near in range(-2, 3)), w))
    width = max((width + near for near in range(3)), key=lambda w: (counts[w], w))
    near = [index for index, w in enumerate(sizes) if width - 6 <= w <= width + 4]
    wider = sum(w > width + 4 for w in sizes)
    broken = [index for index in near if not _ENDS.search(sample[index].text[-4:]) and index + 1 < len(sample)]
    if wider * 25 > len(sample) or len(near) * 4 < len(sample) or len(broken) * 5 < len(near) * 2 or len(broken) < 3:
        return None
    few, narrow = len(sample) < _FEW, width << by_character < _NARROW
    if (few or narrow) and not _hangs(sample, broken) and ((few and narrow) or not _is_evident(sample, near, broken)):
        return None
    looks = Counter((sample[index + 1].depth, sample[index + 1].above) for index in broken)
    (depth, above), count = looks.most_common(1)[0]
    if count * 2 < len(broken):
        return None
    others = sum(row.depth > depth + 1 or row.above > above for row in sample)
    return sum(counts[width + near] for near in (-1, 0, 1)), Wrap(width, by_character, depth, above, others * 25 > len(sample))


def _hangs(sample: Sequence[Line], broken: Sequence[int]) -> bool:
    """Whether each row that breaks off is indented, and the row below it is not."""
    return all(sample[index].depth > sample[index + 1].depth for index in broken)


def _is_evident(sample: Sequence[Line], near: Sequence[int], broken: Sequence[int]) -> bool:
    """Whether few or narrow rows show that they were wrapped: half are full, half of those break off, hardly one where a turn begins."""
    turns = sum(_TURN.match(sample[index + 1].text) is not None for index in broken)
    return len(near) * 2 >= len(sample) and len(broken) * 2 >= len(near) and turns * 4 <= len(broken)


def joined(rows: Sequence[Line], wrap: Wrap | None) -> list[Line]:
    """The paragraphs that ``rows`` make."""
    if wrap is None:
        return list(rows)
    made: list[Line] = []
    parts: list[str] = []
    for index, row in enumerate(rows):
        if parts and wrap.goes_on(rows[index - 1], row):
            parts.append(row.text)
            continue
        _close(made, parts)
        made.append(row)
        parts = [row.text]
    _close(made, parts)
    return made


def _close(made: list[Line], parts: list[str]) -> None:
    if len(parts) > 1:
        made[-1] = replace(made[-1], text=glued(parts))


def glued(parts: Sequence[str]) -> str:
    """Rows put together: Latin words with a space between them, all else without; a hyphen at a row's end stays and takes none."""
    text = parts[0]
    pieces = [text]
    for part in parts[1:]:
        if _LATIN_END.search(text[-1:]) and _LATIN_START.match(part):
            pieces.append(" ")
        pieces.append(part)
        text = part
    return "".join(pieces)
