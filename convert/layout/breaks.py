"""Breaking a flow into lines by total fit: the whole paragraph is looked at, and the breaks whose sum of costs is least are taken.

The cost of a line is nothing when it is set solid. A line too long gives up white in the order of ``inline``'s kinds of gap; a line too
short spreads, first its spaces and the gaps between scripts, then all gaps alike (CLREQ, “line adjustment”). Lines of equal cost are
searched best first from the beginning: a paragraph whose lines all come out solid is done when its end is reached.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from typing import Final

from convert.layout.inline import KINDS, SCRIPT, SPACE, Flow

#: Class weights of what gives way, in the order of the kinds of gap.
_WEIGHT: Final = (0.3, 0.4, 1.0, 1.6, 3.0)
_SHRINK_COST: Final = 1.0
#: A line that is spread at all costs ``_LOOSE``; each hundredth of an em between characters counts squared.
_LOOSE: Final = 6.0
_UNEVEN: Final = 2.0
_EPS: Final = 1e-6
_WINDOW: Final = 2.5
_ONE_CHARACTER, _TWO_CHARACTERS = 5000.0, 20.0
_OVERFULL: Final = 1e6


@dataclass(frozen=True, slots=True)
class Line:
    """A line: characters ``start`` to ``end`` of a flow, blanks at its end left out.

    Lengths are in em of the paragraph's size. ``indent``: from the left edge of the measure to the box of the first character. ``width``: what
    it fills. ``spread``: added to every gap that can stretch. ``share``: how much of its white each kind of gap gives up (0 to 1; below 0:
    how much of its room to grow is used).
    """

    flow: Flow
    start: int
    end: int
    indent: float
    width: float
    spread: float
    share: tuple[float, ...]
    last: bool


_PLAIN: Final = (0.0,) * KINDS


@dataclass(frozen=True, slots=True)
class Measure:
    """Length of lines in em: of the first one's, all others'; and where they begin."""

    width: float
    first_indent: float = 0.0
    indent: float = 0.0
    trim_first: bool = True
    justify: bool = True


def compose(flow: Flow, measure: Measure) -> list[Line]:
    """The lines of a paragraph. A line break that the author wants ends a line at natural width; the next one starts without indent."""
    if not flow.text:
        return []
    breaker = _Breaker(flow, measure)
    lines: list[Line] = []
    start = 0
    while start <= len(flow.text):
        end = flow.text.find("\n", start)
        end = len(flow.text) if end < 0 else end
        lines += breaker.stretch(start, end)
        start = end + 1
    return lines


class _Breaker:
    """Total fit over one flow."""

    def __init__(self, flow: Flow, measure: Measure) -> None:
        self.flow = flow
        self.measure = measure
        self.natural = flow.naturals()
        self.flexible = list(accumulate(flow.flex, initial=0))
        self._sums: list[list[float]] | None = None

    @property
    def sums(self) -> list[list[float]]:
        """Running sums over the special gaps: what each kind can give up, then what spaces and gaps between scripts can grow."""
        if self._sums is None:
            flow = self.flow
            self._sums = [
                list(accumulate((s if k == kind else 0.0 for k, s in zip(flow.gap_kind, flow.gap_shrink, strict=True)), initial=0.0))
                for kind in range(KINDS)
            ]
            self._sums.append(list(accumulate(flow.gap_grow, initial=0.0)))
        return self._sums

    # ------------------------------------------------------------------ search

    def stretch(self, start: int, end: int) -> list[Line]:
        """The lines of characters ``start`` to ``end``."""
        if start == end:
            return [Line(self.flow, start, end, self._indent(start), 0.0, 0.0, _PLAIN, True)]
        trail: dict[int, int] = {}
        heap: list[tuple[float, int, int]] = [(0.0, -start, -1)]
        while heap:
            cost, negative, origin = heappop(heap)
            here = -negative
            if here in trail:
                continue
            trail[here] = origin
            if here == end:
                break
            for there, price in self._next(here, end):
                if there not in trail:
                    heappush(heap, (cost + price, -there, here))
        return self._lines(trail, end)

    def _lines(self, trail: dict[int, int], end: int) -> list[Line]:
        ends = [end]
        while trail[ends[-1]] >= 0:
            ends.append(trail[ends[-1]])
        ends.reverse()
        return [self._line(i, j, end) for i, j in pairwise(ends)]

    def _indent(self, start: int) -> float:
        """Where the box of character ``start`` begins when a line starts with it."""
        measure = self.measure
        if start == 0:
            trim = self.flow_start_trim if measure.trim_first else 0.0
            return measure.first_indent - trim
        return measure.indent - self.flow.trim_start.get(start, 0.0)

    @property
    def flow_start_trim(self) -> float:
        """The white before an opening mark that begins the paragraph."""
        flow = self.flow
        return flow.runs[0].piece.style.face.white(flow.text[0])[0] if flow.classes[0] == "O" else 0.0

    def _next(self, start: int, end: int) -> list[tuple[int, float]]:
        """Where a line that starts at ``start`` may end, with the cost of each."""
        natural, breaks, trim = self.natural, self.flow.breaks, self.flow.trim_end
        base = natural[start] - self._indent(start)
        target = base + self.measure.width
        found: list[tuple[int, float]] = []
        top = min(end, bisect_right(natural, target + 1.5))
        low = target - _WINDOW
        for there in range(top, start, -1):
            if not breaks[there] and there != end:
                continue
            excess = natural[there] - trim.get(there, 0.0) - target
            if there == end:
                price = self._last_cost(start, there, excess)
            elif natural[there] < low and found:
                break
            else:
                price = self._cost(start, there, excess)
            if price < _OVERFULL:
                found.append((there, price))
        return found or [self._forced(start, end, top)]

    def _forced(self, start: int, end: int, top: int) -> tuple[int, float]:
        """No break fits: the nearest one beyond the measure, or a cut through what cannot be broken."""
        for there in range(start + 1, end + 1):
            if self.flow.breaks[there] or there == end:
                excess = self.natural[there] - self.natural[start] - self.measure.width
                if excess < 1.0:
                    return there, _OVERFULL
                break
        return max(start + 1, min(top - 1, end)), _OVERFULL

    # ------------------------------------------------------------------ cost

    def _cost(self, start: int, end: int, excess: float) -> float:
        price = self.flow.penalty.get(end, 0.0)
        if -_EPS < excess < _EPS:
            return price
        if excess < 0:
            return price + self._cost_of_spread(start, end, -excess)
        return price + self._cost_of_squeeze(start, end, excess)

    def _last_cost(self, start: int, end: int, excess: float) -> float:
        price = self._cost_of_squeeze(start, end, excess) if excess > _EPS else 0.0
        if end - start <= 4 and start:
            core = sum(letter not in "csOCMwWz" for letter in self.flow.classes[start:end])
            price += _ONE_CHARACTER if core <= 1 else _TWO_CHARACTERS if core == 2 else 0.0
        return price

    def _cost_of_spread(self, start: int, end: int, lack: float) -> float:
        low, high = self._specials(start, end)
        grow = self.sums[KINDS][high] - self.sums[KINDS][low] if self.flow.gap_at else 0.0
        if lack <= grow:
            return 0.3 * (lack / grow) ** 2
        gap = (lack - grow) / max(1, self.flexible[end] - self.flexible[start + 1])
        return _LOOSE + _UNEVEN * (gap / 0.01) ** 2 + (1000.0 * (gap - 0.08) if gap > 0.08 else 0.0)

    def _cost_of_squeeze(self, start: int, end: int, excess: float) -> float:
        if not self.flow.gap_at:
            return _OVERFULL
        low, high = self._specials(start, end)
        price = 0.0
        for kind in range(KINDS):
            room = self.sums[kind][high] - self.sums[kind][low]
            if not room:
                continue
            share = min(1.0, excess / room)
            price += _WEIGHT[kind] * share * share
            excess -= room
            if excess < _EPS:
                return _SHRINK_COST * price
        return _OVERFULL

    def _specials(self, start: int, end: int) -> tuple[int, int]:
        """The special gaps inside a line, as a range of indices."""
        gaps = self.flow.gap_at
        return bisect_right(gaps, start), bisect_left(gaps, end)

    # ------------------------------------------------------------------ the line as it is set

    def _line(self, start: int, end: int, stop: int) -> Line:
        flow, measure = self.flow, self.measure
        indent = self._indent(start)
        width = self.natural[end] - self.natural[start] - flow.trim_end.get(end, 0.0)
        excess = width + indent - measure.width
        last = end == stop
        shown = end
        while shown > start + 1 and flow.classes[shown - 1] in "wW":
            shown -= 1
        spread, share = 0.0, _PLAIN
        if excess > _EPS:
            share = self._squeeze(start, end, excess)
            width -= excess
        elif excess < -_EPS and not last and measure.justify:
            spread, share = self._spread(start, end, -excess)
            width -= excess
        return Line(flow, start, shown, indent, width, spread, share, last)

    def _squeeze(self, start: int, end: int, excess: float) -> tuple[float, ...]:
        low, high = self._specials(start, end)
        shares = []
        for kind in range(KINDS):
            room = self.sums[kind][high] - self.sums[kind][low] if self.flow.gap_at else 0.0
            share = min(1.0, excess / room) if room and excess > _EPS else 0.0
            shares.append(share)
            excess -= share * room
        return tuple(shares)

    def _spread(self, start: int, end: int, lack: float) -> tuple[float, tuple[float, ...]]:
        low, high = self._specials(start, end)
        grow = self.sums[KINDS][high] - self.sums[KINDS][low] if self.flow.gap_at else 0.0
        share = -min(1.0, lack / grow) if grow else 0.0
        shares = tuple(share if kind in (SPACE, SCRIPT) else 0.0 for kind in range(KINDS))
        gaps = self.flexible[end] - self.flexible[start + 1]
        rest = lack + share * grow
        return (rest / gaps if rest > _EPS and gaps else 0.0), shares
