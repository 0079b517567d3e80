"""Official documents (公文, GB/T 9704-2012, 7.2 to 7.4): the red head, signatures, enclosures, the imprint at the foot of the last page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convert.layout.bands import Band, Placed, Stroke
from convert.layout.flow import Piece
from convert.layout.pages import Page, Set
from convert.layout.parts import Part
from convert.layout.rows import Frame
from convert.model.letterhead import SIGNER, Head, printing, right_indents, signed
from convert.model.nodes import Block, Group, Item, OrderedList, Para, Section, TitleLine
from convert.model.walk import flow
from convert.stylesheet import TextStyle

if TYPE_CHECKING:
    from convert.layout.blocks import Setter

_MM = 72 / 25.4
#: The upper edge of a character above its base line, in em, and its lower edge below it.
_RISE, _DROP = 0.86, 0.14
#: The line below the number: so many mm below it (7.2.7); the rules of the imprint, in mm (7.4.1).
_RULE_BELOW = 4.0
_THICK, _THIN = 0.35 * _MM, 0.25 * _MM
#: The distance of the lines of issuers, in em.
_LEADING = 1.3
#: What an issuer of many characters is made smaller to at the least, against its style.
_LEAST = 0.5


def head_bands(setter: Setter, head: Head, root: Part) -> list[Band]:
    """The red head: what stands in the corner and the issuers as one band, since the standard measures from the type area; then the rows below."""
    frame = Frame(0.0, setter.page_width, "title", 0, root)
    bands = [*_top(setter, head, frame), *_rows(setter, head, frame)]
    if bands and not head.rows:
        bands[-1].after = max(bands[-1].after, 1.0)
    return bands


def _top(setter: Setter, head: Head, frame: Frame) -> list[Band]:
    sheet, placed, row = setter.sheet, [], 0.0
    for line in head.markings:
        style = sheet.role(line.role)
        for band in _lines(setter, line, style, frame):
            placed += [replace(one, y=one.y + row * sheet.grid.pitch) for one in band.placed]
            row += band.rows
    low = top = max(row * sheet.grid.pitch, sheet.letterhead.top * _MM)
    for line in head.issuers:
        style = _fitting(setter, line, sheet.roles.issuer, frame.width)
        for one in (one for band in _lines(setter, line, style, frame) for one in band.placed):
            placed.append(replace(one, y=top + _RISE * style.size))
            low, top = top + style.size, top + _LEADING * style.size
    rows = -(-(low if head.issuers else row * sheet.grid.pitch) // sheet.grid.pitch)
    return [Band(rows, tuple(placed), keep=True)] if placed else []


def _lines(setter: Setter, line: TitleLine, style: TextStyle, frame: Frame) -> list[Band]:
    part = frame.part.add("P")
    return setter.text(setter.pieces(line.content, style, part), style, frame, part, display=True)


def _fitting(setter: Setter, line: TitleLine, style: TextStyle, room: float) -> TextStyle:
    """The style, smaller where the issuer's name would not stand on one line."""
    made = setter.flow(setter.pieces(line.content, style, Part("P")), style)
    wide = made.naturals()[-1] * style.size if made.text else 0.0
    return replace(style, size=style.size * max(_LEAST, room / wide)) if wide > room else style


def _rows(setter: Setter, head: Head, frame: Frame) -> list[Band]:
    """The number in the middle; with signers it stands left, one character in, and they right, their names below one another."""
    sheet, bands = setter.sheet, list[Band]()
    style = sheet.roles.number
    signers = [line for _, line in head.rows if line is not None]
    left = frame.width / style.size - 1.0 - max((_wide(setter, line, style) for line in signers), default=0.0)
    for number, signer in head.rows:
        placed: list[Placed] = []
        if number is not None:
            own = replace(style, align="left", left_indent=1.0) if signers else style
            placed += [one for band in _lines(setter, number, own, frame)[:1] for one in band.placed]
        if signer is not None:
            label = bool(SIGNER.match(flow(signer.content)))
            own = replace(style, align="left", left_indent=left + (0.0 if label else _LABEL))
            placed += [one for band in _lines(setter, signer, own, frame)[:1] for one in band.placed]
        bands.append(Band(style.rows, tuple(placed), keep=True))
    if bands:
        bands[0].before, bands[-1].after = style.before, style.after
        if sheet.letterhead.rule:
            y = max(one.y for one in bands[-1].placed) + _DROP * style.size + _RULE_BELOW * _MM
            bands[-1].strokes = (Stroke(0.0, y, frame.width, y, sheet.letterhead.rule, sheet.roles.issuer.color),)
    return bands


#: 签发人：
_LABEL = 4.0


def _wide(setter: Setter, line: TitleLine, style: TextStyle) -> float:
    made = setter.flow(setter.pieces(line.content, style, Part("P")), style)
    return made.naturals()[-1] + (0.0 if SIGNER.match(made.text) else _LABEL)


# ------------------------------------------------------------------------------------------------ signatures and enclosures


def signatures(setter: Setter, blocks: Sequence[Block]) -> dict[int, TextStyle]:
    """The styles of signatures that end with a date, by their place among ``blocks``."""
    form, found = setter.sheet.letterhead.signature, dict[int, TextStyle]()
    style = setter.sheet.roles.signature
    for start, end in signed(blocks) if form != "plain" else ():
        widths = [_natural(setter, block, style) for block in blocks[start:end] if isinstance(block, Para)]
        for place, right in enumerate(right_indents(widths, setter.column_width / style.size, sealed=form == "sealed"), start):
            found[place] = replace(style, align="right", right_indent=right, keep_next=place + 1 < end)
    return found


def _natural(setter: Setter, para: Para, style: TextStyle) -> float:
    made = setter.flow(setter.pieces(para.content, style, Part("P")), style)
    setter.inliner.forget()
    return made.naturals()[-1] if made.text else 0.0


def put_enclosures(setter: Setter, group: Group, frame: Frame) -> None:
    """附件： and the first name on one line, an empty row above; names stand below one another, and so do their lines (7.3.4)."""
    body, part = group.body, frame.part.add("Sect")
    first = body[0] if body else None
    if not isinstance(first, Para):
        setter.blocks(body, replace(frame, part=part))
        return
    style, inner, before = setter.sheet.role(frame.style), replace(frame, part=part), len(setter.bands)
    label, rest = flow(first.content), body[1:]
    if rest and isinstance(rest[0], OrderedList):
        lead = setter.pieces(first.content, style, part.add("P"))
        lead = [replace(piece, style=replace(piece.style, part=part.children[-1])) for piece in lead]
        room = setter.flow(lead, style).naturals()[-1]
        _list(setter, rest[0].items, lead, room, style, inner)
        setter.blocks(rest[1:], inner)
    else:
        room = setter.flow([Piece(label.partition("：")[0] + "：", setter.inliner.look(style).style)], style).naturals()[-1]
        setter.para(first, inner, indent=(style.first_indent, style.first_indent + room))
    if len(setter.bands) > before:
        setter.bands[before].before = max(setter.bands[before].before, 1.0)


def _list(setter: Setter, items: Sequence[Item], lead: list[Piece], room: float, style: TextStyle, frame: Frame) -> None:
    listed = frame.part.add("L")
    listed.attributes["ListNumbering"] = "/Decimal"
    for place, item in enumerate(items):
        part = listed.add("LI")
        sign = setter.labelled(item.label, style, part.add("Lbl"))
        body = replace(frame, part=part.add("LBody"))
        wide = setter.flow(sign, style).naturals()[-1] if sign else 0.0
        start = style.first_indent + (room if place else 0.0)
        para = item.body[0] if item.body and isinstance(item.body[0], Para) else Para(())
        setter.para(para, body, (*(lead if place == 0 else ()), *sign), (start, style.first_indent + room + wide))
        setter.blocks(item.body[1:] if para.content else item.body, body)


def attachment_label(setter: Setter, section: Section, frame: Frame, part: Part) -> list[Band]:
    """附件1 in the first line of the page, flush left (7.3.7)."""
    style = setter.sheet.roles.attachment
    return setter.text([Piece(section.label, setter.inliner.look(style).style)], style, frame, part) if section.label else []


# ------------------------------------------------------------------------------------------------ imprint


def imprint_bands(setter: Setter, group: Group, part: Part) -> list[Band]:
    """Copies and printing office between rules: thick ones above and below, thin ones between."""
    frame = Frame(0.0, setter.column_width, "imprint", 0, part)
    paras = [bands for block in group.body if (bands := _imprint_lines(setter, block, frame))]
    for place, bands in enumerate(paras):
        thick = _THICK if place == 0 else _THIN
        bands[0].strokes = (*bands[0].strokes, Stroke(0.0, 0.0, frame.width, 0.0, thick))
        for band in bands:
            band.before = band.after = 0.0
    if paras:
        last = paras[-1][-1]
        low = last.rows * setter.sheet.grid.pitch
        last.strokes = (*last.strokes, Stroke(0.0, low, frame.width, low, _THICK))
    return [band for bands in paras for band in bands]


def _imprint_lines(setter: Setter, block: Block, frame: Frame) -> list[Band]:
    style = replace(setter.sheet.roles.imprint, left_indent=1.0, right_indent=1.0)
    if not isinstance(block, Para):
        return setter.apart([block], frame)
    part, text = frame.part.add("P"), flow(block.content)
    halves = printing(text) if block.role == "printing" else None
    look = setter.inliner.look(style).style
    if halves is not None:
        left = setter.text([Piece(halves[0], look)], replace(style, align="left"), frame, part, display=True)
        right = setter.text([Piece(halves[1], look)], replace(style, align="right"), frame, part, display=True)
        if len(left) == 1 and len(right) == 1:
            return [Band(style.rows, (*left[0].placed, *right[0].placed))]
        return [*left, *right]
    label = text.partition("：")[0] + "：" if "：" in text[:4] else ""
    room = setter.flow([Piece(label, look)], style).naturals()[-1] if label else 0.0
    return setter.text(setter.pieces(block.content, style, part), style, frame, part, indent=(0.0, room))


def at_foot(pages: list[Page], bands: Sequence[Band], rows: int) -> None:
    """Set ``bands`` at the foot of the last page, or of a new one where they do not fit below what stands there."""
    height = sum(band.rows for band in bands)
    used = max((one.row + one.band.rows for one in pages[-1].bands), default=0.0)
    if used + height > rows:
        pages.append(Page(pages[-1].number + 1))
    row = max(0.0, rows - height)
    for band in bands:
        pages[-1].bands.append(Set(band, 0, row))
        row += band.rows
