"""Drawing a page: bands at their places, running heads, folios, leaders, links."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc

from convert.layout.bands import Leader, Placed, Shown, Stroke
from convert.layout.document import Laid
from convert.layout.fonts import Face
from convert.layout.inline import RUBY_SCALE
from convert.layout.pages import Page, Set
from convert.layout.parts import ARTIFACT, FOOTER, HEADER, Part
from convert.model.nodes import Document
from convert.stylesheet import Sheet
from convert.writers.pdfimage import Gallery
from convert.writers.pdfline import SOFT_HYPHEN, FontOf, LineMaker, Strip
from convert.writers.tagged import Structure

_MM = 72 / 25.4
_RUBY_RISE, _DOT_DROP, _DOT_SIZE = 0.95, 0.27, 0.13
_HEAD_RISE, _FOLIO_DROP = 1.6, 2.2
_LEADER = "…"
#: What stays as it is in an address; all else is written as the bytes of UTF-8 (RFC 3987, 3.1).
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


class Painter:
    """Makes the content of pages. One part is open at a time; text stands between BT and ET inside it."""

    def __init__(
        self, document: Document, sheet: Sheet, laid: Laid, font_of: FontOf, structure: Structure, gallery: Gallery, canvas: Any
    ) -> None:
        self.document = document
        self.sheet = sheet
        self.laid = laid
        self.structure = structure
        self.gallery = gallery
        self.canvas = canvas
        self.maker = LineMaker(font_of)
        self.width, self.height = sheet.page.width * _MM, sheet.page.height * _MM
        self.out: list[str] = []
        self.annotations: list[Any] = []
        self.images: list[str] = []
        self.links = 0
        self.section = ""
        self._part: Part | None = None
        self._text = False
        self._state: tuple[str, float, float] = ("#000000", 0.0, 0.0)

    # ------------------------------------------------------------------ page

    def page(self, page: Page) -> tuple[str, list[Any], list[str]]:
        """The content of a page, its annotations, and the names of the pictures on it."""
        self.out, self.annotations, self.images = [], [], []
        self._state = ("#000000", 0.0, 0.0)
        first = next((s.band.mark.title for s in page.bands if s.band.mark and s.band.mark.level == 1), "")
        self.section = first or self.section
        self._running(page)
        for set_ in page.bands:
            self._band(page, set_)
        for column, row in page.note_rules:
            left, top = self.origin(page.number, column)
            y = top - row * self.sheet.grid.pitch
            self._rules([Stroke(0.0, 0.0, self.sheet.measure / 4, 0.0, 0.4)], left, y)
        self._close()
        last = [s.band.mark.title for s in page.bands if s.band.mark and s.band.mark.level == 1]
        self.section = last[-1] if last else self.section
        return "\n".join(self.out), self.annotations, self.images

    def origin(self, number: int, column: int) -> tuple[float, float]:
        """The left and upper edge (pt from the lower left corner of the paper) of a column on page ``number``."""
        page, size = self.sheet.page, self.sheet.roles.body.size
        inner = page.margin_inner * _MM
        total = page.columns * self.sheet.measure + (page.columns - 1) * page.column_gap * size
        left = self.width - inner - total if page.mirror and number % 2 == 0 else inner
        return left + column * (self.sheet.measure + page.column_gap * size), self.height - page.margin_top * _MM

    def _band(self, page: Page, set_: Set) -> None:
        band = set_.band
        left, top = self.origin(page.number, set_.column)
        y = top - set_.row * self.sheet.grid.pitch
        for name in (*band.targets, *((band.mark.target,) if band.mark else ())):
            self.canvas.bookmarkPage(name, fit="XYZ", left=round(left, 2), top=round(y, 2))
        for shown in band.pictures:
            self._picture(shown, left, y)
        for placed in band.placed:
            self._line(placed, left, y)
        if band.leader:
            self._leader(band.leader, left, y)
        if band.strokes:
            self._rules(band.strokes, left, y)

    # ------------------------------------------------------------------ marked content

    def _open(self, part: Part, text: bool) -> None:
        """Make ``part`` the open one, inside or outside of a text object."""
        if part is not self._part:
            self._close()
            self.out.append(self.structure.mark(part))
            self._part = part
        if text and not self._text:
            self.out.append("BT")
        elif self._text and not text:
            self.out.append("ET")
        self._text = text

    def _close(self) -> None:
        if self._text:
            self.out.append("ET")
        if self._part is not None:
            self.out.append("EMC")
        self._part, self._text = None, False

    # ------------------------------------------------------------------ lines

    def _line(self, placed: Placed, left: float, top: float) -> None:
        x, y = left + placed.x, top - placed.y
        moved = True
        ornaments = []
        for strip in self.maker.strips(placed.line, placed.size):
            at = x + strip.start * placed.size
            style, piece = strip.style, strip.run.piece
            part = style.part or placed.part
            if piece.image is not None:
                self._inline_picture(piece.image, part, at, y, placed.size)
                moved = True
                continue
            if part is not self._part or not self._text:
                self._open(part, True)
                moved = True
            self._set_state(style.color, style.rise * placed.size, style.face.stroke * placed.size * style.scale)
            if moved:
                self.out.append(f"1 0 0 1 {at:.5g} {y:.6g} Tm")
                moved = False
            self.out += strip.operators
            if style.href:
                self._link(strip, part, at, y, placed.size)
            if piece.ruby or style.dots or style.underline or style.strike:
                ornaments.append((strip, at))
        if placed.line.hyphen:
            style = strip.style
            self._plain(SOFT_HYPHEN, style.face, placed.size * style.scale, x + (strip.start + strip.width) * placed.size, y)
        for strip, at in ornaments:
            self._ornaments(strip, placed, at, y)

    def _set_state(self, color: str, rise: float, stroke: float) -> None:
        old = self._state
        if old == (color, rise, stroke):
            return
        if old[0] != color:
            numbers = " ".join(f"{int(color[i : i + 2], 16) / 255:.4g}" for i in (1, 3, 5))
            self.out.append(f"{numbers} rg {numbers} RG")
        if old[1] != rise:
            self.out.append(f"{rise:.5g} Ts")
        if old[2] != stroke:
            self.out.append(f"2 Tr {stroke:.4g} w" if stroke else "0 Tr")
        self._state = (color, rise, stroke)

    def _plain(self, text: str, face: Face, size: float, x: float, y: float, part: Part = ARTIFACT) -> None:
        """A text of the writer's own at natural width."""
        self._open(part, True)
        self._set_state("#000000", 0.0, 0.0)
        self.out.append(f"1 0 0 1 {x:.5g} {y:.6g} Tm 0 Tc")
        self.out += self.maker.own(text, face, size)

    def _ornaments(self, strip: Strip, placed: Placed, x: float, y: float) -> None:
        size, style, piece = placed.size, strip.style, strip.run.piece
        if piece.ruby:
            small = size * RUBY_SCALE
            width = sum(map(style.face.widths.__getitem__, piece.ruby)) * small
            self._plain(
                piece.ruby, style.face, small, x + (strip.width * size - width) / 2, y + _RUBY_RISE * size, piece.reading or ARTIFACT
            )
        end = x + strip.width * size
        if style.underline:
            self._rules([Stroke(x, 0.0, end, 0.0, 0.05 * size)], 0.0, y - 0.2 * size)
        if style.strike:
            self._rules([Stroke(x, 0.0, end, 0.0, 0.05 * size)], 0.0, y + 0.34 * size)
        if style.dots:
            centres = [x + centre * size for centre in self.maker.centres(strip, placed.line)]
            self._dots(centres, y - _DOT_DROP * size, _DOT_SIZE * size)

    def _dots(self, centres: list[float], y: float, size: float) -> None:
        """Emphasis dots (着重号): points of a round pen."""
        if centres:
            self._open(ARTIFACT, False)
            strokes = " ".join(f"{x:.5g} {y:.5g} m {x:.5g} {y:.5g} l" for x in centres)
            self.out.append(f"q 1 J {size:.4g} w {strokes} S Q")

    def _rules(self, strokes: list[Stroke], left: float, top: float, part: Part = ARTIFACT) -> None:
        self._open(part, False)
        for s in strokes:
            line = f"{left + s.x0:.5g} {top - s.y0:.5g} m {left + s.x1:.5g} {top - s.y1:.5g} l"
            self.out.append(f"q {s.width:.3g} w {line} S Q")

    # ------------------------------------------------------------------ pictures

    def _picture(self, shown: Shown, left: float, top: float) -> None:
        self._draw_picture(shown.resource, shown.part, left + shown.x, top - shown.y - shown.height, shown.width, shown.height)

    def _inline_picture(self, picture: Any, part: Part, x: float, y: float, size: float) -> None:
        self._draw_picture(picture.resource, part, x, y - 0.12 * size, picture.width * size, picture.height * size)

    def _draw_picture(self, resource: str, part: Part, x: float, y: float, width: float, height: float) -> None:
        name = self.gallery.name(resource, self.canvas._doc)
        self._open(part, False)
        if part.kind == "Figure":
            box = " ".join(f"{edge:.2f}" for edge in (x, y, x + width, y + height))
            part.attributes["BBox"] = f"[{box}]"
        if name is None:
            self.out.append(f"q 0.5 w {x:.5g} {y:.5g} {width:.5g} {height:.5g} re S Q")
            return
        if name not in self.images:
            self.images.append(name)
        self.out.append(f"q {width:.5g} 0 0 {height:.5g} {x:.5g} {y:.5g} cm /{pdfdoc.xObjectName(name)} Do Q")

    # ------------------------------------------------------------------ links

    def _link(self, strip: Strip, part: Part, x: float, y: float, size: float) -> None:
        box = (x, y - 0.2 * size, x + strip.width * size, y + 0.95 * size)
        self._annotate(strip.style.href, part, box, strip.run.piece.text)

    def _annotate(self, href: str, part: Part, box: tuple[float, float, float, float], contents: str) -> None:
        entries: dict[str, Any] = {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": pdfdoc.PDFArray([round(v, 2) for v in box]),
            "Border": pdfdoc.PDFArray([0, 0, 0]),
            "F": 4,
            "Contents": pdfdoc.PDFString(contents or href),
        }
        if href.startswith("#"):
            if href[1:] not in self.laid.page_of:
                return
            entries["Dest"] = self.canvas._bookmarkReference(href[1:])
        else:
            entries["A"] = pdfdoc.PDFDictionary({"S": "/URI", "URI": pdfdoc.PDFString(quote(href, safe=_IN_ADDRESSES))})
        annotation = pdfdoc.PDFDictionary(entries)
        reference = self.canvas._doc.Reference(annotation)
        number = self.structure.add_annotation(part, reference)
        if number is not None:
            annotation["StructParent"] = len(self.laid.pages) + number
            self.annotations.append(reference)

    # ------------------------------------------------------------------ running heads, folios, leaders

    def _leader(self, leader: Leader, left: float, top: float) -> None:
        number = str(self.laid.page_of.get(leader.target, 0))
        face, size, y = leader.face, leader.size, top - leader.y
        width = sum(face.word(number).advances) * size
        self._plain(number, face, size, left + leader.x1 - width, y, leader.part)
        dots = int((leader.x1 - width - 0.3 * size - leader.x0 - 0.5 * size) // size)
        if dots > 0:
            start = leader.x1 - width - 0.3 * size - dots * size
            self._plain(_LEADER * dots, face, size, left + start, y)

    def _running(self, page: Page) -> None:
        running = self.sheet.running
        opening = any(s.band.title for s in page.bands) or not page.bands
        if running.header != "none" and not opening:
            self._header(page)
        if running.folio != "none":
            self._folio(page)

    def _header(self, page: Page) -> None:
        running, page_ = self.sheet.running, self.sheet.page
        verso = page_.mirror and page.number % 2 == 0
        text = self.document.meta.title if running.header == "title" or verso or not self.section else self.section
        style = self.sheet.roles.running
        left, top = self.origin(page.number, 0)
        total = self.total_width
        base = top + _HEAD_RISE * style.size
        text, width = self._fitted(text, style.size, total)
        face = self.laid.library.face(style.font, style.bold)
        shift = {"center": (total - width) / 2, "left": 0.0, "justify": 0.0, "right": total - width}[style.align]
        if page_.mirror:
            shift = 0.0 if verso else total - width
        if text:
            self._plain(text, face, style.size, left + shift, base, HEADER)
        if running.rule:
            self._rules([Stroke(0.0, 0.0, total, 0.0, 0.4)], left, base - 0.55 * style.size, HEADER)

    def _fitted(self, text: str, size: float, room: float) -> tuple[str, float]:
        """A running head cut to the measure, with an ellipsis, and its width in points."""
        face = self.laid.library.face(self.sheet.roles.running.font, self.sheet.roles.running.bold)
        widths = face.widths
        if sum(widths[c] for c in text) * size <= room:
            return text, sum(widths[c] for c in text) * size
        while text and (sum(widths[c] for c in text) + 1.0) * size > room:
            text = text[:-1]
        return text + "…", (sum(widths[c] for c in text) + 1.0) * size

    @property
    def total_width(self) -> float:
        """The width of the type area."""
        page = self.sheet.page
        return page.columns * self.sheet.measure + (page.columns - 1) * page.column_gap * self.sheet.roles.body.size

    def _folio(self, page: Page) -> None:
        running, style = self.sheet.running, self.sheet.roles.running
        text = f"– {page.number} –" if running.folio_form == "dashes" else str(page.number)
        face = self.laid.library.face(style.font, style.bold)
        size = style.size + 1.0
        width = sum(face.widths[c] for c in text) * size
        left, top = self.origin(page.number, 0)
        y = top - self.sheet.page.lines * self.sheet.grid.pitch - _FOLIO_DROP * size
        outside = self.total_width - width
        if page.number % 2 == 0:
            outside = 0.0  # printed on both sides, the outer edge of an even page is at the left
        self._plain(text, face, size, left + (outside if running.folio == "outside" else (self.total_width - width) / 2), y, FOOTER)
