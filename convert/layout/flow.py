"""A paragraph ready to be broken into lines.

A ``Flow`` is one paragraph. Character ``k`` has the width ``w[k]`` (em of the paragraph's size), which includes the natural gap behind
it; gap ``g`` lies before character ``g``. What is special about a gap stands beside the widths:

- ``slack[g]``: what a line that ends at ``g`` may exceed the measure by, the white of a mark that keeps it where it can;
- ``trim_end[g]``, ``trim_start[g]``: what a line gains when it ends or starts at ``g`` (the white of a mark, a space, a gap between scripts);
- ``gap_at``, ``gap_kind``, ``gap_shrink``, ``gap_grow``: gaps that give way or grow before all others, in ascending order;
- ``breaks[g]``: whether a line may end at ``g``; ``penalty[g]``: what that costs;
- ``flex[g]``: whether the gap takes part when a line is spread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

#: Kinds of gap in the order in which they give way (CLREQ, “procedures for inter-character spacing reduction”).
SPACE, POINT, BRACKET, PAUSE, SCRIPT, STOP = range(6)
KINDS = 6


@dataclass(frozen=True, slots=True)
class Style:
    """How a run looks: its face, size and rise relative to the paragraph's size, and marks drawn along it.

    ``href``: where a link leads. ``rigid``: takes no part in justification. ``whole``: is never broken. ``name``: is broken
    only in need. ``part``: the structure element.
    """

    face: Any
    scale: float = 1.0
    rise: float = 0.0
    color: str = "#000000"
    dots: bool = False
    underline: bool = False
    wave: bool = False
    strike: bool = False
    href: str = ""
    rigid: bool = False
    whole: bool = False
    clings: bool = False
    name: bool = False
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


@dataclass(slots=True)
class Flow:
    """A paragraph ready to be broken into lines (see the module's text).

    ``words``: Western words, shaped as wholes. ``upright``: where such a word begins that stands upright in a vertical line. ``hyphens``: gaps
    at which a line ends with a hyphen. ``odd``: characters that do not take their own advance. ``measure``: the length of its lines, where it
    is a paragraph that may be set again in more lines or fewer.
    """

    text: str
    runs: list[Run]
    classes: str
    widths: list[float]
    breaks: bytearray
    flex: bytearray
    trim_end: dict[int, float] = field(default_factory=dict)
    trim_start: dict[int, float] = field(default_factory=dict)
    slack: dict[int, float] = field(default_factory=dict)
    penalty: dict[int, float] = field(default_factory=dict)
    gap_at: list[int] = field(default_factory=list)
    gap_kind: list[int] = field(default_factory=list)
    gap_shrink: list[float] = field(default_factory=list)
    gap_grow: list[float] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)
    upright: set[int] = field(default_factory=set)
    hyphens: set[int] = field(default_factory=set)
    odd: list[int] = field(default_factory=list)
    letter_space: float = 0.0
    measure: Any = None

    def settle(self) -> None:
        """Forget what only the search for breaks needs."""
        self.breaks = bytearray()
        self.penalty, self.trim_end, self.trim_start, self.slack = {}, {}, {}, {}

    def naturals(self) -> list[float]:
        """Where each gap lies when nothing is narrowed or spread (em from the start of the text); one more than there are characters."""
        return list(accumulate(self.widths, initial=0.0))
