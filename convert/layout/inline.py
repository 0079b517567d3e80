"""From text to what can be broken into lines: boxes, the gaps between them, and where a line may end.

The work is done by patterns over the string of classes (``convert.zh.clreq``), so that plain Han text is never looked at character by
character in Python.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from convert.layout import western
from convert.layout.flow import BRACKET, PAUSE, POINT, SCRIPT, SPACE, STOP, Flow, Piece, Run, Style
from convert.layout.ruby import with_reading
from convert.layout.western import Syllables
from convert.stylesheet import Composition
from convert.zh.clreq import CLASSES

#: A gap between scripts shrinks by this part of its width, and grows to a third of an em; a space shrinks to a quarter and grows to a half.
_GAP_SHRINK, _GAP_GROW, _SPACE_LEAST, _SPACE_MOST = 0.5, 1 / 3, 0.25, 0.5
#: What is not Han; in the first group marks alone, between Han characters: there they always do the same.
_SPECIAL = re.compile(r"([csOCMENXLqu]+)(?=H)|[^H]+")
_SHORT_NAME = re.compile(r"《[^《》]{1,8}》")
#: Two ？！ that take one em together; a third before them would make two (GB/T 15834, 5.1.2).
_DOUBLED = re.compile(r"(?:^|[^？！])[？！]{2}")
_UNITS = frozenset("年月日时時点點分秒岁歲个個万萬亿億元角家座只条條项項名位人次种種届屆章节節页頁号號楼樓层層米里克吨噸度倍成多余餘")
_HANGING = frozenset("、，。．")
_KIND_OF = {"c": PAUSE, "s": STOP, "M": POINT}
_NOT_FIRST = frozenset("csCMNLu")
_NOT_FIRST_WESTERN = frozenset(",.;:!?)]}/%\u2019\u201d")
_MARKS = frozenset("csOCM")
_WESTERN = frozenset("ADpo")
_WORDLY = frozenset("AD")

#: Costs of breaks that are allowed but not liked; the unit is that of ``breaks``.
COST_DASH, COST_UNIT, COST_TITLE, COST_NAME = 220.0, 8.0, 1.0, 300.0


class Rare(NamedTuple):
    """What only few marks do; as ``Marked``."""

    flex: bytearray
    widths: list[float]
    trim_start: list[tuple[int, float]]
    slack: list[tuple[int, float]]
    penalty: list[tuple[int, float]]
    odd: list[int]


class Marked(NamedTuple):
    """What marks between two Han characters do: breaks (and flex) to the gap behind the last of them, widths, and all else that a ``Flow``
    has, with places counted from the first of them.
    """

    breaks: bytearray
    gap_at: list[int]
    gap_kind: list[int]
    gap_shrink: list[float]
    gap_grow: list[float]
    trim_end: list[tuple[int, float]]
    rare: Rare | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of composition, and the width of a blank between Han characters (em). ``syllables`` gives the places in a word where it may
    be hyphenated. ``vertical``: numbers of one or two digits and single capitals stand upright. ``marked`` remembers what marks do, by face,
    scale and text.
    """

    composition: Composition
    blank: float = 0.5
    letter_space: float = 0.0
    syllables: Syllables | None = None
    vertical: bool = False
    marked: dict[tuple[Any, float], dict[str, Marked]] = field(default_factory=dict, compare=False)


def build(pieces: Iterable[Piece], rules: Rules) -> Flow:
    """The flow of a paragraph."""
    runs: list[Run] = []
    start = 0
    for piece in pieces:
        if piece.text:
            runs.append(Run(start, start + len(piece.text), piece))
            start += len(piece.text)
    text = "".join(run.piece.text for run in runs)
    widths: list[float] = []
    for run in runs:
        widths += _run_widths(run.piece, rules.vertical)
    flow = Flow(text, runs, text.translate(CLASSES), widths, bytearray(b"\1") * (start + 1), bytearray(b"\1") * (start + 1))
    flow.flex[0] = flow.flex[start] = flow.breaks[0] = 0
    _Builder(flow, rules).run()
    return flow


def _run_widths(piece: Piece, vertical: bool) -> list[float]:
    if piece.image is not None:
        return [piece.image.width]
    style = piece.style
    widths = list(map(style.face.widths.__getitem__, piece.text))
    if piece.ruby:
        of = style.face.flat.widths if vertical else style.face.widths  # pinyin is turned in vertical lines
        widths = with_reading(widths, piece.ruby, of, vertical)
    return widths if style.scale == 1.0 else [width * style.scale for width in widths]


class _Builder:
    """Finds all that is special in a flow, from left to right."""

    def __init__(self, flow: Flow, rules: Rules) -> None:
        self.flow = flow
        self.rules = rules
        self.composition = rules.composition
        self.single = flow.runs[0].piece.style if len(flow.runs) == 1 else None
        self.starts = [run.start for run in flow.runs]
        self.kinsoku = self.composition.kinsoku
        self.narrowing = self.composition.narrowing
        self.marked: dict[str, Marked] = {}
        if self.single is not None:
            self.marked = rules.marked.setdefault((self.single.face, self.single.scale), {})

    def run(self) -> None:
        flow = self.flow
        single = self.single is not None
        for match in _SPECIAL.finditer(flow.classes):
            start, end = match.span()
            if single and start and match.lastindex:
                self._marks(start, end)
            else:
                self._stretch_of(start, end)
        self._end()
        self._runs()
        if "《" in flow.text:
            self._short_titles()
        if self.rules.letter_space:
            flow.letter_space = space = self.rules.letter_space
            flow.widths = [width + space for width in flow.widths]
        flow.odd.sort()

    # ------------------------------------------------------------------ styles

    def style_at(self, index: int) -> Style:
        if self.single is not None:
            return self.single
        return self.flow.runs[bisect_right(self.starts, index) - 1].piece.style

    def _runs(self) -> None:
        flow = self.flow
        for run in flow.runs:
            style = run.piece.style
            if style.clings and run.start:
                flow.breaks[run.start] = 0
            if style.whole or run.piece.ruby:
                flow.breaks[run.start + 1 : run.end] = bytes(run.end - run.start - 1)
            elif style.name:
                flow.penalty.update(dict.fromkeys(range(run.start + 1, run.end), COST_NAME))
            if style.rigid or run.piece.ruby:
                flow.flex[run.start + 1 : run.end] = bytes(run.end - run.start - 1)
                flow.odd.extend(range(run.start, run.end))

    def _short_titles(self) -> None:
        for match in _SHORT_NAME.finditer(self.flow.text):
            for gap in range(match.start() + 1, match.end()):
                self.flow.penalty.setdefault(gap, COST_TITLE)

    # ------------------------------------------------------------------ stretches of what is not Han

    def _marks(self, start: int, end: int) -> None:
        """Marks between two Han characters, in one style: what they did the first time."""
        flow, text = self.flow, self.flow.text[start:end]
        found = self.marked.get(text)
        if found is None:
            found = self.marked[text] = self._first_seen(start, end)
        breaks, gap_at, gap_kind, gap_shrink, gap_grow, trim_end, rare = found
        flow.breaks[start : end + 1] = breaks
        for at in gap_at:
            flow.gap_at.append(start + at)
        flow.gap_kind += gap_kind
        flow.gap_shrink += gap_shrink
        flow.gap_grow += gap_grow
        for at, amount in trim_end:
            flow.trim_end[start + at] = amount
        if rare:
            self._rare(start, end, rare)

    def _rare(self, start: int, end: int, found: Rare) -> None:
        """What few marks do."""
        flow = self.flow
        flow.flex[start : end + 1] = found.flex
        flow.widths[start:end] = found.widths
        flow.odd += [start + at for at in found.odd]
        for at, amount in found.trim_start:
            flow.trim_start[start + at] = amount
        for at, amount in found.slack:
            flow.slack[start + at] = amount
        for at, amount in found.penalty:
            flow.penalty[start + at] = amount

    def _first_seen(self, start: int, end: int) -> Marked:
        """What marks do, found in a paragraph of nothing but them and the Han characters beside them."""
        first = self.flow.runs[0]
        text = self.flow.text[start - 1 : end + 1]
        count = len(text)
        piece = replace(first.piece, text=text)
        widths = _run_widths(piece, self.rules.vertical)
        around = Flow(
            text, [Run(0, count, piece)], text.translate(CLASSES), list(widths), bytearray(b"\1") * count, bytearray(b"\1") * count
        )
        _Builder(around, self.rules)._stretch_of(1, count - 1)
        ends, starts, slack, penalty = (
            [(at - 1, amount) for at, amount in found.items()]
            for found in (around.trim_end, around.trim_start, around.slack, around.penalty)
        )
        odd = [at - 1 for at in around.odd]
        rare = Rare(around.flex[1:], around.widths[1:-1], starts, slack, penalty, odd)
        usual = around.widths == widths and not (0 in around.flex or starts or slack or penalty or odd)
        gap_at = [at - 1 for at in around.gap_at]
        return Marked(around.breaks[1:], gap_at, around.gap_kind, around.gap_shrink, around.gap_grow, ends, None if usual else rare)

    def _end(self) -> None:
        """The white of the mark that ends the text is given up where that line is full."""
        last = len(self.flow.text) - 1
        if last >= 0 and self.flow.classes[last] in "csC":
            given_up = self.flow.trim_end if self.composition.line_end == "half" else self.flow.slack
            given_up[last + 1] = self._white(last)[1]

    def _stretch_of(self, start: int, end: int) -> None:
        """Characters ``start`` to ``end``, none of them Han, with the gaps before, between and behind them."""
        classes = self.flow.classes
        index = start
        while index < end:
            letter = classes[index]
            stop = index + 1
            if letter in _WESTERN:
                while stop < end and classes[stop] in _WESTERN:
                    stop += 1
                self._western(index, stop)
            elif letter in "EXwWF":
                while stop < end and classes[stop] == letter:
                    stop += 1
                self._repeated(index, stop, letter)
            if index:
                self._gap(index, classes[index - 1], letter)
            index = stop
        if end < len(classes):
            self._gap(end, classes[end - 1], "H")

    def _repeated(self, start: int, end: int, letter: str) -> None:
        """A dash, an ellipsis, blanks, full-width numbers: nothing inside them is broken or spread."""
        flow = self.flow
        flow.breaks[start + 1 : end] = flow.flex[start + 1 : end] = bytes(end - start - 1)
        if letter == "w":
            self._blanks(start, end)
            return
        flow.odd.extend(range(start, end if letter == "E" else end - 1))
        if letter == "E" and end - start > 1:
            flow.widths[start:end] = [self.style_at(start).scale] * (end - start)

    def _blanks(self, start: int, end: int) -> None:
        """A run of spaces: between Han characters a gap of its own width, beside Western text the font's space."""
        flow = self.flow
        before, behind = flow.classes[start - 1 : start], flow.classes[end : end + 1]
        flow.odd.extend(range(start, end))
        if before in _WESTERN or behind in _WESTERN:
            total = flow.widths[start]
        else:
            total = min(max(1.0, self.rules.blank), self.rules.blank * (end - start)) * self.style_at(start).scale
        flow.widths[start:end] = [total] + [0.0] * (end - start - 1)

    def _western(self, start: int, end: int) -> None:
        """A word, a number, an address: its own advances, no break inside but where ``western`` knows one."""
        flow = self.flow
        text = flow.text[start:end]
        flow.breaks[start + 1 : end] = flow.flex[start + 1 : end] = bytes(end - start - 1)
        flow.words.append((start, end))
        flow.odd.extend(range(start, end))
        if self.rules.vertical and western.is_upright(text):
            flow.upright.add(start)
            flow.widths[start:end] = [self.style_at(start).scale] + [0.0] * (end - start - 1)
            return
        for first, last, style in self._styled(start, end):
            advances = style.face.word(flow.text[first:last]).advances
            flow.widths[first:last] = advances if style.scale == 1.0 else [advance * style.scale for advance in advances]
        if end - start > 3:
            self._inner_breaks(start, text)

    def _styled(self, start: int, end: int) -> Iterator[tuple[int, int, Style]]:
        if self.single is not None:
            yield start, end, self.single
            return
        for run in self.flow.runs[bisect_right(self.starts, start) - 1 : bisect_left(self.starts, end)]:
            yield max(start, run.start), min(end, run.end), run.piece.style

    def _inner_breaks(self, start: int, text: str) -> None:
        flow = self.flow
        for place in western.breaks(text, self.rules.syllables):
            gap = start + place.offset
            style = self.style_at(gap - 1)
            flow.breaks[gap], flow.penalty[gap] = 1, place.cost
            # what follows the break does not kern with what goes before
            flow.trim_end[gap] = flow.widths[gap - 1] - style.face.word(flow.text[gap - 1]).advances[0] * style.scale
            if place.hyphen:
                flow.hyphens.add(gap)
                flow.trim_end[gap] -= style.face.word(western.HYPHEN).advances[0] * style.scale

    # ------------------------------------------------------------------ one gap

    def _gap(self, gap: int, left: str, right: str) -> None:
        """The gap between a character of class ``left`` and one of class ``right``."""
        if left in "wW" and right not in "wW":
            self._behind_blank(gap, left, right)
            return
        if _inseparable(left, right) or (self.kinsoku != "none" and not self._may_break(gap, left, right)):
            self.flow.breaks[gap] = 0
        if left in _MARKS or right in _MARKS:
            self._whites(gap, left, right)
        elif (left in "HF" and right in _WESTERN) or (left in _WESTERN and right in "HF"):
            self._between_scripts(gap, left)
        elif left in _WESTERN or right in _WESTERN or left in "NLuq" or right in "NLuqzw":
            self._stiff(gap, left, right)

    def _may_break(self, gap: int, left: str, right: str) -> bool:
        """Whether the level of prohibition allows a line to end before character ``gap`` (CLREQ, “prohibition rules”)."""
        flow = self.flow
        if right in _NOT_FIRST or left in "Oo" or right in "wW":
            return False
        if right == "p" and self._never_first(gap):
            return False
        if right == "E" and flow.classes[gap : gap + 2] != "EE":
            return False
        if left == "L" and self.kinsoku in ("gb", "strict"):
            return False
        if right in "EX" and self.kinsoku == "strict":
            flow.penalty[gap] = COST_DASH
        return True

    def _never_first(self, gap: int) -> bool:
        char, following = self.flow.text[gap], self.flow.text[gap + 1 : gap + 2]
        return char in _NOT_FIRST_WESTERN and not (char in "./" and following.isalnum() and following.isascii())

    def _stiff(self, gap: int, left: str, right: str) -> None:
        """Gaps that do not stretch: round connectors and solidi, between a number and its sign, before what has no width."""
        if right != "w" and not (left in _WESTERN and right in "EX"):
            self.flow.flex[gap] = 0
            self.flow.odd.append(gap - 1)

    def _between_scripts(self, gap: int, left: str) -> None:
        """The gap between Han and Latin or digits (CLREQ, “mixed text composition”); prefixes and suffixes of numbers count as digits."""
        flow, composition = self.flow, self.composition
        latin, han = (gap - 1, gap) if left in _WESTERN else (gap, gap - 1)
        if (flow.text[han] in _UNITS and left == "D") or (flow.text[han] == "第" and flow.classes[gap] == "D"):
            flow.penalty[gap] = COST_UNIT
        if not (flow.classes[latin] in _WORDLY or self._belongs_to_number(latin, -1 if latin == gap - 1 else 1)):
            return
        scale = self.style_at(gap - 1).scale
        width = composition.han_latin * scale
        if width and not self.style_at(gap).clings:  # 平方米²
            flow.widths[gap - 1] += width
            flow.trim_end[gap] = flow.trim_end.get(gap, 0.0) + width
            self._special(gap, SCRIPT, width * _GAP_SHRINK, max(0.0, _GAP_GROW * scale - width))

    def _belongs_to_number(self, index: int, step: int) -> bool:
        """Whether the sign at ``index`` stands with a digit: 12.5% or -3."""
        char, inner = self.flow.text[index], self.flow.classes[index + step : index + step + 1]
        return inner == "D" and char in ("%°+" if step < 0 else "-+−±$¥£€")

    def _whites(self, gap: int, left: str, right: str) -> None:
        """White of marks: taken out between two marks, given up at line ends and starts, and narrowed elsewhere."""
        flow = self.flow
        after = self._white(gap - 1)[1] if left in _MARKS else 0.0
        before = self._white(gap)[0] if right in _MARKS else 0.0
        white = after + before
        if "M" in (left, right):
            flow.flex[gap] = 0
            flow.odd.append(gap - 1)
        reduced = min(0.5, white) if left in _MARKS and right in _MARKS and self.composition.adjacent == "half" else 0.0
        if not reduced and after == 0.5 and _DOUBLED.fullmatch(flow.text, max(0, gap - 3), gap):
            reduced = after
        if reduced:
            flow.widths[gap - 1] -= reduced
            flow.odd.append(gap - 1)
        elif white:
            self._special(gap, _KIND_OF.get(left if after else right, BRACKET), min(white, self.narrowing))
        if self.composition.hanging and self._hangs(gap - 1, left):
            flow.trim_end[gap] = self.style_at(gap - 1).scale - reduced
        elif after and self.composition.line_end == "half":
            flow.trim_end[gap] = after - reduced
        elif reduced:
            flow.trim_end[gap] = -reduced
        elif after:
            flow.slack[gap] = after
        if right == "O" and before and self.composition.line_start == "half":
            flow.trim_start[gap] = before

    def _hangs(self, index: int, letter: str) -> bool:
        """Whether the mark may hang beyond the measure (CLREQ, “hanging punctuation”): 、，。 alone, and no centred ones in horizontal lines."""
        flow = self.flow
        if letter not in "cs" or flow.text[index] not in _HANGING or (index and flow.classes[index - 1] in _MARKS):
            return False
        return self.rules.vertical or self._white(index)[0] == 0.0

    def _white(self, index: int) -> tuple[float, float]:
        style = self.style_at(index)
        left, right = style.face.white(self.flow.text[index])
        return (left, right) if style.scale == 1.0 else (left * style.scale, right * style.scale)

    def _special(self, gap: int, kind: int, shrink: float, grow: float = 0.0) -> None:
        flow = self.flow
        flow.gap_at.append(gap)
        flow.gap_kind.append(kind)
        flow.gap_shrink.append(shrink)
        flow.gap_grow.append(grow)
        if kind == SCRIPT:
            flow.odd.append(gap - 1)
            flow.flex[gap] = 0

    def _behind_blank(self, gap: int, left: str, right: str) -> None:
        """Behind a run of blanks: they vanish where a line ends, with the white of the mark before them."""
        flow = self.flow
        start = gap
        while start and flow.classes[start - 1] in "wW":
            start -= 1
        blank = sum(flow.widths[start:gap], 0.0)
        before = flow.classes[start - 1 : start]
        if before and self.kinsoku != "none" and not self._may_break(gap, before, right):
            flow.breaks[gap] = 0
        white = self._white(start - 1)[1] if before in ("c", "s", "C") and self.composition.line_end == "half" else 0.0
        flow.trim_end[gap] = blank + white
        if right == "O" and self.composition.line_start == "half":
            flow.trim_start[gap] = self._white(gap)[0]
        if left == "w":
            self._special(gap, SPACE, max(0.0, blank - _SPACE_LEAST), max(0.0, _SPACE_MOST - blank))


def _inseparable(left: str, right: str) -> bool:
    """What stays together at every level: a sign with its number, and what has no width with what it belongs to."""
    return left == "q" or right == "z" or (left == "D" and right == "u")
