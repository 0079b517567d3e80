"""Drawings of a DOCX: the pictures in them, and what they are said to show."""

from __future__ import annotations

import io
import re

from lxml import etree

from convert.readers.docx_xml import attr, child, inside, kind, number

#: Names that programs give to pictures.
_DECORATIVE_NAME = re.compile(r"(?:picture|图片|圖片|image|图像|grafik|bild|рисунок|그림|図)\s*\d*", re.IGNORECASE)


def shown_pictures(element: etree._Element) -> list[etree._Element]:
    """The elements that show a picture in a drawing, but for those in its text boxes."""
    found: list[etree._Element] = []
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if kind(one) in {"a:blip", "v:imagedata"}:
            found.append(one)
        elif kind(one) not in {"w:txbxContent", "mc:Fallback"}:
            waiting.extend(reversed(one))
    return found


def description(drawing: etree._Element, picture: etree._Element) -> str:
    """What a picture shows: its description, else its title; names that programs give are none."""
    holders = [*inside(drawing, "wp:docPr"), *inside(drawing, "pic:cNvPr"), *picture.iterancestors()]
    for one in holders:
        for name in ("descr", "alt", "title"):
            text = " ".join(attr(one, name).split())
            if text and not _DECORATIVE_NAME.fullmatch(text):
                return text
    title = attr(picture, "o:title").strip()
    return title if not _DECORATIVE_NAME.fullmatch(title) else ""


#: English metric units in a millimetre, in a twip.
_EMU, _TWIP = 36000, 635
#: What a pixel measures where the picture does not say: 1/96 inch. Widths that differ by no more than this are the same.
_DPI, _SAME = 96.0, 0.03
#: A picture as high as this part of the text area is as wide as its height lets it be.
_HIGH = 0.6


def text_area(root: etree._Element) -> tuple[int, int]:
    """Width and height of the text on the pages of the last section, in EMU; of A4 with common margins where nothing is said."""
    size = margins = None
    for section in inside(root, "w:sectPr"):
        size, margins = child(section, "w:pgSz"), child(section, "w:pgMar")
    if size is None or margins is None:
        return 150 * _EMU, 240 * _EMU
    across = number(attr(size, "w:w")) - number(attr(margins, "w:left")) - number(attr(margins, "w:right"))
    down = number(attr(size, "w:h")) - number(attr(margins, "w:top")) - number(attr(margins, "w:bottom"))
    return max(1, across) * _TWIP, max(1, down) * _TWIP


def extent_width(drawing: etree._Element, data: bytes, area: tuple[int, int]) -> str:
    """The width of a picture of these bytes in millimetres, "" where it is the natural one, as far as that fits into the text ``area``."""
    extent = next(iter(inside(drawing, "wp:extent")), None)
    across, down = (number(attr(extent, "cx")), number(attr(extent, "cy"))) if extent is not None else (0, 0)
    if across <= 0 or down >= _HIGH * area[1]:
        return ""
    natural = _natural(data)
    usual = min(natural, area[0]) if natural else area[0]
    return "" if abs(across - usual) <= _SAME * usual else f"{across / _EMU:.1f}mm"


def _natural(data: bytes) -> float:
    """The width that the pixels of a picture ask for, in EMU; 0 where it cannot be read."""
    from PIL import Image as Rasters

    try:
        with Rasters.open(io.BytesIO(data)) as raster:
            dots = float((raster.info.get("dpi") or (_DPI, _DPI))[0])
            return raster.width * 25.4 * _EMU / (dots if dots > 1 else _DPI)
    except (OSError, ValueError, SyntaxError, TypeError):  # Pillow raises all of these for what it cannot read.
        return 0.0
