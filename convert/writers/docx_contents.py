"""The table of contents: Word's field with its result in the file, so that it shows without updating."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.model import walk
from convert.model.depth import depth_within
from convert.model.letterhead import has_head
from convert.model.nodes import Block, BulletList, Document, Group, OrderedList, Quote, Section, Table
from convert.stylesheet import Sheet
from convert.writers.docx_blocks import toc_name
from convert.writers.docx_inline import InlineWriter
from convert.writers.docx_looks import DEEPEST, Look
from convert.writers.docx_styles import StyleBook
from convert.writers.ooxml import complex_field, generated


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as the contents name it; ``number`` counts all headings of the document from 1."""

    level: int
    text: str
    number: int


def headings(document: Document) -> list[tuple[int, Section]]:
    """The titled sections in reading order, each with its level; a section without a title adds no level."""
    return list(_titled(document.body, 0))


def _titled(body: Iterable[Block], level: int) -> Iterator[tuple[int, Section]]:
    for block in body:
        match block:
            case Section():
                titled = bool(block.title or block.label)
                inner = min(level + titled, DEEPEST)
                if titled:
                    yield inner, block
                yield from _titled(block.body, min(depth_within(block, level), DEEPEST) if titled else level)
            case Quote() | Group():
                yield from _titled(block.body, level)
            case OrderedList() | BulletList():
                for item in block.items:
                    yield from _titled(item.body, level)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from _titled(cell.body, level)
            case _:
                pass


def entries(document: Document, sheet: Sheet) -> list[Entry]:
    """What the contents name: nothing where the sheet wants none, where there are fewer headings than it asks for, and below a red head."""
    wanted = sheet.contents
    if wanted.minimum == 0 or has_head(document):
        return []
    found = [
        Entry(level, _text(section), number) for number, (level, section) in enumerate(headings(document), 1) if level <= wanted.levels
    ]
    return found if len(found) >= wanted.minimum else []


def _text(section: Section) -> str:
    title, label = walk.flow(section.title), section.label.strip()
    gap = walk.gap_behind(label, title[:1]) if label else ""
    return " ".join((label + gap + title).replace(walk.OBJECT, "").split("\n"))


def contents(
    book: StyleBook, inlines: InlineWriter, found: Sequence[Entry], pages: Mapping[Hashable, int], *, title: Look, before: int = 0
) -> str:
    """The block of contents (a ``w:sdt`` that Word knows as such), with the heading over it and the page of every entry, counted behind ``before`` pages."""
    sheet = book.sheet
    instruction = f' TOC \\o "1-{sheet.contents.levels}" \\h \\z \\u '
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    rows = []
    for place, entry in enumerate(found):
        row = _entry(inlines, entry, pages.get(entry.number, before + 1) - before)
        row = (begin if place == 0 else "") + row + (end if place == len(found) - 1 else "")
        rows.append(f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/></w:pPr>{row}</w:p>')
    heading = f'<w:p><w:pPr><w:pStyle w:val="{title.id}"/></w:pPr>{inlines.plain(sheet.words.contents)}</w:p>'
    return generated(f"{heading}{''.join(rows)}", unique=True)


def _entry(inlines: InlineWriter, entry: Entry, page: int) -> str:
    anchor = toc_name(entry.number)
    number = complex_field(f"PAGEREF {anchor} \\h", inlines.plain(str(page)))
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{inlines.plain(entry.text)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
