"""The page of a sheet in Word's units: paper, margins, columns and line grid, all in twips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from convert.stylesheet import Sheet, TextStyle
from convert.writers.ooxml import em, twips

#: A hair that the type area is wider and higher than its characters and rows, so that a word processor that rounds lengths to hundredths of
#: a millimetre (LibreOffice) loses neither the last character of a line nor the last row of a page.
#: Word's first-line indent is in characters that no letter space brings closer: where one does, the hair is wider by what that makes.
HAIR = 4
HAIR_BELOW = 20


@dataclass(frozen=True, slots=True)
class Geometry:
    """All lengths in twips. ``measure`` is the length of a line in one column, ``area`` the width of all columns with their gaps.

    In vertical text lines run downwards: ``measure`` and ``area`` are heights then, rows follow one another to the left, and ``inner``, the
    margin at the spine, is at the right.
    """

    width: int
    height: int
    top: int
    bottom: int
    inner: int
    outer: int
    header: int
    footer: int
    columns: int
    gap: int
    measure: int
    area: int
    pitch: int
    rows: int
    mirror: bool
    vertical: bool
    line_numbers: int = 0

    @property
    def spanning(self) -> bool:
        """Whether title and contents stand across all columns, in a section of their own."""
        return self.columns > 1

    @property
    def head(self) -> int:
        """The length of a line of title and contents."""
        return self.area if self.spanning else self.measure


def geometry(sheet: Sheet) -> Geometry:
    """The geometry of ``sheet``; sizes of type are rounded to half points, the pitch to whole twips.

    Vertical tiers become one tier across a landscape page: LibreOffice leaves pages of vertical columns unpainted now and then.
    """
    page, body = sheet.page, em(sheet.roles.body.size)
    pitch, cell = round(sheet.grid.pitch * 20), body + letter_space(sheet.roles.body)
    width, height = twips(page.width), twips(page.height)
    inner, top = twips(page.margin_inner), twips(page.margin_top)
    columns, chars, lines = page.columns, page.line_chars, page.lines
    if sheet.vertical and columns > 1:
        width, height, columns = height, width, 1
        chars, lines = (height - 2 * top) // cell, (width - 2 * inner - HAIR_BELOW) // pitch
    measure = chars * cell
    gap = round(page.column_gap * body) if columns > 1 else 0
    hair = HAIR + max(0, round(-letter_space(sheet.roles.body) * sheet.roles.body.first_indent))
    area = columns * measure + (columns - 1) * gap + hair * columns
    rows = lines * pitch + HAIR_BELOW
    across, down = (rows, area) if sheet.vertical else (area, rows)
    bottom = max(0, height - top - down)
    running = round(sheet.roles.running.rows * pitch)
    return Geometry(
        width=width,
        height=height,
        top=top,
        bottom=bottom,
        inner=inner,
        outer=max(0, width - inner - across),
        header=_distance(top, running),
        footer=max(0, bottom - twips(sheet.running.folio_drop) - round(sheet.roles.folio.rows * pitch / 2)),
        columns=columns,
        gap=gap,
        measure=measure + hair,
        area=area,
        pitch=pitch,
        rows=lines,
        mirror=page.mirror,
        vertical=sheet.vertical,
        line_numbers=page.line_numbers,
    )


def upright_room(shape: Geometry, along: int, across: int) -> tuple[int, int]:
    """The width and height that a picture, which always stands upright, finds in ``along`` twips of the line and ``across`` of the rows."""
    return (across, along) if shape.vertical else (along, across)


def letter_space(style: TextStyle) -> int:
    """What a style adds between two characters, in twips."""
    return round(style.letter_space * style.size * 20)


def indent_unit(style: TextStyle) -> int:
    """What indents of a style are counted in, in twips: a character, as close as those of the lines above and below."""
    return em(style.size) + min(0, letter_space(style))


def _distance(margin: int, line: int) -> int:
    """How far from the edge of the paper a running line stands: in the middle of the margin, nearer to the text where there is room."""
    return max(0, min(round(margin * 0.55), margin - line - 100))


def section(
    shape: Geometry,
    references: str = "",
    *,
    columns: int = 1,
    kind: Literal["nextPage", "oddPage", "continuous"] = "nextPage",
    title_page: bool = False,
    counted: Literal["", "lowerRoman", "decimal"] = "",
) -> str:
    """``w:sectPr``: ``references`` are those to headers and footers; ``counted``: pages are counted anew, in these numerals. Children in the order of CT_SectPr."""
    begins = "" if kind == "nextPage" else f'<w:type w:val="{kind}"/>'
    anew = f'<w:pgNumType w:fmt="{counted}" w:start="1"/>' if counted else ""
    right, left = (shape.inner, shape.outer) if shape.vertical else (shape.outer, shape.inner)
    direction = '<w:textDirection w:val="tbRl"/>' if shape.vertical else ""
    lines = f'<w:lnNumType w:countBy="{shape.line_numbers}" w:restart="newPage"/>' if shape.line_numbers and not shape.vertical else ""
    orientation = ' w:orient="landscape"' if shape.width > shape.height else ""
    cols = f'<w:cols w:num="{columns}" w:space="{shape.gap}"/>' if columns > 1 else "<w:cols/>"
    return (
        f"<w:sectPr>{references}{begins}"
        f'<w:pgSz w:w="{shape.width}" w:h="{shape.height}"{orientation}/>'
        f'<w:pgMar w:top="{shape.top}" w:right="{right}" w:bottom="{shape.bottom}" w:left="{left}"'
        f' w:header="{shape.header}" w:footer="{shape.footer}" w:gutter="0"/>'
        f"{lines}{anew}{cols}{'<w:titlePg/>' if title_page else ''}{direction}"
        f'<w:docGrid w:type="lines" w:linePitch="{shape.pitch}"/></w:sectPr>'
    )
