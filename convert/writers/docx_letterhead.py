"""Official documents (公文, GB/T 9704-2012, 7.2 to 7.4) in Word: the red head, signatures, enclosures and the imprint, by styles alone.

A style that a document has once (the issuer's, the number's) is fitted to what stands in it; others come in as the text asks for them. The imprint
stands at the foot of the last page by the space above it, which the line grid tells (``docx_pages``): frames at the foot of a page are lost by LibreOffice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convert.model import walk
from convert.model.letterhead import SIGNER, Head, printing, right_indents, signed
from convert.model.nodes import Block, Group, Inline, Item, OrderedList, Para, Section, Text, TitleLine
from convert.stylesheet import Sheet
from convert.writers.docx_lines import line_count
from convert.writers.docx_looks import Look, local
from convert.writers.docx_title import at_sense
from convert.writers.ooxml import em, twips

if TYPE_CHECKING:
    from convert.writers.docx_blocks import BlockWriter, Place

#: The line below the number: so many mm below it (7.2.7); rules in eighths of a point: 0.35 mm and 0.25 mm (7.4.1).
_RULE_BELOW, _THICK, _THIN = 4.0, 8, 6
#: The name of an issuer is made smaller down to this part of its size, to stand on one line; 签发人： and 抄送： in characters.
_LEAST, _SIGNER, _COPIES = 0.5, 4.0, 3.0
#: What the rules of an imprint take, and a little for the rounding of programs, in twips.
_SPARE = 100


def put_head(writer: BlockWriter, head: Head, width: int) -> None:
    """The red head."""
    sheet, looks = writer.book.sheet, writer.book.looks
    for line in head.markings:
        writer.runs(looks["Marking"], line.content, width)
    pitch = sheet.grid.pitch
    for place, line in enumerate(head.issuers):
        look = looks["Issuer"]
        if place == 0:
            wide = max(writer.rules.width(walk.flow(one.content)) for one in head.issuers) * em(look.style.size)
            size = look.style.size * min(1.0, max(_LEAST, width / wide)) // 0.5 * 0.5 if wide else look.style.size
            above = (look.style.rows * pitch - size) / 2
            gap = sheet.letterhead.top * 72 / 25.4 - above - len(head.markings) * looks["Marking"].style.rows * pitch
            look = looks["Issuer"] = replace(look, style=replace(look.style, size=size), gap=max(0.0, gap / pitch))
        else:
            look = writer.book.variant(look, "run-on")
        writer.runs(look, line.content, width)
    _put_rows(writer, head, width)


def _put_rows(writer: BlockWriter, head: Head, width: int) -> None:
    """Number and signers: the last row bears the red line; where there are signers the number stands left and they right."""
    book, sheet = writer.book, writer.book.sheet
    signers = [line for _, line in head.rows if line is not None]
    look, unit = book.looks["DocumentNumber"], em(book.looks["DocumentNumber"].style.size)
    left = width / unit - 1.0 - max((_wide(writer, line) for line in signers), default=0.0)
    for place, (number, signer) in enumerate(head.rows):
        at = left + (0.0 if signer is None or SIGNER.match(walk.flow(signer.content)) else _SIGNER)
        made = replace(look, style=replace(look.style, after=0.0)) if place + 1 < len(head.rows) else _ruled(look, sheet)
        made = replace(made, style=replace(made.style, before=look.style.before if place == 0 else 0.0))
        if signers:
            tabs = f'<w:tabs><w:tab w:val="left" w:pos="{round(at * unit)}"/></w:tabs>'
            flat = replace(made.style, align="left", first_indent=1.0 if number else at)
            made = replace(made, style=flat, extra=(*made.extra, *((("tabs", tabs),) if number else ())))
        if number is None or place + 1 < len(head.rows):
            made = replace(made, id=f"Signers{place + 1}", name=f"{local(('签发人', '簽發人'), sheet)} {place + 1}")
        book.looks[made.id] = made
        parts = [line.content for line in (number, signer) if line is not None]
        runs = "<w:r><w:tab/></w:r>".join(writer.inlines.write(part) for part in parts)
        writer.paragraph(made, runs, "".join(walk.flow(part) for part in parts), width)


def _wide(writer: BlockWriter, line: TitleLine) -> float:
    text = walk.flow(line.content)
    return writer.rules.width(text) + (0.0 if SIGNER.match(text) else _SIGNER)


def _ruled(look: Look, sheet: Sheet) -> Look:
    """``look`` with the line of the red head below."""
    thick = sheet.letterhead.rule
    if not thick:
        return look
    space = max(0, round(twips(_RULE_BELOW) / 20 - (look.style.rows * sheet.grid.pitch - look.style.size) / 2))
    color = sheet.roles.issuer.color[1:].upper()
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="{round(thick * 8)}" w:space="{space}" w:color="{color}"/></w:pBdr>'
    return replace(look, border=(space + thick) / sheet.grid.pitch, extra=(*look.extra, ("pBdr", rule)))


# ------------------------------------------------------------------------------------------------ signatures and enclosures


def signatures(writer: BlockWriter, blocks: Sequence[Block]) -> dict[int, Look]:
    """The looks of signatures that end with a date, by their place among ``blocks``."""
    form, found = writer.book.sheet.letterhead.signature, dict[int, Look]()
    look = writer.book.looks["Signature"]
    for start, end in signed(blocks) if form != "plain" else ():
        widths = [writer.rules.width(walk.flow(block.content)) for block in blocks[start:end] if isinstance(block, Para)]
        for place, right in enumerate(
            right_indents(widths, writer.book.shape.measure / em(look.style.size), sealed=form == "sealed"), start
        ):
            found[place] = writer.book.moved(look, round(right, 2), first=place == start, last=place + 1 == end)
    return found


def put_enclosures(writer: BlockWriter, group: Group, place: Place) -> None:
    """附件： and the first name in one paragraph; names stand below one another, and so do their lines (7.3.4)."""
    first = group.body[0] if group.body else None
    items: tuple[Item, ...] = ()
    rest = group.body[1:]
    if rest and isinstance(rest[0], OrderedList):
        items, rest = rest[0].items, rest[1:]
    if not isinstance(first, Para):
        writer.blocks(group.body, place)
        return
    text = walk.flow(first.content)
    room = writer.rules.width(text if items else text.partition("：")[0] + "：")
    signs = [item.label + walk.gap_behind(item.label, "名") for item in items]
    wide = max(map(writer.rules.width, signs), default=0.0)
    lead = writer.inlines.write(first.content)
    if not items:
        writer.paragraph(_enclosure(writer, room, room, above=True), lead, text, place.width)
    for number, (item, sign) in enumerate(zip(items, signs, strict=True)):
        para = item.body[0] if item.body and isinstance(item.body[0], Para) else Para(())
        look = _enclosure(writer, room + wide, (room if number == 0 else 0.0) + wide, above=number == 0)
        head = (lead, text) if number == 0 else ("", "")
        runs = head[0] + writer.inlines.plain(sign) + writer.inlines.write(para.content)
        writer.paragraph(look, runs, head[1] + sign + walk.flow(para.content), place.width)
        writer.blocks(item.body[1:] if para.content else item.body, place)
    writer.blocks(rest, place)


def _enclosure(writer: BlockWriter, room: float, hanging: float, *, above: bool) -> Look:
    """Lines begin ``room`` behind the indent of body text, the first ``hanging`` before that; ``above``: an empty row comes before."""
    book = writer.book
    body = book.looks["BodyText"].style
    style = replace(body, left_indent=body.first_indent + room, first_indent=-hanging, before=1.0 if above else 0.0, align="left")
    kind = f"Enclosures{round(room * 100)}"
    name = f"{local(('附件说明', '附件說明'), book.sheet)} {round(room, 2):g}"
    if above:
        return book.looks.setdefault(kind, Look(kind, name, style, next=kind, custom=True, listed=False))
    going_on = f"{name} {'续' if book.simplified else '續'}"
    made = Look(f"{kind}Next", going_on, style, next=f"{kind}Next", based_on=kind, custom=True, listed=False)
    return book.looks.setdefault(made.id, made)


def attachment_heading(writer: BlockWriter, section: Section, place: Place) -> tuple[Look, tuple[Inline, ...]]:
    """The look and the content of an attachment's heading, 附件1 standing in the first line of the page (7.3.7); without a title that is the heading."""
    book, label = writer.book, (Text(section.label.strip()),)
    if not section.title:
        return book.variant(book.looks["Attachment"], "alone"), label
    if section.label:
        writer.runs(book.looks["Attachment"], label, place.width)
    look = book.looks["AttachmentTitle"] if section.label else book.variant(book.looks["AttachmentTitle"], "page")
    return look, tuple(at_sense(section.title, look, place.width, book.sheet.language))


# ------------------------------------------------------------------------------------------------ imprint


def put_imprint(writer: BlockWriter, group: Group, place: Place, room: Callable[[], int]) -> None:
    """Copies and printing office between rules at the foot of the last page; ``room``: what is left of the page, in twips."""
    paras = [block for block in group.body if isinstance(block, Para)]
    if len(paras) != len(group.body) or not paras:
        writer.blocks(group.body, replace(place, role="imprint"))
        return
    looks = [_imprint(writer, number, len(paras), place.width, para) for number, para in enumerate(paras)]
    pitch = writer.book.shape.pitch
    lines = [line_count(look, walk.flow(para.content), place.width, writer.rules) for look, para in zip(looks, paras, strict=True)]
    height = sum(round(count * look.style.rows * pitch) for count, look in zip(lines, looks, strict=True)) + _SPARE
    left = room()
    gap = (left if left >= height else writer.book.shape.rows * pitch) - height
    first = replace(looks[0], gap=max(0.0, gap / pitch), page_break=left < height)
    looks[0] = writer.book.looks[first.id] = first
    for look, para in zip(looks, paras, strict=True):
        halves = printing(walk.flow(para.content)) if para.role == "printing" else None
        runs = writer.inlines.write(para.content)
        if halves:
            runs = f"{writer.inlines.plain(halves[0])}<w:r><w:tab/></w:r>{writer.inlines.plain(halves[1])}"
        writer.paragraph(look, runs, walk.flow(para.content), place.width)


def _imprint(writer: BlockWriter, number: int, count: int, width: int, para: Para) -> Look:
    """A paragraph of the imprint: one character from either edge, but its rules, which reach the edges by invisible ones beside it."""
    book = writer.book
    look = book.looks["Imprint"]
    unit = em(look.style.size)
    copies = para.role == "copies"
    style = replace(
        look.style,
        left_indent=1.0 + (_COPIES if copies else 0.0),
        first_indent=-_COPIES if copies else 0.0,
        right_indent=1.0,
        before=0.0,
        after=0.0,
        keep_next=number + 1 < count,
    )
    sides = {"top": _THICK if number == 0 else 0, "left": 0, "bottom": _THICK if number + 1 == count else _THIN, "right": 0}
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{sides[side]}" w:space="0" w:color="auto"/>'
        if sides[side]
        else f'<w:{side} w:val="single" w:sz="2" w:space="{round(look.style.size)}" w:color="FFFFFF"/>'
        for side in sides
        if sides[side] or side != "top"
    )
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width - unit}"/></w:tabs>'
    made = f"Imprint{number + 1}"
    extra = (*look.extra, ("pBdr", f"<w:pBdr>{borders}</w:pBdr>"), ("tabs", tabs))
    found = replace(look, id=made, name=f"{look.name} {number + 1}", style=style, keep_lines=True, contextual=False, extra=extra)
    book.looks[made] = found
    return found
