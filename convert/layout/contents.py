"""The table of contents: a line for each heading, with a leader and the number of its page."""

from __future__ import annotations

from dataclasses import replace

from convert.layout.bands import Band, Leader, Mark
from convert.layout.blocks import Frame, Setter
from convert.layout.inline import Piece
from convert.layout.parts import Part

_NUMBER_ROOM = 2.5
_STEP = 2.0


def contents_bands(setter: Setter, marks: list[Mark], part: Part) -> list[Band]:
    """The bands of the contents with their heading. ``part`` is the TOC element; each entry becomes a TOCI with a link in it."""
    sheet = setter.sheet
    frame = Frame(0.0, setter.page_width, "contents", 0, part)
    title_style = sheet.roles.contents_title
    title_part = part.add("Caption")
    look = setter.inliner.look(title_style)
    bands = setter.text([Piece(sheet.words.contents, look.style)], title_style, frame, title_part, display=True)
    if bands:
        bands[0].before, bands[-1].after = 1.0, 0.5
    for mark in marks:
        bands += _entry(setter, mark, frame)
    for band in bands:
        band.spans = True
    bands[-1].after = 1.0
    return bands


def _entry(setter: Setter, mark: Mark, frame: Frame) -> list[Band]:
    base = setter.sheet.roles.contents
    indent = base.left_indent + _STEP * (mark.level - 1)
    style = replace(base, left_indent=indent, right_indent=base.right_indent + _NUMBER_ROOM)
    link = frame.part.add("TOCI").add("Reference").add("Link")
    look = setter.inliner.look(style)
    piece = Piece(mark.title, replace(look.style, href=f"#{mark.target}", part=link))
    bands = setter.text([piece], style, frame, link, indent=(0.0, 2.0))
    last = bands[-1].placed[0]
    end = last.x + (last.line.width - last.line.indent * 0) * style.size
    right = frame.left + frame.width - base.right_indent * style.size
    bands[-1].leader = Leader(mark.target, end, right, last.y, style.size, look.style.face, link.add("Span"))
    for band in bands[:-1]:
        band.keep = True
    return bands
