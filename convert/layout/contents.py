"""The table of contents and the index of speakers: a line for each entry, with a leader and the numbers of its pages; and these numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.layout.bands import Band, Leader, Mark
from convert.layout.blocks import Setter
from convert.layout.flow import Piece
from convert.layout.pages import Page
from convert.layout.parts import Part
from convert.layout.rows import Frame
from convert.stylesheet import Sheet, TextStyle
from convert.zh.pinyin import name_key

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
        band.spans = band.generated = True
    bands[-1].after = 1.0
    return bands


def _entry(setter: Setter, mark: Mark, frame: Frame) -> list[Band]:
    base = setter.sheet.roles.contents
    style = replace(base, left_indent=base.left_indent + _STEP * (mark.level - 1), right_indent=base.right_indent + _NUMBER_ROOM)
    return _led(setter, mark.title, (mark.target,), style, frame, frame.part.add("TOCI"))


def _led(setter: Setter, text: str, targets: tuple[str, ...], style: TextStyle, frame: Frame, part: Part) -> list[Band]:
    """A text with a leader to the numbers of pages; a link to the first."""
    link = part.add("Reference").add("Link")
    look = setter.inliner.look(style)
    bands = setter.text([Piece(text, replace(look.style, href=f"#{targets[0]}", part=link))], style, frame, link, indent=(0.0, 2.0))
    last = bands[-1].placed[0]
    right = frame.left + frame.width - setter.sheet.roles.contents.right_indent * style.size
    bands[-1].leader = Leader(targets, last.x + last.line.width * style.size, right, last.y, style.size, look.style.face, link.add("Span"))
    for band in bands[:-1]:
        band.keep = True
    return bands


def index_bands(setter: Setter, part: Part) -> list[Band]:
    """The names below headings in the order of their pinyin, each with its pages."""
    sheet = setter.sheet
    frame = Frame(0.0, setter.column_width, "contents", 0, part)
    style = sheet.roles.contents_title
    title = Piece(f"{sheet.words.speakers}{sheet.words.index}", setter.inliner.look(style).style)
    bands = setter.text([title], style, frame, part.add("Caption"), display=True)
    found: dict[str, tuple[str, ...]] = {}
    for name, target in setter.speakers:
        found[name] = (*found.get(name, ()), target)
    entry = replace(sheet.roles.contents, right_indent=sheet.roles.contents.right_indent + _NUMBER_ROOM)
    for name in sorted(found, key=lambda name: (name_key(name), name)):
        bands += _led(setter, name, found[name], entry, frame, part.add("P"))
    bands[0].before = max(bands[0].before, 2.0)
    for band in bands:
        band.generated = True
    return bands


def page_labels(pages: Sequence[Page], sheet: Sheet) -> list[str]:
    """What each page is called: counted from 1, or, where the style says so, in Roman numerals up to the page of the first text."""
    front = 0
    if sheet.running.front == "roman" and sheet.contents.own_page and sheet.contents.minimum:
        has_contents = any(set_.band.leader for page in pages for set_ in page.bands)
        front = next((n for n, page in enumerate(pages) if any(_is_text(s.band) for s in page.bands)), 0) if has_contents else 0
    return [roman(n) for n in range(1, front + 1)] + [str(n) for n in range(1, len(pages) - front + 1)]


def _is_text(band: Band) -> bool:
    return not band.title and not band.generated


def roman(number: int) -> str:
    """A number below 4000 in small Roman numerals."""
    digits = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"))
    found = ""
    for value, letters in (*digits, (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        found += letters * count
    return found
