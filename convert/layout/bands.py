"""Bands: what is stacked on a page. A line of text is a band, and so are a table row, a picture, a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from convert.layout.breaks import Line
from convert.layout.parts import Part
from convert.stylesheet import Composition


@dataclass(slots=True)
class Placed:
    """A line at its place: ``x`` (pt) is where its first box begins, from the left edge of the column; ``y`` (pt) its base line, downwards
    from the top of its band. ``size`` in points. ``part``: the element that it belongs to.
    """

    line: Line
    x: float
    y: float
    size: float
    part: Part


@dataclass(frozen=True, slots=True)
class Stroke:
    """A rule from one point to another (pt; x from the column's left edge, y downwards from the band's top), ``width`` thick, in a ``color``."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float = 0.5
    color: str = "#000000"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in its box (pt, as ``Stroke``)."""

    resource: str
    x: float
    y: float
    width: float
    height: float
    part: Part


@dataclass(frozen=True, slots=True)
class Leader:
    """Dots and the numbers of the pages where ``targets`` are, from ``x0`` to ``x1`` (pt) on base line ``y``; the number belongs to ``part``."""

    targets: tuple[str, ...]
    x0: float
    x1: float
    y: float
    size: float
    face: Any
    part: Part


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading for the outline, the contents and the running head: its level from 1, its text, and its name as a target."""

    level: int
    title: str
    target: str


@dataclass(slots=True)
class Band:
    """A strip across a column (or across the page where ``spans``).

    ``rows``: height in rows of the grid. ``before``, ``after``: blank rows, which vanish at the edges of a column. ``keep``: no page ends
    behind it. ``grid``: begins on a whole row. ``title``: part of the title block. ``generated``: of the contents. ``notes``: bands for the foot of the page. ``targets``: ids that links lead to.
    ``again``: bands that come again above it where it begins a column: the head of its table. ``closing``: strokes that end the table where
    it ends a column.
    """

    rows: float
    placed: tuple[Placed, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    pictures: tuple[Shown, ...] = ()
    leader: Leader | None = None
    mark: Mark | None = None
    targets: tuple[str, ...] = ()
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    grid: bool = True
    spans: bool = False
    new_page: bool = False
    title: bool = False
    generated: bool = False
    notes: tuple[Band, ...] = ()
    again: tuple[Band, ...] = ()
    closing: tuple[Stroke, ...] = ()


def keep_together(bands: Sequence[Band], composition: Composition, keep_next: bool) -> None:
    """Widows and orphans of a paragraph (CLREQ, “adjustments of orphans and widows”), and its tie to what follows."""
    count = len(bands)
    for index in range(count - 1):
        done, left = index + 1, count - index - 1
        bands[index].keep = keep_next or done < composition.orphan_lines or left < composition.widow_lines
    bands[-1].keep = keep_next


def rows_of(bands: Sequence[Band]) -> float:
    """The height of ``bands`` set solid."""
    return sum(band.rows for band in bands)
