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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from convert.zh.cells import changed

_CLOSING = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MARK = re.compile("[“”‘’「」『』]")
_LEADING = re.compile(r"\s*([“‘「『]+)")
_LETTER = "[0-9A-Za-z\u00c0-\u024f]"
_LATIN = re.compile(_LETTER)
_HAN = re.compile(r"[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
#: Characters other than marks (and ‚ and ‛); that Chinese text comes among them, before a mark.
_TEXT = "[^\u2018-\u201d\u300c-\u300f]"
_CHINESE = f"(?={_TEXT}*?[\u4e00-\u9fff])"

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
    """By paragraph the marks that change (offset → new mark), and the places of marks without counterpart.

    In ``simple`` paragraphs all marks change, each as ``forms`` has it.
    """

    changes: dict[int, dict[int, str]]
    unbalanced: list[Place]
    simple: frozenset[int] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> Iterable[int]:
        """The paragraphs in which marks change."""
        return (*self.simple, *self.changes)

    def changed(self, number: int, text: str) -> str:
        """``text``, into which the paragraph ``number`` was converted character by character, with its marks changed."""
        if number in self.simple:
            for mark, form in self.forms.items():
                text = text.replace(mark, form)
            return text
        changes = self.changes.get(number)
        return changed(text, changes) if changes else text


def corners(paragraphs: Sequence[str], *, apart: bool = False) -> Marks:
    """The marks “”‘’ of ``paragraphs`` as 「」『』; corner marks that stand there already count as levels and stay.

    No quotation goes on from one paragraph to the next where they stand ``apart``.
    """
    return _marks(paragraphs, "“‘", CORNERS, apart)


def curls(paragraphs: Sequence[str], *, apart: bool = False) -> Marks:
    """The marks 「」『』 of ``paragraphs`` as “”‘’; curled marks that stand there already count as levels and stay.

    No quotation goes on from one paragraph to the next where they stand ``apart``.
    """
    return _marks(paragraphs, "「『", CURLS, apart)


def _marks(paragraphs: Sequence[str], openings: str, target: tuple[str, ...], apart: bool) -> Marks:
    scan = _Scan(paragraphs, openings, apart)
    changes: dict[int, dict[int, str]] = {}
    for pair, level in _levels(scan.pairs):
        if pair.mark in openings and pair.closed:
            style = target[level % len(target)]
            for paragraph, offset in pair.opened:
                changes.setdefault(paragraph, {})[offset] = style[0]
            changes.setdefault(pair.closed[0], {})[pair.closed[1]] = style[1]
    ours, forms = _forms(openings, target)
    unbalanced = sorted(place for place in scan.unbalanced if paragraphs[place[0]][place[1]] in ours)
    return Marks(changes, unbalanced, frozenset(scan.simple), forms)


@cache
def _forms(openings: str, target: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """The marks that begin with ``openings`` and end those quotations, and what they become where each stands at its usual level."""
    ours = "".join(mark + _CLOSING[mark] for mark in openings)
    return ours, dict(zip(ours, "".join(target), strict=True))


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


@cache
def _simple(openings: str) -> re.Pattern[str]:
    """Paragraphs of which all marks are quotations in the marks ``openings``, the second kind within the first, each around Chinese text."""
    outer, inner = openings[0], openings[1]
    text = f"{_CHINESE}{_TEXT}*+"
    second = f"{inner}(?!{_LETTER}){text}(?<!{_LETTER}){_CLOSING[inner]}"
    return re.compile(f"{_TEXT}*+(?:{outer}{text}(?:{second}{_TEXT}*+)*+{_CLOSING[outer]}{_TEXT}*+)++")


@cache
def _settled(openings: str) -> re.Pattern[str]:
    """Paragraphs of which all marks are quotations in the other marks, the second kind within the first: nothing changes there."""
    outer, inner = next(kind for kind in ("“‘", "「『") if kind != openings)
    second = f"{inner}{_TEXT}*+{_CLOSING[inner]}{_TEXT}*+"
    return re.compile(f"{_TEXT}*+(?:{outer}{_TEXT}*+(?:{second})*+{_CLOSING[outer]}{_TEXT}*+)++")


class _Scan:
    """Pairs the marks of all paragraphs, one after the other; what is open at the end of one is carried over where the next agrees.

    ``simple`` are paragraphs whose marks need no such care: all of the kind that begins with ``openings``, paired, and around Chinese text.
    """

    def __init__(self, paragraphs: Sequence[str], openings: str, apart: bool) -> None:
        self.pairs: list[_Pair] = []
        self.unbalanced: list[Place] = []
        self.simple: list[int] = []
        carried: list[_Pair] = []
        is_simple, is_settled = _simple(openings), _settled(openings)
        for number, mark in enumerate(map(_MARK.search, paragraphs)):
            if mark:
                text = paragraphs[number]
                if not carried and is_simple.fullmatch(text):
                    self.simple.append(number)
                elif (carried or not is_settled.fullmatch(text)) and _HAN.search(text):
                    carried = self._paragraph(number, text, carried, mark.start())
                    if apart:
                        self._give_up(carried)
                        carried = []
        self._give_up(carried)

    def _paragraph(self, number: int, text: str, carried: list[_Pair], first: int) -> list[_Pair]:
        """Take in a paragraph whose first mark stands at ``first``; what is open at its end."""
        repeated = _repeats(text, carried)
        closes = bool(carried) and text[first] in _OPENING and not _LATIN.search(text, max(0, first - 1), first + 2)
        line = _Line(number, text, carried if repeated or closes else [], repeated)
        if carried and not (repeated or closes):
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
        self._waiting = dict.fromkeys(_CLOSING, 0)
        for pair in carried:
            self._waiting[pair.mark] += 1
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
        if mark == "‘" and self._is_latin_at(offset - 1) and self._is_latin_at(offset + 1):
            return
        if not self._waiting[mark]:
            self._closes_nothing(mark, offset)
            return
        while (pair := self.open.pop()).mark != mark:
            self._waiting[pair.mark] -= 1
            if not self._begins_latin(pair):
                self.lonely += pair.opened
        self._waiting[mark] -= 1
        pair.closed = (self.number, offset)
        self.pairs.append(pair)
        self._last = pair

    def _closes_nothing(self, mark: str, offset: int) -> None:
        """No such quotation is open: the mark is an apostrophe or a prime, or the one before was (“27”显示器”), or it is surplus."""
        last = self._last
        if last and last.mark == mark and last.closed and _LATIN.match(self.text, last.closed[1] - 1):
            last.closed = (self.number, offset)
        elif not (self._is_latin_at(offset - 1) or (mark == "‘" and self._is_latin_at(offset + 1))):
            self.surplus.append((self.number, offset))

    def _is_latin_at(self, offset: int) -> bool:
        return offset >= 0 and _LATIN.match(self.text, offset) is not None

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
