"""Running heads and folios: at the head and the foot of the page, in horizontal lines also where the text is vertical."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convert.layout.bands import Stroke
from convert.layout.document import Laid
from convert.layout.fonts import Face
from convert.layout.pages import Page
from convert.layout.parts import FOOTER, HEADER, Part
from convert.model.nodes import Document
from convert.stylesheet import Sheet
from convert.writers.pdfaxes import Origin, TypeArea
from convert.writers.pdfline import LineMaker

if TYPE_CHECKING:
    from convert.writers.pdfpage import Painter

_HEAD_RISE, _HALF_DIGIT = 1.6, 0.35
_MM = 72 / 25.4


class Running:
    """What stands round the text of each page. Knows the section that a page begins in."""

    def __init__(self, painter: Painter, document: Document, sheet: Sheet, laid: Laid, maker: LineMaker) -> None:
        self._painter = painter
        self._title = document.meta.title
        self._sheet = sheet
        self._laid = laid
        self._maker = maker
        self._section = ""

    def draw(self, page: Page) -> None:
        """Draw head and folio of a page; pages are drawn in their order."""
        titles = [s.band.mark.title for s in page.bands if s.band.mark and s.band.mark.level == 1]
        section = titles[0] if titles else self._section
        if page.bands and page.bands[0].band.generated and not titles:
            section = ""  # the contents and the index are in no section
        self._section = titles[-1] if titles else self._section
        running, area = self._sheet.running, self._painter.axes.area(page.number)
        opening = any(s.band.title for s in page.bands) or not page.bands
        if running.header != "none" and not opening:
            self._header(page, area, section)
        if running.folio != "none":
            self._folio(page, area)

    def _header(self, page: Page, area: TypeArea, section: str) -> None:
        running, mirror = self._sheet.running, self._sheet.page.mirror
        verso = mirror and page.number % 2 == 0
        text = self._title if running.header == "title" or verso or not section else section
        if not text:
            return
        style = self._sheet.roles.running
        face = self._laid.library.face(style.font, style.bold).flat
        total = area.right - area.left
        base = area.top + _HEAD_RISE * style.size
        text, width = self._fitted(text, face, style.size, total)
        shift = {"center": (total - width) / 2, "left": 0.0, "justify": 0.0, "right": total - width}[style.align]
        if mirror:
            shift = 0.0 if area.outer_left else total - width
        self._write(text, face, style.size, area.left + shift, base, HEADER)
        if running.rule:
            self._painter.rules(
                [Stroke(0.0, 0.0, total, 0.0, 0.4)], Origin(area.left, base - 0.55 * style.size, vertical=False), 0.0, HEADER
            )

    def _fitted(self, text: str, face: Face, size: float, room: float) -> tuple[str, float]:
        """A running head cut to the measure, with an ellipsis, and its width in points."""
        if self._maker.own_width(text, face) * size <= room:
            return text, self._maker.own_width(text, face) * size
        while text and (self._maker.own_width(text, face) + 1.0) * size > room:
            text = text[:-1]
        return text + "…", (self._maker.own_width(text, face) + 1.0) * size

    def _folio(self, page: Page, area: TypeArea) -> None:
        running, style = self._sheet.running, self._sheet.roles.folio
        number = self._laid.labels[page.number - 1]
        text = f"– {number} –" if running.folio_form == "dashes" else number
        face = self._laid.library.face(style.font, style.bold).flat
        size = style.size
        room = area.right - area.left - self._maker.own_width(text, face) * size
        apart = style.right_indent * size
        shift = room / 2 if running.folio == "center" else apart if area.outer_left else room - apart
        base = area.bottom - running.folio_drop * _MM - _HALF_DIGIT * size
        self._write(text, face, size, area.left + shift, base, FOOTER)

    def _write(self, text: str, face: Face, size: float, x: float, y: float, part: Part) -> None:
        origin = Origin(x, y, vertical=False)
        for own in self._maker.own(text, face, size):
            self._painter.written(own, size, origin, 0.0, 0.0, part)
