"""Breaking a flow into lines by total fit: the whole paragraph is looked at, and the breaks whose sum of costs is least are taken.

A line set solid costs nothing. A line too long gives up white in the order of ``flow``'s kinds of gap; a line too short spreads, first its
spaces, then the gaps between scripts, then all gaps alike (CLREQ, “line adjustment”). The search goes best first: as long as lines come
out solid it looks at nothing else, and a paragraph of such lines is done when its end is reached.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from typing import Final

from convert.layout.flow import KINDS, SCRIPT, SPACE, Flow

#: What it costs that a kind of gap gives way wholly, in the order in which they do; and for each em of white that gives way at all, so that
#: few marks are narrowed rather than many.
_WEIGHT: Final[tuple[float, ...]] = (0.3, 0.6, 1.5, 2.5, 0.6, 5.0)
_TOUCHED: Final = 1.0
#: A line that is spread at all costs ``_LOOSE``; each hundredth of an em between characters counts squared, and more beyond ``_WIDE``.
_LOOSE, _UNEVEN, _WIDE, _TOO_WIDE = 20.0, 2.0, 0.08, 1000.0
_GROWTH: Final = 0.3
#: A line of Western text alone, which has no gaps to spread, counts as having so many.
_FEW_GAPS: Final = 6
_EPS: Final = 1e-6
#: How far (em) behind the measure a line may end before it is narrowed, and how far before it, where no line costs less than ``_DEAR``.
_BEYOND, _WINDOW, _DEAR = 4.0, 2.5, 250.0
#: A last line of one character; of one with an ellipsis or a dash; of two.
_ONE_CHARACTER, _ONE_AND_DOTS, _TWO_CHARACTERS = 5000.0, 60.0, 2.0
_FORCED: Final = 1e6
#: A paragraph longer than so many lines is searched in stretches, of which so many lines are kept: what is farther ahead changes nothing.
_AHEAD, _KEPT = 14, 10
#: Ways to set a line, in the order in which the search looks at them; and what tells the second from the first.
_SOLID, _NARROWED, _SPREAD, _KNOWN, _DONE = range(5)
_LATER: Final = 1e-9


@dataclass(slots=True)
class Line:
    """A line: characters ``start`` to ``end`` of a flow, blanks at its end left out.

    Lengths are in em of the paragraph's size. ``indent``: from the left edge of the measure to the box of the first character. ``width``: what
    it fills. ``spread``: added to every gap that can stretch. ``share``: how much of its white each kind of gap gives up (0 to 1; below 0:
    how much of its room to grow is used). ``hyphen``: a hyphen ends it.
    """

    flow: Flow
    start: int
    end: int
    indent: float
    width: float
    spread: float
    share: tuple[float, ...]
    last: bool
    hyphen: bool = False


PLAIN: Final[tuple[float, ...]] = (0.0,) * KINDS


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


def compose_in(flow: Flow, measure: Measure, count: int, most: float) -> list[Line]:
    """The lines of a paragraph in ``count`` lines, none of which costs more than ``most``; none, where that cannot be."""
    breaker = _Breaker(flow, measure)
    return breaker.lines(breaker.exactly(count, most))


class _Breaker:
    """Total fit over one flow."""

    def __init__(self, flow: Flow, measure: Measure) -> None:
        self.flow = flow
        self.measure = measure
        self.width = measure.width
        self.natural = flow.naturals()
        #: Where the box of a first character begins that opens the paragraph, and of one that begins any other line, but for its white.
        self.first = measure.first_indent - (self._first_white if measure.trim_first else 0.0)
        self.other = measure.indent
        #: Whether spaces or gaps between scripts can grow: then a line that is spread may cost as good as nothing.
        self.grows = any(flow.gap_grow)
        self.loose = 0.0 if self.grows else _LOOSE
        self._flexible: list[int] | None = None
        self._grow: list[float] | None = None

    @property
    def flexible(self) -> list[int]:
        """How many gaps before each character take part when a line is spread."""
        if self._flexible is None:
            self._flexible = list(accumulate(self.flow.flex, initial=0))
        return self._flexible

    @property
    def grow(self) -> list[float]:
        """What spaces and gaps between scripts before each character can grow together."""
        if self._grow is None:
            dense = [0.0] * (len(self.flow.text) + 2)
            for gap, amount in zip(self.flow.gap_at, self.flow.gap_grow, strict=True):
                dense[gap + 1] = amount
            self._grow = list(accumulate(dense))
        return self._grow

    # ------------------------------------------------------------------ search

    def stretch(self, start: int, end: int) -> list[Line]:
        """The lines of characters ``start`` to ``end``."""
        if start == end:
            return [Line(self.flow, start, end, self._indent(start), 0.0, 0.0, PLAIN, True)]
        ends = [start]
        while ends[-1] < end:
            found = self._search(ends[-1], end)
            ends += found if found[-1] == end else found[:_KEPT]
        return self.lines(ends)

    def lines(self, ends: list[int]) -> list[Line]:
        """The lines between ``ends``, of which the last one ends the text."""
        return [self._line(i, j, ends[-1]) for i, j in pairwise(ends)]

    def _search(self, start: int, end: int) -> list[int]:
        """The ends of the best lines from ``start`` on, to the end or ``_AHEAD`` lines on.

        The heap holds states by the least that they can cost, the farthest first: where a line may begin, after which line, their number, and
        how the line that begins there may be set: solid, narrowed or spread. What costs more is looked at later, and mostly never.
        """
        came_from: dict[int, int] = {}
        heap: list[tuple[float, int, int, int, int]] = [(0.0, -start, -1, 0, _SOLID)]
        here = start
        while heap:
            cost, negative, origin, count, way = heappop(heap)
            here = -negative
            if way == _SOLID:
                here, origin, count, way = self._solid_lines(cost, here, origin, count, end, came_from, heap)
                if way == _DONE:
                    break
                if way == _KNOWN:
                    continue
            if way != _SPREAD:
                heappush(heap, (cost + self.loose, -here, origin, count, _SPREAD))
            for there, price in self._spread_ends(here, end) if way == _SPREAD else self._narrowed_ends(here, end):
                if there not in came_from:
                    heappush(heap, (cost + price - (self.loose if way == _SPREAD else 0.0), -there, here, count + 1, _SOLID))
        ends = [here]
        while came_from[ends[-1]] > start:
            ends.append(came_from[ends[-1]])
        return ends[::-1]

    def _solid_lines(
        self,
        cost: float,
        here: int,
        origin: int,
        count: int,
        end: int,
        came_from: dict[int, int],
        heap: list[tuple[float, int, int, int, int]],
    ) -> tuple[int, int, int, int]:
        """Go on from ``here`` by lines that cost nothing, as long as there are any: no other state comes before them.

        Returns the state that is left: one without such a line; one that is ``_KNOWN``; or one where the search is ``_DONE``.
        """
        while here not in came_from:
            came_from[here] = origin
            if here == end or count == _AHEAD:
                return here, origin, count, _DONE
            solid = self._solid(here, end)
            if not solid:
                return here, origin, count, _SOLID
            heappush(heap, (cost + _LATER, -here, origin, count, _NARROWED))
            here, origin, count = solid, here, count + 1
        return here, origin, count, _KNOWN

    def exactly(self, count: int, most: float) -> list[int]:
        """Where the whole text's lines begin and end when there are ``count`` of them and none costs more than ``most``; nothing, if none do."""
        end = len(self.flow.text)
        layers: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for number in range(1, count + 1):
            found: dict[int, tuple[float, int]] = {}
            for here, (cost, _) in layers[-1].items():
                for there, price in self._narrowed_ends(here, end) + self._spread_ends(here, end):
                    known = found.get(there)
                    if price <= most and (there == end) == (number == count) and (known is None or cost + price < known[0]):
                        found[there] = (cost + price, here)
            layers.append(found)
        ends = [end] if layers[-1] else []
        for layer in layers[:0:-1] if ends else ():
            ends.append(layer[ends[-1]][1])
        return ends[::-1]

    def _indent(self, start: int) -> float:
        """Where the box of character ``start`` begins when a line starts with it."""
        return self.other - self.flow.trim_start.get(start, 0.0) if start else self.first

    @property
    def _first_white(self) -> float:
        """The white before an opening mark that begins the paragraph."""
        flow = self.flow
        return flow.runs[0].piece.style.face.white(flow.text[0])[0] if flow.classes[0] == "O" else 0.0

    def _target(self, start: int) -> float:
        """Where a line that starts at ``start`` should end, on the scale of ``natural``."""
        indent = self.other - self.flow.trim_start.get(start, 0.0) if start else self.first
        return self.natural[start] - indent + self.width

    def _solid(self, start: int, end: int) -> int:
        """Where a line that starts at ``start`` ends without any cost, 0 when there is no such place."""
        natural, flow, slack = self.natural, self.flow, self.flow.slack
        target = self._target(start)
        if natural[end] - flow.trim_end.get(end, 0.0) - slack.get(end, 0.0) <= target + _EPS:
            return end if end - start > 4 or start == 0 else 0
        at = bisect_left(natural, target - _EPS, start + 1, end)
        for there in (at, at + 1, at + 2):
            excess = natural[there] - flow.trim_end.get(there, 0.0) - target if there < end and flow.breaks[there] else 1.0
            if -_EPS < excess < slack.get(there, 0.0) + _EPS:
                return there if there not in flow.penalty else 0
        return 0

    def _narrowed_ends(self, start: int, end: int) -> list[tuple[int, float]]:
        """Where a line that starts at ``start`` may end when it is full or gives up white, or is the last; with the cost of each."""
        flow, natural, target = self.flow, self.natural, self._target(start)
        breaks, trim, slack = flow.breaks, flow.trim_end, flow.slack
        kinds, gaps, amounts = flow.gap_kind, flow.gap_at, flow.gap_shrink
        index, known = bisect_right(gaps, start), len(gaps)
        rooms, room = [0.0] * KINDS, _EPS
        found: list[tuple[int, float]] = []
        last = min(end, bisect_right(natural, target + _BEYOND, start))
        for there in range(min(last, bisect_left(natural, target - 1.0, start + 1)), last + 1):
            if not breaks[there] and there != end:
                continue
            excess = natural[there] - trim.get(there, 0.0) - target
            if excess > 0.0 and slack:
                excess = max(0.0, excess - slack.get(there, 0.0))
            if excess < -_EPS and there != end:
                continue
            price = self._last_cost(start, there) if there == end else flow.penalty.get(there, 0.0)
            if excess > _EPS:
                while index < known and gaps[index] < there:
                    rooms[kinds[index]] += amounts[index]
                    room += amounts[index]
                    index += 1
                if excess > room * (1 + _EPS):
                    continue
                price += _cost_of_squeeze(rooms, excess)
            if price < _FORCED:
                found.append((there, price))
        return found

    def _spread_ends(self, start: int, end: int) -> list[tuple[int, float]]:
        """Where it may end when it is spread; the cut that is forced, when it can end nowhere at all."""
        natural, breaks, trim, penalty = self.natural, self.flow.breaks, self.flow.trim_end, self.flow.penalty
        target = self._target(start)
        found: list[tuple[int, float]] = []
        best = _FORCED
        top = min(end, bisect_right(natural, target + _BEYOND, start))
        for there in range(min(top, end - 1), start, -1):
            lack = target - natural[there] + trim.get(there, 0.0)
            if not breaks[there] or lack <= _EPS:
                continue
            if lack > _WINDOW and best < _DEAR:
                break
            price = penalty.get(there, 0.0) + self._cost_of_spread(start, there, lack)
            if price < _FORCED:
                found.append((there, price))
                best = min(best, price)
        return found or ([] if self._narrowed_ends(start, end) else [self._forced(start, end, top)])

    def _forced(self, start: int, end: int, top: int) -> tuple[int, float]:
        """No break fits: the nearest one beyond the measure, or a cut through what cannot be broken."""
        there = self.flow.breaks.find(b"\1", start + 1, end)
        there = there if there >= 0 else end
        if self.natural[there] - self.natural[start] - self.measure.width < 1.0:
            return there, _FORCED
        return max(start + 1, min(top - 1, end)), _FORCED

    # ------------------------------------------------------------------ cost

    def _last_cost(self, start: int, end: int) -> float:
        """What it costs that the last line is so short."""
        if end - start > 4 or not start:
            return 0.0
        letters = [letter for letter in self.flow.classes[start:end] if letter not in "csOCMwWz"]
        core = sum(letter not in "EX" for letter in letters)
        if core <= 1:
            return _ONE_CHARACTER if len(letters) <= 1 else _ONE_AND_DOTS
        return _TWO_CHARACTERS if core == 2 else 0.0

    def _cost_of_spread(self, start: int, end: int, lack: float) -> float:
        grow = self.grow[end] - self.grow[start + 1] if self.grows else 0.0
        if lack <= grow:
            return _GROWTH * (lack / grow) ** 2
        gap = (lack - grow) / max(_FEW_GAPS, self.flexible[end] - self.flexible[start + 1])
        return _LOOSE + _UNEVEN * (gap / 0.01) ** 2 + (_TOO_WIDE * (gap - _WIDE) if gap > _WIDE else 0.0)

    def _rooms(self, start: int, end: int, amounts: list[float]) -> list[float]:
        """What each kind of gap inside a line can give up, or grow, in em."""
        kinds, gaps = self.flow.gap_kind, self.flow.gap_at
        low = bisect_right(gaps, start)
        rooms = [0.0] * KINDS
        for index in range(low, bisect_left(gaps, end, low)):
            rooms[kinds[index]] += amounts[index]
        return rooms

    # ------------------------------------------------------------------ the line as it is set

    def _line(self, start: int, end: int, stop: int) -> Line:
        flow, measure = self.flow, self.measure
        indent = self._indent(start)
        width = self.natural[end] - self.natural[start] - flow.trim_end.get(end, 0.0)
        excess = width + indent - measure.width
        if excess > 0:
            kept = max(0.0, excess - flow.slack.get(end, 0.0))
            width, excess = width - (excess - kept), kept
        last = end == stop
        spread, share = 0.0, PLAIN
        if excess > _EPS:
            share = self._squeeze(start, end, excess)
            width -= excess
        elif excess < -_EPS and measure.justify and not last:
            spread, share = self._spread(start, end, -excess)
            width -= excess
        return Line(flow, start, shown_end(flow, start, end), indent, width, spread, share, last, end in flow.hyphens)

    def _squeeze(self, start: int, end: int, excess: float) -> tuple[float, ...]:
        shares = []
        for room in self._rooms(start, end, self.flow.gap_shrink):
            share = min(1.0, excess / room) if room and excess > _EPS else 0.0
            shares.append(share)
            excess -= share * room
        return tuple(shares)

    def _spread(self, start: int, end: int, lack: float) -> tuple[float, tuple[float, ...]]:
        """How far a line is spread: spaces first, then the gaps between scripts, then all gaps alike."""
        shares = [0.0] * KINDS
        rooms = self._rooms(start, end, self.flow.gap_grow)
        for kind in (SPACE, SCRIPT):
            if rooms[kind] and lack > _EPS:
                share = min(1.0, lack / rooms[kind])
                shares[kind] = -share
                lack -= share * rooms[kind]
        gaps = self.flexible[end] - self.flexible[start + 1]
        return (lack / gaps if lack > _EPS and gaps else 0.0), tuple(shares)


def _cost_of_squeeze(rooms: list[float], excess: float) -> float:
    """What it costs to take ``excess`` out of the white that each kind of gap has; more than can be paid where they have too little."""
    price = 0.0
    for kind, room in enumerate(rooms):
        if room:
            weight = _WEIGHT[kind]
            if excess <= room * (1 + _EPS):
                share = excess / room
                return price + weight * (share * share + _TOUCHED * room)
            price += weight * (1 + _TOUCHED * room)
            excess -= room
    return 2 * _FORCED


def shown_end(flow: Flow, start: int, end: int) -> int:
    """The end of a line without the blanks that it ends with."""
    while end > start + 1 and flow.classes[end - 1] in "wW":
        end -= 1
    return end
