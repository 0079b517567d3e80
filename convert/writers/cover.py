"""The cover that is drawn where none is given: paper, a frame of a thick and a thin line as Chinese books have it (文武边), the title.

1600 × 2560 points, the ratio that book shops ask for. Text is drawn with Noto Serif, whose files come with the program.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from convert.layout.packaged import packaged
from convert.model.nodes import Document
from convert.stylesheet import Sheet
from convert.writers.cover_lines import Lines, Script, broken, width
from convert.writers.epub_pages import date_text

WIDTH, HEIGHT = 1600, 2560
_PAPER, _INK, _RED = (248, 244, 234), (38, 34, 32), (154, 38, 34)
#: Levels between ink (0) and paper (255): what is black, and what is grey.
_BLACK, _GREY = 0, 80
#: The colours of the picture: so many from ink to paper, and red, which is the last. (Four bits a point: small, and quickly written.)
_SHADES = 15
#: Of deflate: the picture is mostly paper, which any level makes small.
_LEVEL = 4
#: Sizes of the title that are tried, and the length of its longest line.
_SIZES = range(232, 55, -8)
_MEASURE = 1080
_LINES = 4
#: Of a longer title the beginning is shown.
_MOST = 80
#: From this size on a title in whole phrases is large enough.
_LARGE = 128
#: What half the size costs, in the coin of ``Lines.cost``.
_SMALLNESS = 9.0
#: Below this size a title is hard to read in a shop's list, which costs so much more.
_LEGIBLE, _TINY = 96, 8.0
#: Sizes of the lines below and above the title; a smaller one is taken where it spares a break.
_SMALL_SIZES = range(68, 55, -4)
#: Where the middle of the title stands: above the middle of the page, at about the golden section.
_TITLE_MIDDLE = 0.39
#: Above this a title does not begin, or what stands above it.
_HIGHEST = 340
_NO_CHARACTER = "\U0010ffff"
#: The size at which it is tried whether a font has a character.
_TRIED = 32
#: From the edge of the paper to the thick line.
_MARGIN = 108
_BLANK_RIGHT, _BLANK_LEFT = frozenset("）》〉」』】〕”’，。、；："), frozenset("（《〈「『【〔“‘")


def draw(document: Document, sheet: Sheet, title: str, subtitle: str) -> bytes:
    """The cover as a PNG. Nothing stands on it that is not known of the text. Raises FontError where the fonts are not installed."""
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = _Pen(ImageDraw.Draw(image), "traditional" if sheet.language.startswith("zh-Hant") else "simplified")
    _frame(pen.draw)
    meta = document.meta
    size, lines = _fitted(_shortened(title), pen.script)
    small, above = _small(_shortened(meta.kicker), pen)
    top = max(HEIGHT * _TITLE_MIDDLE - len(lines) * size * 0.75, _HIGHEST + len(above) * small * 1.5)
    if above:
        pen.lines(above, small, bottom=top - 110, color=_GREY)
    bottom = pen.lines(lines, size, top=top, color=_BLACK, stroke=max(1, size // 56), space=0.04)
    small, below = _small(_shortened(subtitle), pen)
    pen.lines(below, small, top=bottom + 190, color=_BLACK)
    foot = [line for line in (meta.publisher, date_text(meta)) if line]
    pen.lines(foot, 54, bottom=HEIGHT - 330, color=_GREY, space=0.12)
    return _coloured(image, (WIDTH // 2 - 60, int(bottom) + 92, WIDTH // 2 + 60, int(bottom) + 99))


def _coloured(image: Image.Image, bar: tuple[int, int, int, int]) -> bytes:
    """The grey picture in the colours of paper and ink, with the red bar, as a PNG."""
    shades = image.point([level * (_SHADES - 1) // 255 for level in range(256)])
    ImageDraw.Draw(shades).rectangle(bar, fill=_SHADES)
    palette = bytes([part for n in range(_SHADES) for part in _between(n / (_SHADES - 1))] + list(_RED))
    shades.putpalette(palette)
    return _png(shades, palette)


def _png(shades: Image.Image, palette: bytes) -> bytes:
    """A picture of sixteen colours, its rows as they are (filter 0), as a PNG (ISO/IEC 15948). Pillow would load all its formats for it."""
    width, height = shades.size
    filtered = Image.new("P", (width + 2, height))  # two points more are a byte more before each row: the number of its filter, 0
    filtered.paste(shades, (2, 0))
    data = filtered.tobytes("raw", "P;4")
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(data, _LEVEL)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _between(share: float) -> list[int]:
    return [round(ink + (paper - ink) * share) for ink, paper in zip(_INK, _PAPER, strict=True)]


def _frame(draw: ImageDraw.ImageDraw) -> None:
    """文武边: the thick line without, the thin one within."""
    for inset, thick in ((_MARGIN, 12), (_MARGIN + 30, 2)):
        draw.rectangle((inset, inset, WIDTH - inset - 1, HEIGHT - inset - 1), outline=_BLACK, width=thick)


def _shortened(title: str) -> str:
    """A title that is a text of its own is shown by its beginning."""
    return title if len(title) <= _MOST else title[: _MOST - 2] + "……"


def _fitted(title: str, script: Script) -> tuple[int, Sequence[str]]:
    """The size of the title and its lines. Phrases are only parted where they would be small else: words have to be looked up."""
    whole = _best(title, "unknown")
    return whole if whole[0] >= _LARGE else _best(title, script)


def _best(title: str, script: Script) -> tuple[int, Sequence[str]]:
    """As large as may be, in few lines, without a break where none should be."""
    tried = [(size, broken(title, _MEASURE / size, script)) for size in _SIZES]

    def cost(pair: tuple[int, Lines]) -> float:
        size, found = pair
        return found.cost + _SMALLNESS * math.log2(_SIZES[0] / size) + _TINY * (size < _LEGIBLE) + max(0, len(found.lines) - _LINES) * 3

    size, found = min(tried, key=cost)
    return size, found.lines


def _small(text: str, pen: _Pen) -> tuple[int, Sequence[str]]:
    """Size and lines of what stands beside the title."""
    fitting = ((size, broken(text, _MEASURE / size, "unknown").lines) for size in _SMALL_SIZES if width(text) <= _MEASURE / size)
    in_one = next((pair for pair in fitting if len(pair[1]) <= 1), None)
    return in_one or (_SMALL_SIZES[0], broken(text, _MEASURE / _SMALL_SIZES[0], pen.script).lines)  # words have to be looked up


@dataclass(slots=True)
class _Pen:
    """Draws centred lines."""

    draw: ImageDraw.ImageDraw
    script: Script

    def lines(
        self,
        lines: Sequence[str],
        size: int,
        *,
        color: int,
        top: float | None = None,
        bottom: float = 0,
        stroke: int = 0,
        space: float = 0.0,
    ) -> float:
        """Draw ``lines`` below ``top``, or above ``bottom``; gives where the last one ends. ``space``: em between characters."""
        pitch = size * 1.5
        y = top if top is not None else bottom - pitch * len(lines)
        for line in lines:
            widths = [self._advance(c, size) for c in line]
            x = (WIDTH - sum(widths) - space * size * (len(line) - 1) + _lean(line) * size) / 2
            for char, advance in zip(line, widths, strict=True):
                if char == "—":
                    thick = max(2.0, size * 0.055 + stroke)
                    self.draw.rectangle((x, y + size * 0.97 - thick, x + advance, y + size * 0.97), fill=color)
                else:
                    font = _font_for(char, size, self.script)
                    self.draw.text((x, y + size * 0.25), char, font=font, fill=color, stroke_width=stroke, stroke_fill=color)
                x += advance + space * size
            y += pitch
        return y

    def _advance(self, char: str, size: int) -> float:
        return _font_for(char, size, self.script).getlength(char) if width(char) < 1 else float(size)


def _lean(line: str) -> float:
    """By how much (in em) a line looks shifted, since a mark at its end is blank in its right half, or one at its beginning in its left."""
    return 0.5 * (line[-1:] in _BLANK_RIGHT) - 0.5 * (line[:1] in _BLANK_LEFT)


@cache
def _font(region: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(packaged(region, "serif")), size, layout_engine=ImageFont.Layout.BASIC)


def _font_for(char: str, size: int, script: Script) -> ImageFont.FreeTypeFont:
    """The font of the region, or the other region's where only that has the character."""
    own, other = ("TC", "SC") if script == "traditional" else ("SC", "TC")
    return _font(own if _has(own, char) or not _has(other, char) else other, size)


@cache
def _has(region: str, char: str) -> bool:
    """Whether a font has a character: it is not drawn as one that no font has."""
    if char.isspace():
        return True
    return bytes(_font(region, _TRIED).getmask(char)) != _unknown(region)


@cache
def _unknown(region: str) -> bytes:
    """What a font draws for a character that it lacks."""
    return bytes(_font(region, _TRIED).getmask(_NO_CHARACTER))
