"""Where things lie on a page: lengths along a line and across lines, turned into points of the paper.

Along and across are counted in points from the corner where text begins: in horizontal text rightwards and downwards from the upper left, in
vertical text downwards and leftwards from the upper right.
"""

from __future__ import annotations

from typing import NamedTuple

from convert.layout.upright import MIDDLE
from convert.stylesheet import Sheet

_MM = 72 / 25.4


class Origin(NamedTuple):
    """The corner of a column where its text begins, in points from the lower left corner of the paper."""

    x: float
    y: float
    vertical: bool

    def at(self, along: float, across: float) -> tuple[float, float]:
        """The point of the paper."""
        return (self.x - across, self.y - along) if self.vertical else (self.x + along, self.y - across)

    def on_line(self, along: float, base: float, size: float) -> tuple[float, float]:
        """Where a character is placed whose line has its base at ``base``: on it, or in vertical text on the middle of the column."""
        return (self.x - (base - MIDDLE * size), self.y - along) if self.vertical else (self.x + along, self.y - base)

    def box(self, along: float, across: float, length: float, height: float) -> tuple[float, float, float, float]:
        """Left, lower, right and upper edge of what takes ``length`` along the line and ``height`` across it."""
        (x0, y0), (x1, y1) = self.at(along, across), self.at(along + length, across + height)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class TypeArea(NamedTuple):
    """The rectangle of the text on a page, in points from the lower left corner of the paper; ``outer_left``: its outer edge is the left."""

    left: float
    bottom: float
    right: float
    top: float
    outer_left: bool


class Axes:
    """The geometry of a sheet's pages, counted from 1. A vertical book is bound at its right edge: odd pages are left ones."""

    def __init__(self, sheet: Sheet) -> None:
        page, size = sheet.page, sheet.roles.body.size
        self.vertical = sheet.vertical
        self.width, self.height = page.width * _MM, page.height * _MM
        self.step = sheet.measure + page.column_gap * size
        #: The length of all columns with their gaps along the line, and the depth of the lines across it.
        self.length = page.columns * sheet.measure + (page.columns - 1) * page.column_gap * size
        self.depth = page.lines * sheet.grid.pitch
        self._inner, self._top = page.margin_inner * _MM, page.margin_top * _MM
        self._mirror = page.mirror

    def area(self, number: int) -> TypeArea:
        """The type area of page ``number``."""
        width, height = (self.depth, self.length) if self.vertical else (self.length, self.depth)
        inner_right = self.vertical != (self._mirror and number % 2 == 0)
        left = self.width - self._inner - width if inner_right else self._inner
        top = self.height - self._top
        return TypeArea(left, top - height, left + width, top, self.vertical == (number % 2 == 1))

    def origin(self, number: int, column: int) -> Origin:
        """Where column ``column`` of page ``number`` begins. Vertical columns stand one above the other."""
        area = self.area(number)
        if self.vertical:
            return Origin(area.right, area.top - column * self.step, vertical=True)
        return Origin(area.left + column * self.step, area.top, vertical=False)
