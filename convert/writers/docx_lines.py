"""How many lines does a text take? Counted in characters, without a layout engine.

The measure is a whole number of em: lines end where the widths of their characters and the rules of prohibition say. ``docx_pages`` counts the
pages that the lines fill.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Literal, TypeAlias

from convert.stylesheet import FaceName
from convert.writers.docx_geometry import indent_unit
from convert.writers.docx_looks import Look
from convert.writers.ooxml import em
from convert.zh.upright import upright

Latin: TypeAlias = Literal["roman", "swiss", "modern"]

#: Advance widths of ASCII from U+0020 on in thousandths of an em, as in Times and in Arial and their metric twins.
_ASCII = {
    "roman": "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 564 564 564 444 "
    "921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 "
    "333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541",
    "swiss": "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584",
    "modern": "600 " * 95,
}
#: Stands in a counted text for half of the width of a raised character, of which the marks of notes are made; it begins no line.
RAISED = "\ue000"
#: Stands in a counted text between two characters that are not parted, and for what a reading is longer than its base: an eightieth of an em.
JOINED, LONGER = "\u2060", "\ue001"
_OWN = {RAISED: 0.29, JOINED: 0.0, LONGER: 0.0125}
#: What a short number set upright takes of a vertical line: the height of a Western letter.
_UPRIGHT = 1.15
#: Marks that open a paragraph: there, before any Chinese character, LibreOffice takes them for Western ones; Word's are half as wide at the head of a line.
_OPENING = re.compile("[“”‘’·]+")
#: Stand in a counted text for such marks, double and single.
_OPENED = str.maketrans("“”‘’·", "\ue002\ue002\ue003\ue003\ue003")
#: Bullets that open a paragraph of vertical text: LibreOffice sets them upright, as high as Western letters.
_BULLETS = frozenset("●○■□▲△◆◇★")
_OPENED_WIDTHS = {
    "roman": {"\ue002": 0.444, "\ue003": 0.333, "\ue004": _UPRIGHT},
    "swiss": {"\ue002": 0.333, "\ue003": 0.222, "\ue004": _UPRIGHT},
    "modern": {"\ue002": 0.6, "\ue003": 0.6, "\ue004": _UPRIGHT},
}


class _Widths(dict[str, float]):
    """Widths in em: ASCII from the table, other Latin, Greek and Cyrillic half an em, all else a whole one."""

    def __missing__(self, char: str) -> float:
        width = 0.5 if char < "\u2000" and char not in "\u00b7\u00a7\u00b0\u00b1\u00d7\u00f7" else 1.0
        self[char] = width
        return width


_WIDTHS = {
    name: _Widths({chr(32 + i): int(width) / 1000 for i, width in enumerate(widths.split())} | _OWN | _OPENED_WIDTHS[name])
    for name, widths in _ASCII.items()
}
_NARROW = re.compile(f"[\u0020-\u1fff{RAISED}{JOINED}{LONGER}\ue002-\ue004]")
#: Where a Chinese character meets a Latin letter or a digit, a gap is put (``w:autoSpaceDE``, ``w:autoSpaceDN``).
_SEAM = re.compile(
    "(?<=[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff])(?=[A-Za-z0-9\u00c0-\u04ff])|(?<=[A-Za-z0-9\u00c0-\u04ff%])(?=[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff])"
)
#: As LibreOffice makes it, a fifth of an em, and a little for the rounding of every portion of a line.
_GAP = 0.2025
#: As Word makes it, a quarter.
_WORD_GAP = 0.253


def text_width(text: str) -> float:
    """The width of ``text`` on one line, in em, at which no program parts it."""
    return sum(map(_WIDTHS["roman"].__getitem__, text)) + _WORD_GAP * len(_SEAM.findall(text))


#: Marks that are parted from a Western word behind them (of the classes NS and EX of UAX 14).
_PARTED = frozenset("；：！？…—～々")
#: No further back than so many characters is looked for the beginning of a word.
_LONGEST = 200
_BEGINS_NO_LINE = frozenset({" ", RAISED, JOINED, LONGER})


@dataclass(frozen=True, slots=True)
class LineRules:
    """What decides where lines end: marks that start no line, marks that end none, and whether Han and Latin are spaced.

    ``vertical``: short numbers stand upright in the place of one character. ``swiss``: the faces beside which Western letters have no serifs.
    Marks are not hung in the margin: LibreOffice hangs none, and in Word a hanging mark seldom spares a line.
    """

    not_start: frozenset[str]
    not_end: frozenset[str]
    gaps: bool
    vertical: bool = False
    swiss: frozenset[FaceName] = frozenset()

    def count(self, text: str, first: float, room: float, latin: Latin = "roman") -> int:
        """The number of lines of ``text``, of which the first has ``first`` em, the others ``room``. Line feeds break lines."""
        text = self._opened(text)
        if "\n" in text:
            parts = text.split("\n")
            return self._count(parts[0], first, room, latin) + sum(self._count(part, room, room, latin) for part in parts[1:])
        return self._count(text, first, room, latin)

    def _opened(self, text: str) -> str:
        """``text`` with what stands for the marks that open it."""
        if self.vertical and text[:1] in _BULLETS:
            return "\ue004" + text[1:]
        opening = _OPENING.match(text)
        return opening[0].translate(_OPENED) + text[opening.end() :] if opening else text

    def width(self, text: str) -> float:
        """The length of ``text`` on one line in em."""
        return self._edges(text, self._seams(text), "roman")[-1]

    def _count(self, text: str, first: float, room: float, latin: Latin) -> int:
        narrow = _NARROW.search(text)
        seams = self._seams(text) if narrow else frozenset[int]()
        edges = self._edges(text, seams, latin) if narrow else None
        length, start, lines, width, room = len(text), 0, 0, max(1.0, first), max(1.0, room)
        while start < length:
            reach = width + 0.001 + (_GAP if start in seams else 0.0)  # no gap stands at the head of a line
            end = start + int(reach) if edges is None else bisect_right(edges, edges[start] + reach) - 1
            lines += 1
            if end >= length:
                break
            start = self._end(text, start, end if end > start else start + 1)
            width = room
        return lines or 1

    def _upright(self, text: str) -> list[tuple[int, int]]:
        return upright(text) if self.vertical else []

    def _seams(self, text: str) -> frozenset[int]:
        """The places of the characters that have a gap before them; behind a number set upright LibreOffice puts none."""
        found = {seam.start() for seam in _SEAM.finditer(text)} if self.gaps else set[int]()
        return frozenset(found - {end for _, end in self._upright(text)})

    def _edges(self, text: str, seams: frozenset[int], latin: Latin) -> list[float]:
        widths = list(map(_WIDTHS[latin].__getitem__, text))
        for start, end in self._upright(text):
            widths[start:end] = [_UPRIGHT] + [0.0] * (end - start - 1)
        for seam in seams:
            widths[seam] += _GAP
        return [0.0, *accumulate(widths)]

    def _end(self, text: str, start: int, end: int) -> int:
        """Where the line that began at ``start`` and has room up to ``end`` is broken."""
        place = end
        while place > start + 1 and not self._may_break(text, place):
            place -= 1
        end = place if place > start + 1 else end
        while end < len(text) and text[end] == " ":
            end += 1
        return end

    def _may_break(self, text: str, place: int) -> bool:
        last, following = text[place - 1], text[place]
        if following in self.not_start or last in self.not_end or following in _BEGINS_NO_LINE or last == JOINED:
            return False
        if last in self.not_start and last not in _PARTED and _is_word(following):
            return False  # LibreOffice takes a mark and the Western word behind it to the next line together
        if _is_word(last) and _is_word(following):
            return _parts(text, place)
        return not (last == following and last in "—…") and not (_is_word(last) and following in "?!|")


def _is_word(char: str) -> bool:
    return char < "\u2000" and (char.isalnum() or char in "'.,-%:;/&_@")


def _parts(text: str, place: int) -> bool:
    """Whether LibreOffice parts a Western word before ``place``: behind a hyphen, and behind a stroke that is in no number and in no word behind a space."""
    last, before = text[place - 1], text[place - 2 : place - 1]
    if last not in "-/" or not text[place].isalnum() or not (before and _is_word(before)):
        return False
    if last == "/" and not (before.isdigit() and text[place].isdigit()):
        start = place - 1
        while start > max(0, place - _LONGEST) and _is_word(text[start - 1]):
            start -= 1
        return start == 0 or text[start - 1] != " "
    return last == "-"


def line_count(look: Look, text: str, width: int, rules: LineRules) -> int:
    """The number of lines that ``text`` takes in this look on a measure of ``width`` twips."""
    first, room = line_room(look, width)
    latin: Latin = "modern" if look.id == "Code" else "swiss" if look.style.font in rules.swiss else "roman"
    return rules.count(text, first, room, latin)


@cache
def line_room(look: Look, width: int) -> tuple[float, float]:
    """The length of the first line and of the others on a measure of ``width`` twips, between their indents, in characters of the look."""
    style = look.style
    unit, indent = em(style.size) * (1 + style.letter_space), indent_unit(style)
    room = (width - indent * (style.left_indent + look.indent + style.right_indent)) / unit
    return room - style.first_indent * indent / unit, room
