"""Titles and headings: few lines, of like length, broken where the sense has a joint.

Where that is, is told by marks and spaces first, then by particles and by the ends of words. The words are asked for only where a heading
does not fit on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from convert.layout.breaks import PLAIN, Line, Measure, compose, shown_end
from convert.layout.flow import Flow
from convert.stylesheet import TextStyle
from convert.zh.clreq import is_han

#: The words of a phrase, which together are the phrase.
Words = Callable[[str], Sequence[str]]

_PARTICLES = frozenset("的了着著过過地得之们們")
_CONJUNCTIONS = frozenset("和与與及或暨并並而")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億")
_PHRASE, _WORD_EDGE, _IN_WORD, _PARTICLE = 0.0, 8.0, 60.0, 12.0
_EVENNESS, _LOPSIDED = 60.0, 40.0
_LONGEST = 160
#: So many lines at most are set as one block; how far apart they stand at least, in em.
_BLOCK, _LEADING = 8, 1.4


def compose_display(flow: Flow, measure: Measure, words: Words) -> list[Line]:
    """The lines of a heading, each at natural width; balanced and broken at joints where that is possible."""
    if "\n" in flow.text or len(flow.text) > _LONGEST:
        return compose(flow, measure)
    natural = flow.naturals()
    room = measure.width
    lines = compose(flow, measure)
    if len(lines) < 2:
        return lines
    gaps = [gap for gap in range(1, len(flow.text)) if flow.breaks[gap] and flow.classes[gap] not in "wW"]
    room -= max(measure.first_indent, measure.indent)
    ends = _balanced(flow, natural, {gap: _PHRASE for gap in gaps if _is_phrase(flow, gap)}, len(lines), room)
    if not (ends and _even(flow, natural, ends)):
        edges = set(accumulate(map(len, words(flow.text))))
        joints = {gap: _joint(flow, gap, gap in edges) for gap in gaps}
        ends = _balanced(flow, natural, joints, len(lines), room) or _balanced(flow, natural, joints, len(lines) + 1, room)
    return [_line(flow, natural, start, end, measure) for start, end in zip([0, *ends], ends, strict=False)] if ends else lines


def _is_phrase(flow: Flow, gap: int) -> bool:
    """Whether a phrase ends before character ``gap``: at a blank or a mark, or where a bracket or a dash begins."""
    return flow.classes[gap - 1] in "wWcsC" or flow.classes[gap] in "EO"


def _even(flow: Flow, natural: list[float], ends: Sequence[int]) -> bool:
    """Whether no line is shorter than half the longest."""
    widths = [_width(flow, natural, start, end) for start, end in zip([0, *ends], ends, strict=False)]
    return min(widths) >= max(widths) / 2


def _joint(flow: Flow, gap: int, edge: bool) -> float:
    """What it costs to break a heading before character ``gap``; ``edge``: a word ends there."""
    right = flow.classes[gap]
    before, behind = flow.text[gap - 1], flow.text[gap]
    if _is_phrase(flow, gap):
        return _PHRASE
    if before in _NUMERALS and behind in _NUMERALS:
        return _IN_WORD
    cost = _WORD_EDGE
    if is_han(before) and is_han(behind):
        cost = _WORD_EDGE if edge else _IN_WORD
    if behind in _PARTICLES:
        cost += _PARTICLE
    elif behind in _CONJUNCTIONS or before in _PARTICLES:
        cost = min(cost, _WORD_EDGE / 2 if before in _PARTICLES else _WORD_EDGE)
    if before in _CONJUNCTIONS:
        cost += _WORD_EDGE / 2
    return cost + flow.penalty.get(gap, 0.0) * (right not in "EX")


def _width(flow: Flow, natural: list[float], start: int, end: int) -> float:
    return natural[end] - natural[start] - flow.trim_end.get(end, 0.0) - flow.trim_start.get(start, 0.0)


def _balanced(flow: Flow, natural: list[float], joints: dict[int, float], count: int, room: float) -> list[int] | None:
    """The ends of ``count`` lines with the least cost, or None when they cannot hold the text."""
    total = len(flow.text)
    target = _width(flow, natural, 0, total) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    gaps = sorted(joints)
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in gaps if number < count else [total]:
            for start, (cost, ends) in best.items():
                width = _width(flow, natural, start, end) if start < end else room + 1
                if width > room + 1e-6:
                    continue
                price = cost + _EVENNESS * ((width - target) / target) ** 2 + joints.get(end, 0.0)
                price += _LOPSIDED if width < 0.68 * target else 0.0
                if end not in reached or price < reached[end][0]:
                    reached[end] = (price, (*ends, end))
        best = reached
    return list(best[total][1]) if total in best else None


def _line(flow: Flow, natural: list[float], start: int, end: int, measure: Measure) -> Line:
    indent = (measure.first_indent if start == 0 else measure.indent) - flow.trim_start.get(start, 0.0)
    width = natural[end] - natural[start] - flow.trim_end.get(end, 0.0)
    return Line(flow, start, shown_end(flow, start, end), indent, width, 0.0, PLAIN, end == len(flow.text))


def is_block(style: TextStyle, count: int) -> bool:
    """Whether ``count`` lines of a heading are set as one block: where its rows are higher than those of the text."""
    return style.rows > 1 and 1 < count <= _BLOCK


def block_rows(style: TextStyle, count: int, pitch: float) -> float:
    """How many rows of ``pitch`` points, whole where the style's own are, ``count`` lines of a heading take that are set as one block (占行)."""
    return max(style.rows, -(-count * _LEADING * style.size // pitch))
