"""Official documents (公文, GB/T 9704-2012, 7.2 to 7.4) in Word: the red head, signatures, enclosures and the imprint, by styles alone.

A style that a document has once (the issuer's, the number's) is fitted to what stands in it; others come in as the text asks for them. The imprint
is a floating table at the foot of the last page: frames that a paragraph style sets there are lost by LibreOffice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from convert.model import walk
from convert.model.letterhead import SIGNER, Head, printing, right_indents, signed
from convert.model.nodes import Block, Group, Inline, Item, OrderedList, Para, Section, Text, TitleLine
from convert.stylesheet import Sheet
from convert.writers.docx_lines import line_count
from convert.writers.docx_looks import Look, local
from convert.writers.docx_pages import Pager
from convert.writers.docx_tables import row_properties
from convert.writers.docx_title import at_sense
from convert.writers.ooxml import em, twips

if TYPE_CHECKING:
    from convert.writers.docx_blocks import BlockWriter
    from convert.writers.docx_rows import Place
    from convert.writers.docx_styles import StyleBook

#: The line below the number: so many mm below it (7.2.7).
_RULE_BELOW = 4.0
#: The name of an issuer is made smaller down to this part of its size, to stand on one line; 签发人： and 抄送： in characters.
_LEAST, _SIGNER, _COPIES = 0.5, 4.0, 3.0
#: What the rules of an imprint take, with the paragraph that it hangs on and a little for the rounding of programs, in twips; the rows of that paragraph,
#: and those that lines of an imprint give up for all of this, so that an imprint of two lines takes two rows.
_SPARE, _HAIR, _LESS = 135, 0.1, 0.1


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
    """Number and signers: the last row bears the red line; where there are signers the number stands left and they right.

    The space above the number makes up for the part of a row that stands above the issuers, so that the text below comes to stand on the grid.
    """
    book, sheet = writer.book, writer.book.sheet
    gap = book.looks["Issuer"].gap if head.issuers else 0.0
    signers = [line for _, line in head.rows if line is not None]
    look, unit = book.looks["DocumentNumber"], em(book.looks["DocumentNumber"].style.size)
    left = width / unit - 1.0 - max((_wide(writer, line) for line in signers), default=0.0)
    for place, (number, signer) in enumerate(head.rows):
        at = left + (0.0 if signer is None or SIGNER.match(walk.flow(signer.content)) else _SIGNER)
        made = replace(look, style=replace(look.style, after=0.0)) if place + 1 < len(head.rows) else _ruled(look, sheet)
        made = replace(made, style=replace(made.style, before=max(0.0, look.style.before + round(gap) - gap) if place == 0 else 0.0))
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
    content = tuple(at_sense(section.title, look, place.width, book.sheet.language))
    return book.closer(look, line_count(look, walk.flow(content), place.width, writer.rules)), content


# ------------------------------------------------------------------------------------------------ imprint


def put_imprint(writer: BlockWriter, group: Group, place: Place, pager: Pager) -> None:
    """Copies and printing office between rules at the foot of the page where the document ends, the next one where they find no room there.

    They are a floating table, which Word, WPS and LibreOffice keep at the lower margin whatever the text above does; LibreOffice floats one as
    wide as the text only where its place is told from the edge of the paper.
    """
    book, paras = writer.book, [block for block in group.body if isinstance(block, Para)]
    if len(paras) != len(group.body) or not paras or book.shape.vertical or book.shape.spanning:
        writer.blocks(group.body, replace(place, role="imprint"))
        return
    writer.close()
    _with_imprint_looks(book, place.width)
    looks = [book.looks["Printing" if para.role == "printing" else "Imprint"] for para in paras]
    lines = [line_count(look, walk.flow(para.content), place.width, writer.rules) for look, para in zip(looks, paras, strict=True)]
    height = sum(round(count * look.style.rows * book.shape.pitch) for count, look in zip(lines, looks, strict=True)) + _SPARE
    over = pager.left() < height
    mirrored = book.shape.mirror and (pager.page + over) % 2 == 0
    writer.out.append(_imprint_head(place.width, book.shape.outer if mirrored else book.shape.inner))
    writer.pager = None
    for number, (look, para) in enumerate(zip(looks, paras, strict=True)):  # readers of screens need a first row marked
        halves = printing(walk.flow(para.content)) if para.role == "printing" else None
        runs = writer.inlines.write(para.content)
        if halves:
            runs = f"{writer.inlines.plain(halves[0])}<w:r><w:tab/></w:r>{writer.inlines.plain(halves[1])}"
        writer.out.append(f'<w:tr>{row_properties(header=number == 0)}<w:tc><w:tcPr><w:tcW w:w="{place.width}" w:type="dxa"/></w:tcPr>')
        writer.paragraph(look, runs, walk.flow(para.content), place.width)
        writer.out.append("</w:tc></w:tr>")
    writer.out.append("</w:tbl>")
    writer.pager, anchor = pager, book.looks["ImprintAnchor"]
    writer.paragraph(book.variant(anchor, "page") if over else anchor, "", "", place.width)


def _imprint_head(width: int, left: int) -> str:
    """The opening of the table, ``left`` twips from the edge of the paper."""
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ImprintTable"/><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page"'
        f' w:tblpX="{left}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    )


def _with_imprint_looks(book: StyleBook, width: int) -> None:
    """Copies with their lines behind 抄送：, one character from either edge; office and day at these; the paragraph that the table hangs on."""
    base, sheet = book.looks["Imprint"], book.sheet
    style = replace(base.style, rows=base.style.rows - _LESS, before=0.0, after=0.0, right_indent=1.0)
    copies = replace(style, left_indent=1.0 + _COPIES, first_indent=-_COPIES)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width - em(style.size)}"/></w:tabs>'
    printed = replace(style, left_indent=1.0, first_indent=0.0)
    hair = replace(style, rows=_HAIR, first_indent=0.0, right_indent=0.0)
    for look in (
        replace(base, style=copies),
        replace(base, id="Printing", name=local(("印发机关", "印發機關"), sheet), style=printed, extra=(*base.extra, ("tabs", tab))),
        replace(base, id="ImprintAnchor", name=local(("版记位置", "版記位置"), sheet), style=hair, listed=False),
    ):
        book.looks[look.id] = look
