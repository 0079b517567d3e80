"""Blocks as paragraphs and tables: one paragraph style a role, printed labels as text.

Printed labels (一是, （一）, 1.) are written as they stand in the print. Word's own numbering would make them again from a counter: what the
counter cannot make would be lost or changed, text copied from the document would lose them all, and a sentence that begins 一是 would lose its
subject. Items without a printed label get Word's numbers and bullets.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from convert.model import walk
from convert.model.depth import STEP, depth_within, steps_in
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Byline,
    Figure,
    Group,
    Image,
    Inline,
    Item,
    Node,
    OrderedList,
    Para,
    Quote,
    Rule,
    Section,
    Span,
    Table,
    Text,
    TitleLine,
    Verse,
)
from convert.writers.docx_geometry import upright_room
from convert.writers.docx_index import speaker_key, speaker_name
from convert.writers.docx_inline import InlineWriter
from convert.writers.docx_letterhead import attachment_heading, put_enclosures, put_imprint, signatures
from convert.writers.docx_lines import LineRules, line_count
from convert.writers.docx_lists import Numbered, Numbering
from convert.writers.docx_looks import DEEPEST, LIST_DEPTHS, ROLES, TITLE_ROLES, Look
from convert.writers.docx_pages import Pager, slot
from convert.writers.docx_pictures import Gallery, fitted
from convert.writers.docx_room import Marks, paragraph_slot
from convert.writers.docx_rows import Place, put_table
from convert.writers.docx_styles import StyleBook
from convert.writers.docx_title import at_sense

#: A word, such as an address, that no line can be filled up to: word processors blow the line before it apart.
_LONG_WORD = re.compile("[!-~]{24}")
#: A label that was printed: its run bears a style of its own, by which it is known again.
_LABEL = Attrs(role="printed-label")


@dataclass(slots=True)
class BlockWriter:
    """Writes blocks for one part into ``out``; tells ``pager`` what room they take, where there is one.

    ``new_page``: the next paragraph begins a page. ``below``: it stands below a table or the contents. ``pending``: bookmarks and marks that go to
    its head. ``opened`` counts the headings, ``speakers`` are the names below them; ``waiting``: place in the flow, height and mark (as ``RAISED``) of the notes in the next paragraph.
    """

    book: StyleBook
    inlines: InlineWriter
    gallery: Gallery
    numbering: Numbering
    rules: LineRules
    out: list[str]
    pager: Pager | None = None
    new_page: bool = False
    pending: str = ""
    opened: int = 0
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    below: bool = False
    _gap: bool = False
    _kept: int = 0

    # -------------------------------------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        look: Look,
        content: str,
        text: str,
        width: int,
        *,
        key: Hashable = None,
        last: str = "",
        numbered: str = "",
        lead: str = "",
    ) -> None:
        """A paragraph of runs; ``text`` is what the pager counts, behind a ``lead``; ``last`` a section's end, ``numbered`` a ``w:numPr``."""
        dotted, self.inlines.dotted = self.inlines.dotted, []
        look = self._here(self.book.variant(look, "dotted") if dotted and not look.exact else look)
        rows = look.style.rows + look.before + look.style.after
        self._kept = self._kept + round(rows * self.book.shape.pitch) if look.style.keep_next else 0
        if self.pending:
            content, self.pending = self.pending + content, ""
        self.out.append(f'<w:p><w:pPr><w:pStyle w:val="{look.id}"/>{numbered}{last}</w:pPr>{content}</w:p>')
        rubies, self.inlines.rubies = self.inlines.rubies, []
        if self.pager is not None:
            notes, self.waiting = self.waiting, []
            self.pager.add(paragraph_slot(self.book, self.rules, look, text, width, Marks(notes, rubies, dotted, lead), key))

    def _here(self, look: Look) -> Look:
        """The variant of ``look`` that this place asks for."""
        page, gap, table = self.new_page, self._gap, self.below
        self.new_page = self._gap = self.below = False
        if page and not look.page_break:
            return self.book.variant(look, "page")
        if gap:
            return self.book.variant(look, "gap")
        return self.book.variant(look, "after") if table and not (look.before or look.page_break) else look

    def runs(self, look: Look, content: Sequence[Inline], width: int, attrs: Attrs | None = None, **more: str) -> None:
        """A paragraph of inlines."""
        made, text = self._anchored(self.inlines.write(content), attrs), walk.flow(content)
        if look.style.align == "justify" and _LONG_WORD.search(text):
            look = self.book.variant(look, "left")
        self.paragraph(look, made, text, width, **more)

    def _anchored(self, content: str, attrs: Attrs | None) -> str:
        return self.inlines.bookmarks.mark(attrs.id, content) if attrs is not None else content

    def _anchor(self, node: Node) -> None:
        """A bookmark for a node that is no paragraph: at the head of the next paragraph."""
        self.pending += self.inlines.bookmarks.mark(node.attrs.id, "")

    def title_line(self, line: TitleLine, width: int, *, final: bool = False, last: str = "") -> None:
        """A line of the title block; the ``final`` one is followed by an empty row at least. ``last``: the end of a section."""
        look = self.book.looks[TITLE_ROLES.get(line.role, "Title")]
        if final and look.style.after < 1 and not self.book.foreign:
            look = self.book.variant(look, "last")
        content = at_sense(line.content, look, width, self.book.sheet.language)
        look = self.book.closer(look, line_count(look, walk.flow(content), width, self.rules))
        self.runs(look, content, width, line.attrs, last=last)

    # -------------------------------------------------------------------------------------------- blocks

    def blocks(self, body: Sequence[Block], place: Place) -> None:
        """Blocks in their order. A rule without a title of its own is an empty row above what follows."""
        placed = signatures(self, body)
        for number, block in enumerate(body):
            if number in placed and isinstance(block, Para):
                self.runs(placed[number], block.content, place.width, block.attrs)
            elif isinstance(block, Rule):
                self._rule(block, next((b for b in body[number + 1 : number + 2]), None), place)
            else:
                captioned = self._captioned(body[number : number + 2])
                self.block(block, place if captioned == place.captioned else replace(place, captioned=captioned))

    @staticmethod
    def _captioned(pair: Sequence[Block]) -> bool:
        """Whether a table or a picture is followed by a caption of its own."""
        return len(pair) > 1 and pair[1].role == "caption" and (isinstance(pair[0], Table | Figure) or _is_picture(pair[0]))

    def block(self, block: Block, place: Place) -> None:
        """One block."""
        match block:
            case Section():
                self._section(block, place)
            case Para():
                self._para(block, place)
            case OrderedList() | BulletList():
                self._anchor(block)
                self._list(block, place)
            case Quote():
                self._anchor(block)
                self.blocks(block.body, replace(place, role="quote"))
            case Group():
                self._anchor(block)
                if self._official(block, place):
                    return
                self.blocks(block.body, replace(place, role=block.role if block.role in ROLES else place.role))
            case Verse():
                self._verse(block, place)
            case Table():
                self._table(block, place)
            case Figure():
                self._figure(block, place)
            case Rule():
                self._rule(block, None, place)
            case _:
                assert_never(block)

    def _official(self, group: Group, place: Place) -> bool:
        """Write the parts of official documents that are set in a way of their own; False for other groups."""
        if group.role == "enclosures":
            put_enclosures(self, group, place)
        elif group.role == "imprint" and self.book.sheet.letterhead.imprint == "foot" and self.pager is not None and not self.book.foreign:
            put_imprint(self, group, place, self.pager)
        else:
            return False
        return True

    def look(self, role: str, place: Place) -> Look:
        """The style of a paragraph: by its own role, else by that of what it stands in."""
        name = next((ROLES[name] for name in (role, place.role) if name in ROLES), place.base)
        return self.book.indented(self.book.looks[name], place.indent) if place.indent else self.book.looks[name]

    def _para(self, para: Para, place: Place) -> None:
        if len(para.content) == 1 and isinstance(para.content[0], Image):
            self._picture(para.content[0], place, para.attrs)
            return
        self.runs(self.look(para.role, place), para.content, place.width, para.attrs)

    def _section(self, section: Section, place: Place) -> None:
        titled = bool(section.title or section.label)
        level = min(place.headings + titled, DEEPEST)
        inner = replace(place, headings=level)
        first = section.byline_first and titled and section.byline
        if first:
            self._bylines(section, place, self.book.looks[f"Heading{level}"])
        if titled:
            self._heading(section, level, inner, after_byline=bool(first))
        else:
            self._anchor(section)
        if not first:
            self._bylines(section, place)
        if section.dateline:
            self.paragraph(self.book.looks["Dateline"], self.inlines.plain(section.dateline), section.dateline, place.width)
        self.blocks(section.body, replace(place, headings=depth_within(section, place.headings) if titled else level))

    def _heading(self, section: Section, level: int, place: Place, *, after_byline: bool) -> None:
        look, content = self.book.looks[f"Heading{level}"], self._labelled(section.label.strip(), section.title)
        if section.role == "attachment":
            look, content = attachment_heading(self, section, place)
        elif after_byline and (look.page_break or look.before):
            look = self.book.variant(look, "run-on")
        if look.style.first_indent > 0 and not self.book.foreign and "\n" in walk.flow(content):  # its second edition begins below it
            look = self.book.indented(look, 0.0, hanging=True)
        self.opened += 1
        runs = self.inlines.bookmarks.around(toc_name(self.opened), self.inlines.write(content))
        self.paragraph(look, self._anchored(runs, section.attrs), walk.flow(content), place.width, key=self.opened)

    def _bylines(self, section: Section, place: Place, heading: Look | None = None) -> None:
        """The bylines; above their ``heading`` the first begins the page, or the empty row, in its stead."""
        look = self.book.looks["Byline"]
        for number, byline in enumerate(section.byline):
            above = heading is not None and number == 0
            self._byline(self.book.opening(look, heading) if above and heading else look, byline, place)

    def _byline(self, look: Look, byline: Byline, place: Place) -> None:
        """A byline, whose page an index of speakers tells."""
        text = walk.byline_text(byline)
        runs, key = self.inlines.plain(text), None
        if byline.name and self.book.sheet.index.speakers:
            self.speakers.append(byline.name)
            key = speaker_key(len(self.speakers))
            runs = self.inlines.bookmarks.around(speaker_name(len(self.speakers)), runs)
        self.paragraph(look, runs, text, place.width, key=key)

    @staticmethod
    def _labelled(label: str, content: Sequence[Inline]) -> tuple[Inline, ...]:
        """``content`` led by ``label``, with what parts them."""
        if not label:
            return tuple(content)
        gap = walk.gap_behind(label, walk.flow(content)[:1])
        return (Span((Text(label),), attrs=_LABEL), *((Text(gap),) if gap else ()), *content)

    # -------------------------------------------------------------------------------------------- lists and verse

    def _list(self, block: OrderedList | BulletList, place: Place) -> None:
        depth = min(place.lists + 1, LIST_DEPTHS)
        numbered = self.numbering.open(block, depth)
        name = "List" if depth == 1 else f"List{depth}"
        step = STEP if steps_in(block, place.outer) else 0.0
        inner = replace(place, base=name, lists=depth, role="", indent=place.indent + step, outer=block)
        for number, item in enumerate(block.items):
            self._anchor(item)
            self._item(item, inner, numbered if numbered and numbered.covers(item) else None, number)

    def _item(self, item: Item, place: Place, numbered: Numbered | None, number: int) -> None:
        """An item: its label leads its first paragraph; where the item begins with something else, the label stands alone."""
        body = item.body
        first = body[0] if body and isinstance(body[0], Para) else None
        label = "" if numbered else item.label
        look = self.look(first.role if first else "", place)
        if numbered:  # styles of bullets step in of themselves
            look = self.book.looks[numbered.style]
            look = self.book.indented(look, place.indent) if place.indent and not look.indent else look
        if label and self.book.sheet.lists.labels == "hanging":
            room = self.rules.width(label + walk.gap_behind(label, walk.flow(first.content)[:1] if first else ""))
            look = self.book.indented(look, room, hanging=True)
            place = replace(place, indent=place.indent + room, outer=None)
        if label or numbered or first:
            content = self._labelled(label, first.content if first else ())
            native = {"numbered": numbered.properties, "lead": numbered.shown(number)} if numbered else {}
            self.runs(look, content, place.width, first.attrs if first else None, **native)
        self.blocks(body[1:] if first else body, place)

    def _verse(self, verse: Verse, place: Place) -> None:
        """A poem as one paragraph with line breaks, so that its lines stay together in any program."""
        pieces = [self.inlines.write(line) for line in verse.lines]
        text = "\n".join(walk.flow(line) for line in verse.lines)
        self.paragraph(self.book.looks["Verse"], self._anchored("<w:r><w:br/></w:r>".join(pieces), verse.attrs), text, place.width)

    def _rule(self, rule: Rule, following: Block | None, place: Place) -> None:
        """As printed; else an empty row, made by the style of what follows; before a heading nothing, before a bare table a line."""
        self._anchor(rule)
        printed = rule.attrs.get("label")
        if printed:
            self.paragraph(self.book.looks["Caption"], self.inlines.write((Text(printed),)), printed, place.width)
        elif isinstance(following, Table) and not following.caption:
            self.paragraph(self.book.looks["Rule"], "", "", place.width)
        elif following is not None and not isinstance(following, Section):
            self._gap = True

    # -------------------------------------------------------------------------------------------- pictures and tables

    def _figure(self, figure: Figure, place: Place) -> None:
        self._picture(figure.image, place, figure.attrs, figure.caption)
        if figure.caption:
            self.runs(self.book.looks["Caption"], figure.caption, place.width)

    def _picture(self, image: Image, place: Place, attrs: Attrs, caption: Sequence[Inline] = ()) -> None:
        """A picture, as high as the headings kept above it and the caption below it leave room on a page."""
        shape, keep = self.book.shape, bool(caption) or place.captioned
        below = line_count(self.book.looks["Caption"], walk.flow(caption), place.width, self.rules) + 1 if keep else 0
        rows = max(shape.rows // 3, shape.rows - max(2, -(-self._kept // shape.pitch) + below + 1))
        room = upright_room(shape, place.width, rows * shape.pitch)
        drawing = self.gallery.drawing(image, self.inlines.relations, *room)
        if not drawing:
            return
        look = self.book.looks["Figure"]
        look = self.book.variant(look, "keep") if keep else look
        pager, self.pager = self.pager, None
        self.paragraph(look, self._anchored(drawing, attrs), "", place.width)
        self.pager = pager
        picture = self.gallery.get(image.resource)
        if pager is not None and picture is not None:
            height = fitted(picture, image, *room)[not shape.vertical]
            pager.add(replace(slot(look, 1, shape.pitch), line=height, whole=True, grid=False))

    def _table(self, table: Table, place: Place) -> None:
        if table.caption:
            self.runs(self.book.variant(self.book.looks["Caption"], "keep"), table.caption, place.width, table.attrs)
        else:
            self._anchor(table)
        put_table(self, table, place)

    def close(self) -> None:
        """A small empty paragraph, where a table has ended and no text follows: two tables would grow together, and Word wants one."""
        if self.below:
            self.below = False
            self.paragraph(self.book.looks["TableGap"], "", "", self.book.shape.measure)


def _is_picture(block: Block) -> bool:
    """Whether a paragraph is nothing but a picture."""
    return isinstance(block, Para) and len(block.content) == 1 and isinstance(block.content[0], Image)


def toc_name(number: int) -> str:
    """The bookmark of the heading with this number, as Word names those of its contents."""
    return f"_Toc{number:09d}"
