"""Drawing a page: bands at their places, leaders, links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc

from convert.layout.bands import Leader, Placed, Stroke
from convert.layout.document import Laid
from convert.layout.fonts import Face
from convert.layout.pages import Page, Set
from convert.layout.parts import ARTIFACT, Part
from convert.layout.ruby import RUBY_SCALE, ZHUYIN_SCALE, is_zhuyin, signs, syllables
from convert.layout.upright import MIDDLE, TOP
from convert.model.nodes import Document
from convert.stylesheet import Sheet
from convert.writers.pdfaxes import Axes, Origin
from convert.writers.pdfimage import Gallery
from convert.writers.pdfline import SIDE_BY_SIDE, SOFT_HYPHEN, TURNED, FontOf, LineMaker, Own, Strip
from convert.writers.pdfrunning import Running
from convert.writers.pdfupright import UprightLineMaker
from convert.writers.tagged import Structure

#: In em: the base of ruby above that of its line; rules below it; emphasis dots below a line, or beside a column; their size.
_RUBY_RISE, _UNDER, _DOT_DROP, _DOT_OVER, _DOT_SIZE = 0.95, 0.2, 0.27, 0.15, 0.13
#: How much shorter a line along a name is at either end, so that two that meet stay two; half the length of a wave.
_APART, _WAVE = 0.06, 0.2
_LEADER = "…"
#: What stays as it is in an address; all else is written as the bytes of UTF-8 (RFC 3987, 3.1).
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


class Painter:
    """Makes the content of pages. One part is open at a time; text stands between BT and ET inside it."""

    def __init__(
        self, document: Document, sheet: Sheet, laid: Laid, font_of: FontOf, structure: Structure, gallery: Gallery, canvas: Any
    ) -> None:
        self.sheet = sheet
        self.laid = laid
        self.structure = structure
        self.gallery = gallery
        self.canvas = canvas
        self.axes = Axes(sheet)
        self.maker = UprightLineMaker(font_of) if sheet.vertical else LineMaker(font_of)
        self.flat = LineMaker(font_of)
        self.running = Running(self, document, sheet, laid, self.flat)
        self.out: list[str] = []
        self.annotations: list[Any] = []
        self.images: list[str] = []
        self._part: Part | None = None
        self._text = False
        self._state: tuple[str, float, float] = ("#000000", 0.0, 0.0)

    # ------------------------------------------------------------------ page

    def page(self, page: Page) -> tuple[str, list[Any], list[str]]:
        """The content of a page, its annotations, and the names of the pictures on it."""
        self.out, self.annotations, self.images = [], [], []
        self._state = ("#000000", 0.0, 0.0)
        self.running.draw(page)
        origins = [self.axes.origin(page.number, column) for column in range(self.sheet.page.columns)]
        for set_ in page.bands:
            self._band(set_, origins[set_.column])
        if self.sheet.page.line_numbers:
            self._line_numbers(page)
        for column, row in page.note_rules:
            across = row * self.sheet.grid.pitch
            self.rules([Stroke(0.0, across, self.sheet.measure / 4, across, 0.4)], self.axes.origin(page.number, column), 0.0)
        self._close()
        return "\n".join(self.out), self.annotations, self.images

    def _band(self, set_: Set, origin: Origin) -> None:
        band = set_.band
        across = set_.row * self.sheet.grid.pitch
        if band.targets or band.mark:
            left, top = origin.at(0.0, across)
            for name in (*band.targets, *((band.mark.target,) if band.mark else ())):
                self.canvas.bookmark(name, round(left, 2), round(top, 2))
        for shown in band.pictures:
            box = origin.box(shown.x, across + shown.y, shown.width, shown.height)
            self._draw_picture(shown.resource, shown.part, box)
        for placed in band.placed:
            self._line(placed, origin, across)
        if band.leader:
            self._leader(band.leader, origin, across)
        if band.strokes:
            self.rules(band.strokes, origin, across)

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

    def _line(self, placed: Placed, origin: Origin, across: float) -> None:
        base, size, line = across + placed.y, placed.size, placed.line
        moved = True
        ornaments = []
        for strip in self.maker.strips(line, size):
            along = placed.x + strip.start * size
            style, piece = strip.style, strip.run.piece
            part = style.part or placed.part
            if piece.image is not None:
                self._inline_picture(piece.image, part, origin, along, base, size)
                moved = True
                continue
            if part is not self._part or not self._text:
                self._open(part, True)
                moved = True
            rise = style.rise * size
            self._set_state(style.color, 0.0 if origin.vertical else rise, style.face.stroke * size * style.scale)
            if moved or origin.vertical:
                self._move(origin, along, base, size, rise if origin.vertical else 0.0, strip)
                moved = False
            self.out += strip.operators
            if style.href:
                self._annotate(style.href, part, origin.box(along, base - 0.95 * size, strip.width * size, 1.15 * size), piece.text)
            if piece.ruby or style.dots or style.underline or style.wave or style.strike:
                ornaments.append((strip, along))
        if line.hyphen:
            self.plain(SOFT_HYPHEN, strip.style.face, size * strip.style.scale, origin, along + strip.width * size, base)
        for strip, along in ornaments:
            self._ornaments(strip, placed, origin, along, base)

    def _move(self, origin: Origin, along: float, base: float, size: float, rise: float, drawn: Strip | Own) -> None:
        """Put the pen where a stretch of a line begins; ``rise`` moves it to the right in vertical lines."""
        x, y = origin.on_line(along, base, size)
        scale = drawn.style.scale if isinstance(drawn, Strip) else 1.0
        if drawn.way == TURNED:
            self.out.append(f"0 -1 1 0 {x + rise - MIDDLE * size * scale:.5g} {y:.6g} Tm")
        elif drawn.way == SIDE_BY_SIDE:
            self.out.append(f"1 0 0 1 {x + rise - drawn.ink * size / 2:.5g} {y - TOP * size * scale:.6g} Tm")
        else:
            self.out.append(f"1 0 0 1 {x + rise:.5g} {y:.6g} Tm")

    def _set_state(self, color: str, rise: float, stroke: float) -> None:
        old = self._state
        if old == (color, rise, stroke):
            return
        if old[0] != color:
            numbers = _rgb(color)
            self.out.append(f"{numbers} rg {numbers} RG")
        if old[1] != rise:
            self.out.append(f"{rise:.5g} Ts")
        if old[2] != stroke:
            self.out.append(f"2 Tr {stroke:.4g} w" if stroke else "0 Tr")
        self._state = (color, rise, stroke)

    def plain(self, text: str, face: Face, size: float, origin: Origin, along: float, base: float, part: Part = ARTIFACT) -> None:
        """A text of the writer's own at natural width in a line of the page."""
        for own in self.maker.own(text, face, size):
            self.written(own, size, origin, along, base, part)

    def written(self, own: Own, size: float, origin: Origin, along: float, base: float, part: Part) -> None:
        """Draw a stretch of a text of the writer's own."""
        self._open(part, True)
        self._set_state("#000000", 0.0, 0.0)
        self._move(origin, along + own.start * size, base, size, 0.0, own)
        self.out.append("0 Tc")
        self.out += own.operators

    def _ornaments(self, strip: Strip, placed: Placed, origin: Origin, along: float, base: float) -> None:
        size, style, piece = placed.size, strip.style, strip.run.piece
        end = along + strip.width * size
        if piece.ruby and is_zhuyin(piece.ruby):
            self._zhuyin(strip, origin, along, base, size)
        elif piece.ruby:
            small = size * RUBY_SCALE
            width = self.maker.own_width(piece.ruby, style.face) * small
            middle = (along + end - width) / 2
            self.plain(piece.ruby, style.face, small, origin, middle, base - _RUBY_RISE * size, piece.reading or ARTIFACT)
        under, short = base + _UNDER * size, _APART * size
        if style.underline:
            self.rules([Stroke(along + short, under, end - short, under, 0.05 * size)], origin, 0.0)
        if style.wave:
            self._wave(origin, along + short, end - short, under, size)
        if style.strike:
            through = base - 0.34 * size
            self.rules([Stroke(along, through, end, through, 0.05 * size)], origin, 0.0)
        if style.dots:
            right = origin.vertical and not piece.ruby  # where readings stand, dots go to the other side
            across = base - (TOP + _DOT_OVER) * size if right else base + _DOT_DROP * size
            self._dots([origin.at(along + centre * size, across) for centre in self.maker.centres(strip, placed.line)], _DOT_SIZE * size)

    def _zhuyin(self, strip: Strip, origin: Origin, along: float, base: float, size: float) -> None:
        """The signs of zhuyin, right of each character, one below the other."""
        piece, face = strip.run.piece, strip.style.face.flat
        step, small = strip.width / len(piece.text), ZHUYIN_SCALE * size
        for number, syllable in enumerate(syllables(piece.ruby, len(piece.text))):
            start = along + number * step * size
            for sign in signs(syllable):
                middle, top = origin.at(start, base - TOP * size)
                x = middle + sign.across * size + (0.0 if origin.vertical else size)
                y = top - sign.down * size
                lower = Origin(x - small / 2, y - small * (0.5 - (1 - TOP)), vertical=False)
                for own in self.flat.own(sign.text, face, small):
                    self.written(own, small, lower, 0.0, 0.0, piece.reading or ARTIFACT)

    def _wave(self, origin: Origin, start: float, end: float, across: float, size: float) -> None:
        """The wavy line along the title of a work (浪线式书名号)."""
        self._open(ARTIFACT, False)
        count = max(1, round((end - start) / (_WAVE * size)))
        step, high = (end - start) / count, 0.09 * size
        x, y = origin.at(start, across)
        path = [f"{x:.5g} {y:.5g} m"]
        for n in range(count):
            at, side = start + n * step, high if n % 2 else -high
            points = (origin.at(at + step / 3, across + side), origin.at(at + 2 * step / 3, across + side), origin.at(at + step, across))
            path.append(" ".join(f"{a:.5g} {b:.5g}" for a, b in points) + " c")
        self.out.append(f"q {0.04 * size:.3g} w {' '.join(path)} S Q")

    def _line_numbers(self, page: Page) -> None:
        """Every so many lines of text its number on the page, in the margin before the first column."""
        style = self.sheet.roles.running
        face = self.laid.library.face(style.font, style.bold).flat
        every, count = self.sheet.page.line_numbers, 0
        for set_ in page.bands:
            band = set_.band
            if set_.note or band.title or band.generated or not (band.placed and band.grid and band.rows == 1.0):
                continue
            count += 1
            if count % every == 0:
                self._line_number(str(count), page.number, set_, face, style.size)

    def _line_number(self, text: str, number: int, set_: Set, face: Face, size: float) -> None:
        """Left of a line, or below a column; in the middle of the space between two columns."""
        wide, page = self.flat.own_width(text, face) * size, self.sheet.page
        gap = page.column_gap * self.sheet.roles.body.size
        if self.axes.vertical:
            along = self.sheet.measure + (1.2 * size if set_.column + 1 == page.columns else min(1.2 * size, (gap + 0.7 * size) / 2))
        else:
            along = -wide - 1.5 * size if not set_.column else max(-wide - 1.5 * size, -(gap + wide) / 2)
        base = set_.row * self.sheet.grid.pitch + set_.band.placed[0].y
        x, y = self.axes.origin(number, set_.column).on_line(along, base, set_.band.placed[0].size)
        lower = Origin(x - wide / 2 if self.axes.vertical else x, y, vertical=False)
        for own in self.flat.own(text, face, size):
            self.written(own, size, lower, 0.0, 0.0, ARTIFACT)

    def _dots(self, centres: list[tuple[float, float]], size: float) -> None:
        """Emphasis dots (着重号): points of a round pen, below the line, or right of a column."""
        if centres:
            self._open(ARTIFACT, False)
            strokes = " ".join(f"{x:.5g} {y:.5g} m {x:.5g} {y:.5g} l" for x, y in centres)
            self.out.append(f"q 1 J {size:.4g} w {strokes} S Q")

    def rules(self, strokes: Iterable[Stroke], origin: Origin, across: float, part: Part = ARTIFACT) -> None:
        """Draw rules."""
        self._open(part, False)
        for s in strokes:
            (x0, y0), (x1, y1) = origin.at(s.x0, across + s.y0), origin.at(s.x1, across + s.y1)
            color = "" if s.color == "#000000" else f"{_rgb(s.color)} RG "
            self.out.append(f"q {color}{s.width:.3g} w {x0:.5g} {y0:.5g} m {x1:.5g} {y1:.5g} l S Q")

    # ------------------------------------------------------------------ pictures

    def _inline_picture(self, picture: Any, part: Part, origin: Origin, along: float, base: float, size: float) -> None:
        over = (picture.height - 0.12) * size if not origin.vertical else (MIDDLE + picture.height / 2) * size
        self._draw_picture(picture.resource, part, origin.box(along, base - over, picture.width * size, picture.height * size))

    def _draw_picture(self, resource: str, part: Part, edges: tuple[float, float, float, float]) -> None:
        x, y, width, height = edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]
        name = self.gallery.name(resource, self.canvas.pdf)
        self._open(part, False)
        if part.kind == "Figure":
            box = " ".join(f"{edge:.2f}" for edge in edges)
            part.attributes["BBox"] = f"[{box}]"
        if name is None:
            self.out.append(f"q 0.5 w {x:.5g} {y:.5g} {width:.5g} {height:.5g} re S Q")
            return
        if name not in self.images:
            self.images.append(name)
        self.out.append(f"q {width:.5g} 0 0 {height:.5g} {x:.5g} {y:.5g} cm /{pdfdoc.xObjectName(name)} Do Q")

    # ------------------------------------------------------------------ links

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
            entries["Dest"] = self.canvas.destination(href[1:])
        else:
            entries["A"] = pdfdoc.PDFDictionary({"S": "/URI", "URI": pdfdoc.PDFString(quote(href, safe=_IN_ADDRESSES))})
        annotation = pdfdoc.PDFDictionary(entries)
        reference = self.canvas.pdf.Reference(annotation)
        number = self.structure.add_annotation(part, reference)
        if number is not None:
            annotation["StructParent"] = len(self.laid.pages) + number
            self.annotations.append(reference)

    # ------------------------------------------------------------------ leaders

    def _leader(self, leader: Leader, origin: Origin, across: float) -> None:
        number = self.laid.label_of(leader.targets)
        face, size, base = leader.face, leader.size, across + leader.y
        start = leader.x1 - self.maker.own_width(number, face) * size
        self.plain(number, face, size, origin, start, base, leader.part)
        dots = int((start - 0.3 * size - leader.x0 - 0.5 * size) // size)
        if dots > 0:
            self.plain(_LEADER * dots, face, size, origin, start - (0.3 + dots) * size, base)


def _rgb(color: str) -> str:
    """The three numbers of ``#rrggbb`` as operands."""
    return " ".join(f"{int(color[i : i + 2], 16) / 255:.4g}" for i in (1, 3, 5))
