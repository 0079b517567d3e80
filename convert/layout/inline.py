"""From text to what can be broken into lines: boxes, the gaps between them, and where a line may end.

A ``Flow`` is one paragraph. Character ``k`` has the width ``w[k]`` (em of the paragraph's size), which includes the natural gap behind
it; gap ``g`` lies before character ``g``. What is special about a gap stands beside the widths:

- ``trim_end[g]``, ``trim_start[g]``: what a line gains when it ends or starts at ``g`` (the white of a mark, a space, a gap between scripts);
- ``gap_at``, ``gap_kind``, ``gap_shrink``, ``gap_grow``: gaps that give way or grow before all others, in ascending order;
- ``breaks[g]``: whether a line may end at ``g``; ``penalty[g]``: what that costs;
- ``flex[g]``: whether the gap takes part when a line is spread.

The work is done by patterns over the string of classes (``convert.zh.clreq``), so that plain Han text is never looked at character by
character in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Protocol

from convert.stylesheet import Composition
from convert.zh.clreq import CLASSES

#: Kinds of gap in the order in which they give way. CLREQ narrows marks before the gap between scripts; an eighth of an em there is seen
#: less than half a comma, so here it comes first.
SPACE, SCRIPT, BRACKET, PAUSE, STOP = range(5)
KINDS = 5

#: The size of ruby against its base.
RUBY_SCALE = 0.5
_GAP_SHRINK, _GAP_GROW = 0.5, 1 / 3
_SPECIAL = re.compile(r"[^H]+")
_SHORT_NAME = re.compile(r"《[^《》]{1,8}》")
#: Two ？！ that take one em together; a third before them would make two (GB/T 15834, 5.1.2).
_DOUBLED = re.compile(r"(?:^|[^？！])[？！]{2}")
_ADDRESS = re.compile(r"://|www\.|@")
_UNITS = frozenset("年月日时時点點分秒岁歲个個万萬亿億元角家座只条條项項名位人次种種届屆章节節页頁号號楼樓层層米里克吨噸度倍成多余餘")
_NOT_FIRST = frozenset("csCMNLuz")
_NOT_FIRST_WESTERN = frozenset(",.;:!?)]}/%\u2019\u201d")
_MARKS = frozenset("csOC")
_WESTERN = frozenset("ADpo")
_WORDLY = frozenset("AD")

#: Costs of breaks that are allowed but not liked; the unit is that of ``breaks``.
COST_DASH, COST_UNIT, COST_NAME, COST_ADDRESS, COST_HYPHEN, COST_EMERGENCY = 220.0, 8.0, 1.0, 30.0, 10.0, 400.0


class ShapedWord(Protocol):
    """A Western word as a face shapes it."""

    @property
    def advances(self) -> Sequence[float]:
        """The advance of each character in em."""
        ...


class Metrics(Protocol):
    """What the composer asks of a face; all lengths in em."""

    @property
    def widths(self) -> Mapping[str, float]:
        """The box of each character."""
        ...

    def white(self, char: str) -> tuple[float, float]:
        """The blank left and right of a mark."""
        ...

    def word(self, text: str) -> ShapedWord:
        """A Western word."""
        ...


@dataclass(frozen=True, slots=True)
class Style:
    """How a run looks: its face, size and rise relative to the paragraph's size, and marks drawn along it.

    ``href``: where a link leads. ``rigid``: takes no part in justification. ``whole``: is never broken. ``part``: the structure element.
    """

    face: Any
    scale: float = 1.0
    rise: float = 0.0
    color: str = "#000000"
    dots: bool = False
    slant: bool = False
    underline: bool = False
    strike: bool = False
    href: str = ""
    rigid: bool = False
    whole: bool = False
    clings: bool = False
    part: Any = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style. ``ruby``: its reading, ``reading``: the element of it. ``image``: the picture that stands here.
    ``note``: the note it calls.
    """

    text: str
    style: Style
    ruby: str = ""
    reading: Any = None
    image: Any = None
    note: Any = None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece at its place in the flow: characters ``start`` to ``end``."""

    start: int
    end: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of composition, and the width of a blank between Han characters (em)."""

    composition: Composition
    blank: float = 0.5
    letter_space: float = 0.0


@dataclass(slots=True)
class Flow:
    """A paragraph ready to be broken into lines (see the module's text). ``units``: spans drawn as one, by their start."""

    text: str
    runs: list[Run]
    classes: str
    widths: list[float]
    breaks: bytearray
    flex: bytearray
    trim_end: dict[int, float] = field(default_factory=dict)
    trim_start: dict[int, float] = field(default_factory=dict)
    penalty: dict[int, float] = field(default_factory=dict)
    gap_at: list[int] = field(default_factory=list)
    gap_kind: list[int] = field(default_factory=list)
    gap_shrink: list[float] = field(default_factory=list)
    gap_grow: list[float] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    letter_space: float = 0.0

    def naturals(self) -> list[float]:
        """Where each gap lies when nothing is narrowed or spread (em from the start of the text); one more than there are characters."""
        return list(accumulate(self.widths, initial=0.0))


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
        widths += _run_widths(run.piece)
    flow = Flow(text, runs, text.translate(CLASSES), widths, bytearray(b"\1") * (start + 1), bytearray(b"\1") * (start + 1))
    flow.flex[0] = flow.flex[start] = flow.breaks[0] = 0
    _Builder(flow, rules).run()
    return flow


def _run_widths(piece: Piece) -> list[float]:
    if piece.image is not None:
        return [piece.image.width]
    style = piece.style
    widths = list(map(style.face.widths.__getitem__, piece.text))
    if piece.ruby:
        over = sum(map(style.face.widths.__getitem__, piece.ruby)) * RUBY_SCALE - sum(widths)
        widths = [width + max(0.0, over) / len(widths) for width in widths]
    return widths if style.scale == 1.0 else [width * style.scale for width in widths]


class _Builder:
    """Finds all that is special in a flow, from left to right."""

    def __init__(self, flow: Flow, rules: Rules) -> None:
        self.flow = flow
        self.rules = rules
        self.composition = rules.composition
        self.single = flow.runs[0].piece.style if len(flow.runs) == 1 else None
        self.kinsoku = self.composition.kinsoku

    def run(self) -> None:
        flow = self.flow
        for match in _SPECIAL.finditer(flow.classes):
            self._stretch_of(match.start(), match.end())
        self._runs()
        if "《" in flow.text:
            self._short_names()
        if self.rules.letter_space:
            flow.letter_space = space = self.rules.letter_space
            flow.widths = [width + space for width in flow.widths]
        flow.odd.sort()

    # ------------------------------------------------------------------ styles

    def style_at(self, index: int) -> Style:
        if self.single is not None:
            return self.single
        for run in self.flow.runs:
            if run.start <= index < run.end:
                return run.piece.style
        raise IndexError(index)

    def _runs(self) -> None:
        flow = self.flow
        for run in flow.runs:
            style = run.piece.style
            if style.clings and run.start:
                flow.breaks[run.start] = 0
            if style.whole or run.piece.ruby:
                for gap in range(run.start + 1, run.end):
                    flow.breaks[gap] = 0
            if style.rigid or run.piece.ruby:
                for gap in range(run.start + 1, run.end):
                    flow.flex[gap] = 0
                flow.odd.extend(range(run.start, run.end))

    def _short_names(self) -> None:
        for match in _SHORT_NAME.finditer(self.flow.text):
            for gap in range(match.start() + 1, match.end()):
                self.flow.penalty.setdefault(gap, COST_NAME)

    # ------------------------------------------------------------------ stretches of what is not Han

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
        for gap in range(start + 1, end):
            flow.breaks[gap] = flow.flex[gap] = 0
        if letter == "E":
            flow.odd.extend(range(start, end))
            if end - start > 1:
                flow.widths[start:end] = [self.style_at(start).scale] * (end - start)
        elif letter == "w":
            self._blanks(start, end)

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
        """A word, a number, an address: its own advances, no break inside but in addresses and behind hyphens."""
        flow = self.flow
        text = flow.text[start:end]
        for gap in range(start + 1, end):
            flow.breaks[gap] = flow.flex[gap] = 0
        flow.words.append((start, end))
        for first, last, style in self._styled(start, end):
            advances = style.face.word(flow.text[first:last]).advances
            flow.widths[first:last] = advances if style.scale == 1.0 else [advance * style.scale for advance in advances]
        flow.odd.extend(range(start, end))
        if end - start > 3:
            self._inner_breaks(start, text)

    def _styled(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        if self.single is not None:
            return [(start, end, self.single)]
        overlaps = [(max(start, run.start), min(end, run.end), run.piece.style) for run in self.flow.runs]
        return [overlap for overlap in overlaps if overlap[0] < overlap[1]]

    def _inner_breaks(self, start: int, text: str) -> None:
        flow = self.flow
        address = bool(_ADDRESS.search(text))
        for offset in range(1, len(text)):
            before, behind, gap = text[offset - 1], text[offset], start + offset
            if address and before in "/.-_?&=" and behind not in "/.-_?&=":
                flow.breaks[gap], flow.penalty[gap] = 1, COST_ADDRESS
            elif before in "-/" and behind.isalpha() and offset > 2 and text[offset - 2].isalpha() and len(text) - offset > 1:
                flow.breaks[gap], flow.penalty[gap] = 1, COST_HYPHEN
            elif len(text) > 12:
                flow.breaks[gap], flow.penalty[gap] = 1, COST_EMERGENCY + (5000.0 if before.isdigit() and behind.isdigit() else 0.0)

    # ------------------------------------------------------------------ one gap

    def _gap(self, gap: int, left: str, right: str) -> None:
        """The gap between a character of class ``left`` and one of class ``right``."""
        if left in "wW" and right not in "wW":
            self._behind_blank(gap, left, right)
            return
        if self.kinsoku != "none" and not self._may_break(gap, left, right):
            self.flow.breaks[gap] = 0
        if left in _MARKS or right in _MARKS:
            self._whites(gap, left, right)
        elif (left in "HF" and right in _WESTERN) or (left in _WESTERN and right in "HF"):
            self._between_scripts(gap, left)
        elif left in _WESTERN or right in _WESTERN or left in "NLMuq" or right in "NLMuqzw":
            self._stiff(gap, left, right)

    def _may_break(self, gap: int, left: str, right: str) -> bool:
        """Whether the level of prohibition allows a line to end before character ``gap`` (CLREQ, “prohibition rules”)."""
        flow = self.flow
        if right in _NOT_FIRST or left in "Oq" or right in "wW":
            return False
        if left == "o" or (right == "p" and self._never_first(gap)):
            return False
        if right == "E" and flow.classes[gap : gap + 2] != "EE":
            return False
        if left == "L" and self.kinsoku in ("gb", "strict"):
            return False
        if right in "EX" and self.kinsoku == "strict":
            flow.penalty[gap] = COST_DASH
        return not (left == "D" and right == "u")

    def _never_first(self, gap: int) -> bool:
        char, following = self.flow.text[gap], self.flow.text[gap + 1 : gap + 2]
        return char in _NOT_FIRST_WESTERN and not (char in "./" and following.isalnum() and following.isascii())

    def _stiff(self, gap: int, left: str, right: str) -> None:
        """Gaps that do not stretch: round connectors, solidi and interpuncts, between a number and its sign, before what has no width."""
        if right != "w" and not (left in _WESTERN and right in "EX"):
            self.flow.flex[gap] = 0
            self.flow.odd.append(gap - 1)

    def _between_scripts(self, gap: int, left: str) -> None:
        """The gap between Han and Latin or digits (CLREQ, “mixed text composition”); prefixes and suffixes of numbers count as digits."""
        flow, composition = self.flow, self.composition
        western, han = (gap - 1, gap) if left in _WESTERN else (gap, gap - 1)
        if (flow.text[han] in _UNITS and left == "D") or (flow.text[han] == "第" and flow.classes[gap] == "D"):
            flow.penalty[gap] = COST_UNIT
        if not (flow.classes[western] in _WORDLY or self._belongs_to_number(western, -1 if western == gap - 1 else 1)):
            return
        width = composition.han_latin * self.style_at(gap - 1).scale
        if width:
            flow.widths[gap - 1] += width
            flow.trim_end[gap] = flow.trim_end.get(gap, 0.0) + width
            self._special(gap, SCRIPT, width * _GAP_SHRINK, max(0.0, _GAP_GROW - width))

    def _belongs_to_number(self, index: int, step: int) -> bool:
        """Whether the sign at ``index`` stands with a digit: 12.5% or -3."""
        char, inner = self.flow.text[index], self.flow.classes[index + step : index + step + 1]
        return inner == "D" and char in ("%°+" if step < 0 else "-+−±$¥£€")

    def _whites(self, gap: int, left: str, right: str) -> None:
        """White of marks: taken out between two marks, given up at line ends and starts, and the first to be narrowed elsewhere."""
        flow = self.flow
        after = self._white(gap - 1)[1] if left in _MARKS else 0.0
        before = self._white(gap)[0] if right in _MARKS else 0.0
        white = after + before
        if not white:
            return
        reduced = min(0.5, white) if left in _MARKS and right in _MARKS and self.composition.adjacent == "half" else 0.0
        if not reduced and after == 0.5 and _DOUBLED.fullmatch(flow.text, max(0, gap - 3), gap):
            reduced = after
        if reduced:
            flow.widths[gap - 1] -= reduced
            flow.odd.append(gap - 1)
        else:
            mark = left if after else right
            self._special(gap, {"c": PAUSE, "s": STOP}.get(mark, BRACKET), white if white <= 0.5 else 0.5, 0.0)
        if after and self.composition.line_end == "half":
            flow.trim_end[gap] = after - reduced
        elif reduced:
            flow.trim_end[gap] = -reduced
        if right == "O" and before and self.composition.line_start == "half":
            flow.trim_start[gap] = before

    def _white(self, index: int) -> tuple[float, float]:
        style = self.style_at(index)
        left, right = style.face.white(self.flow.text[index])
        return (left, right) if style.scale == 1.0 else (left * style.scale, right * style.scale)

    def _special(self, gap: int, kind: int, shrink: float, grow: float) -> None:
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
        blank = sum(flow.widths[start:gap])
        before = flow.classes[start - 1 : start]
        if before and self.kinsoku != "none" and not self._may_break(gap, before, right):
            flow.breaks[gap] = 0
        white = self._white(start - 1)[1] if before in ("c", "s", "C") and self.composition.line_end == "half" else 0.0
        flow.trim_end[gap] = blank + white
        if right == "O" and self.composition.line_start == "half":
            flow.trim_start[gap] = self._white(gap)[0]
        if left == "w":
            self._special(gap, SPACE, max(0.0, blank - 0.2), 0.25)
