"""Quotation marks: “” and ‘’ become 「」 and 『』 by nesting, and back.

Taiwan and Hong Kong set 「」 outside, 『』 inside and go on alternating (Taiwan: 重訂標點符號手冊, 引號); the mainland sets
“” outside and ‘’ inside (GB/T 15834—2011, 4.8). The level counts, not the mark: a quotation that begins with ‘ is set in 「」.

Marks are paired over a sequence of paragraphs, since a quotation of several paragraphs repeats its opening mark at the beginning of
each and closes once, at its end. Apostrophes (It’s), feet and inches (6’2”) are no quotation marks. Quotations of Latin text within
Latin text keep their marks. A mark without its counterpart is left as it is and reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MARK = re.compile("[“”‘’「」『』]")
_LEADING = re.compile(r"\s*([“‘「『]+)")
_LATIN = re.compile("[0-9A-Za-z\u00c0-\u024f]")
_HAN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

#: Opening and closing marks by level, the outermost first; deeper levels begin again.
CORNERS = ("「」", "『』")
CURLS = ("“”", "‘’")

Place = tuple[int, int]
"""Paragraph and offset, both counted from 0."""


@dataclass(slots=True)
class _Pair:
    """A quotation: the opening mark, with its repetitions at the beginnings of later paragraphs, and where it closes."""

    mark: str
    opened: list[Place]
    closed: Place | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """For each paragraph the marks that change (offset → new mark), and the places of marks without counterpart."""

    changes: list[dict[int, str]]
    unbalanced: list[Place]


def corners(paragraphs: Sequence[str]) -> Marks:
    """The marks “”‘’ of ``paragraphs`` as 「」『』; corner marks that stand there already count as levels and stay."""
    return _marks(paragraphs, "“‘", CORNERS)


def curls(paragraphs: Sequence[str]) -> Marks:
    """The marks 「」『』 of ``paragraphs`` as “”‘’; curled marks that stand there already count as levels and stay."""
    return _marks(paragraphs, "「『", CURLS)


def _marks(paragraphs: Sequence[str], openings: str, target: Sequence[str]) -> Marks:
    scan = _Scan(paragraphs)
    changes: list[dict[int, str]] = [{} for _ in paragraphs]
    for pair, level in _levels(scan.pairs):
        if pair.mark in openings and pair.closed:
            style = target[level % len(target)]
            for paragraph, offset in pair.opened:
                changes[paragraph][offset] = style[0]
            changes[pair.closed[0]][pair.closed[1]] = style[1]
    ours = openings + "".join(_CLOSING[mark] for mark in openings)
    return Marks(changes, sorted(place for place in scan.unbalanced if paragraphs[place[0]][place[1]] in ours))


def _levels(pairs: list[_Pair]) -> list[tuple[_Pair, int]]:
    """Each pair with the number of pairs around it."""
    pairs = sorted(pairs, key=lambda pair: pair.opened[0])
    around: list[_Pair] = []
    levels = []
    for pair in pairs:
        while around and around[-1].closed < pair.opened[0]:  # type: ignore[operator]  # only closed pairs come here
            around.pop()
        levels.append((pair, len(around)))
        around.append(pair)
    return levels


class _Scan:
    """Pairs the marks of all paragraphs, one after the other; what is open at the end of one is carried over where the next agrees."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.pairs: list[_Pair] = []
        self.unbalanced: list[Place] = []
        carried: list[_Pair] = []
        for number, text in enumerate(paragraphs):
            if _MARK.search(text) and _HAN.search(text):
                carried = self._paragraph(number, text, carried)
        self._give_up(carried)

    def _paragraph(self, number: int, text: str, carried: list[_Pair]) -> list[_Pair]:
        """Take in a paragraph; what is open at its end."""
        repeated = _repeats(text, carried)
        line = _Line(number, text, carried if repeated else [], repeated)
        if carried and not repeated:
            if line.surplus:
                line = _Line(number, text, carried, 0)
            else:
                self._give_up(carried)
        self.pairs += line.quotations()
        self.unbalanced += line.surplus + line.lonely
        return line.open

    def _give_up(self, pairs: list[_Pair]) -> None:
        self.unbalanced += [place for pair in pairs for place in pair.opened]


def _repeats(text: str, carried: list[_Pair]) -> int:
    """How many of the quotations that are open are opened again at the beginning of ``text``."""
    leading = _LEADING.match(text)
    count = 0
    for mark, pair in zip(leading.group(1) if leading else "", carried, strict=False):
        if mark != pair.mark:
            break
        count += 1
    return count


class _Line:
    """One paragraph: the pairs closed in it, those still ``open`` at its end, ``surplus`` closing and ``lonely`` opening marks."""

    def __init__(self, number: int, text: str, carried: list[_Pair], repeated: int) -> None:
        self.number = number
        self.text = text
        self.open = list(carried)
        self.pairs: list[_Pair] = []
        self.surplus: list[Place] = []
        self.lonely: list[Place] = []
        self._waiting = Counter(pair.mark for pair in carried)
        self._last: _Pair | None = None
        for index, found in enumerate(_MARK.finditer(text)):
            mark, offset = found.group(), found.start()
            if index < repeated:
                self.open[index].opened.append((number, offset))
            elif mark in _CLOSING:
                self._opens(mark, offset)
            else:
                self._closes(_OPENING[mark], offset)
        self.open = [pair for pair in self.open if not self._begins_latin(pair)]

    def _opens(self, mark: str, offset: int) -> None:
        self.open.append(_Pair(mark, [(self.number, offset)]))
        self._waiting[mark] += 1
        self._last = None

    def _closes(self, mark: str, offset: int) -> None:
        """A closing mark whose opening mark is ``mark``: it ends the innermost such quotation; those opened within it stay alone."""
        before, after = self.text[offset - 1 : offset], self.text[offset + 1 : offset + 2]
        if mark == "‘" and _LATIN.match(before) and _LATIN.match(after):
            return
        if not self._waiting[mark]:
            self._closes_nothing(mark, offset, before, after)
            return
        while (pair := self.open.pop()).mark != mark:
            self._waiting[pair.mark] -= 1
            if not self._begins_latin(pair):
                self.lonely += pair.opened
        self._waiting[mark] -= 1
        pair.closed = (self.number, offset)
        self.pairs.append(pair)
        self._last = pair

    def _closes_nothing(self, mark: str, offset: int, before: str, after: str) -> None:
        """No such quotation is open: the mark is an apostrophe or a prime, or the one before was (“27”显示器”), or it is surplus."""
        last = self._last
        if last and last.mark == mark and last.closed and _LATIN.match(self.text, last.closed[1] - 1):
            last.closed = (self.number, offset)
        elif not (_LATIN.match(before) or (mark == "‘" and _LATIN.match(after))):
            self.surplus.append((self.number, offset))

    def _begins_latin(self, pair: _Pair) -> bool:
        """Whether the mark is the apostrophe of ‘90s or ‘em rather than an opening mark."""
        paragraph, offset = pair.opened[-1]
        return pair.mark == "‘" and paragraph == self.number and bool(_LATIN.match(self.text, offset + 1))

    def quotations(self) -> list[_Pair]:
        """The pairs that are Chinese quotations: not those of Latin text within Latin text."""
        if not self.pairs or not _LATIN.search(self.text):
            return self.pairs
        han = [found.start() for found in _HAN.finditer(self.text)]
        return [pair for pair in self.pairs if not self._is_latin(pair, han)]

    def _is_latin(self, pair: _Pair, han: list[int]) -> bool:
        first, last = pair.opened[0], pair.closed
        if last is None or first[0] != last[0]:
            return False
        if bisect_left(han, last[1]) > bisect_left(han, first[1]):
            return False
        beside = self._beside(first[1], -1) + self._beside(last[1], 1)
        return not _HAN.search(beside) and bool(_LATIN.search(beside))

    def _beside(self, offset: int, step: int) -> str:
        """The next character that is no white space."""
        offset += step
        while 0 <= offset < len(self.text) and self.text[offset].isspace():
            offset += step
        return self.text[offset] if 0 <= offset < len(self.text) else ""
