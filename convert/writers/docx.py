"""The DOCX writer: a document for Word, WPS and LibreOffice, with nothing but styles and with everything from the sheet.

The package is python-docx's, opened on an own empty document (``docx_template``); the text is poured in as XML (``docx_blocks``), since
python-docx's calls for single paragraphs search the whole document each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal, get_args

from convert.diagnostics import OptionError, Report, Severity
from convert.model import walk
from convert.model.letterhead import has_head, issuing_bodies, parted
from convert.model.nodes import Document, Group, Image, Inline, Meta, Note, TitleLine
from convert.stylesheet import Direction, FaceName, Sheet
from convert.writers import docx_geometry, docx_place, docx_template
from convert.writers.archive import write_zip
from convert.writers.docx_blocks import BlockWriter
from convert.writers.docx_contents import Entry, contents, entries, headings
from convert.writers.docx_fonts import FontNames, named
from convert.writers.docx_index import index
from convert.writers.docx_inline import Bookmarks, Face, InlineWriter
from convert.writers.docx_letterhead import put_head
from convert.writers.docx_lines import LONGER, RAISED, LineRules, line_count
from convert.writers.docx_lists import Numbering
from convert.writers.docx_looks import Look, line_height
from convert.writers.docx_merge import Merge, highest
from convert.writers.docx_organisation import Organisation
from convert.writers.docx_package import blank, describe, members, notes_part, relate
from convert.writers.docx_pages import Pager, slot
from convert.writers.docx_pictures import Gallery
from convert.writers.docx_rows import Place
from convert.writers.docx_styles import StyleBook, companion, style_book
from convert.writers.ooxml import HEAD, NAMESPACES, Relations, Script, W

if TYPE_CHECKING:
    from docx.document import Document as Package
    from lxml.etree import _Element

#: Documents longer than this are compressed less, in a quarter of the time and with a fourteenth more bytes.
_LONG = 4_000_000


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """``numbering``: printed list labels stay text as printed, or Word makes those that its counters can (“native”).

    ``font_names``: fonts are called SimSun (“english”) or 宋体 (“chinese”). ``notes``: at the foot of the page, or at the end. ``template``: a DOCX of an organisation whose page, heads and
    styles are taken; ``style_map``: TOML that tells which of its styles stand for ours (``docx_organisation``). ``page_labels``: pages are counted through,
    so that the numbers in the contents are those that any program shows, or as the style has it (``running.front``).
    """

    numbering: Literal["printed", "native"] = "printed"
    font_names: FontNames = "english"
    notes: Literal["foot", "end"] = "foot"
    template: bytes = b""
    style_map: bytes = b""
    page_labels: Literal["through", "style"] = "through"

    def __post_init__(self) -> None:
        if self.numbering not in {"printed", "native"}:
            raise OptionError(f"numbering is {self.numbering!r}, but must be “printed” or “native”")
        if self.notes not in {"foot", "end"}:
            raise OptionError(f"notes is {self.notes!r}, but must be “foot” or “end”")
        if self.page_labels not in {"through", "style"}:
            raise OptionError(f"page-labels is {self.page_labels!r}, but must be “through” or “style”")
        if self.font_names not in {"english", "chinese"}:
            raise OptionError(f"font-names is {self.font_names!r}, but must be “english” or “chinese”")


class DocxWriter:
    """Writes DOCX (ISO/IEC 29500 transitional, compatibility mode 15)."""

    options_type: ClassVar[type] = DocxOptions
    honours: ClassVar[frozenset[str]] = frozenset(
        {
            "page",
            "grid",
            "roles",
            "faces",
            "words.contents",
            "contents",
            "running",
            "letterhead",
            "lists",
            "index",
            "sections",
            "composition.kinsoku",
            "composition.adjacent",
            "composition.line_start",
            "composition.han_latin",
            "composition.hanging",
            "composition.name_marks",
            "composition.widow_lines",
            "composition.orphan_lines",
        }
    )
    directions: ClassVar[frozenset[Direction]] = frozenset({"horizontal", "vertical"})

    def write(self, document: Document, sheet: Sheet, options: DocxOptions, report: Report, out: BinaryIO) -> None:
        """Write ``document`` to ``out``; what cannot be held is reported. The same input gives the same bytes."""
        document = document if has_head(document) else walk.with_new_contents(document, sheet.contents.minimum, sheet.contents.levels)
        _Edition(document, named(sheet, options.font_names), options, report).write(out)


class _Edition:
    """One document on its way into one file."""

    def __init__(self, document: Document, sheet: Sheet, options: DocxOptions, report: Report) -> None:
        self.document, self.sheet, self.options, self.report = document, sheet, options, report
        self.house = Organisation.open(options.template, options.style_map, sheet) if options.template else None
        self.book: StyleBook = self.house.book(sheet) if self.house else style_book(sheet)
        self.merge = Merge(self.house, self.book, highest(self.house)) if self.house else None
        self.script = Script()
        self.gallery = Gallery(document, self.script, report)
        self.numbering = Numbering(options.numbering, self.script, report, self.merge.base if self.merge else 0)
        self.relations = {"document": Relations("rIdD"), "notes": Relations("rIdF")}
        self.bookmarks = Bookmarks(node_ids(document))
        self.note_base = self.first_name = 0
        self.own_notes: _Element | None = None
        if self.house:
            self._make_room(self.house)
        elif options.style_map:
            message = "docx.style-map names styles of a template, but there is none; name it with --template"
            self.report.add("docx.style-map-alone", message)
        self.note_kind = f"{options.notes}note"
        self.made_notes: list[str] = []
        start, end = docx_template.forbidden(sheet)
        swiss = frozenset(name for name in get_args(FaceName) if companion(name, sheet.faces) == sheet.faces.latin_sans)
        self.rules = LineRules(frozenset(start), frozenset(end), sheet.composition.han_latin > 0, sheet.vertical, swiss)
        self.body = self._blocks("document", self._note)
        self.notes = self._blocks("notes", self._note_in_note)
        self.notes.opened = _NOTE_HEADINGS

    def _make_room(self, house: Organisation) -> None:
        """Number bookmarks, pictures and notes behind those of the template, whose own text stays."""
        body, notes = house.package.element.body, house.part(f"{self.options.notes}notes")
        self.own_notes = notes
        self.first_name = docx_place.taken_names(body)
        taken = {made for one in house.package.part.package.iter_parts() for made in one.rels}
        for part, relations in self.relations.items():
            while any(made.startswith(relations.prefix) for made in taken):
                relations.prefix += part[0]
        self.bookmarks.count = docx_place.taken_bookmarks(body)
        self.gallery.count = docx_place.taken_drawings(body)
        self.note_base = 0 if notes is None else docx_place.highest(notes, f"{{{W}}}id")
        house.tell(self.report)

    def _blocks(self, part: str, note: Any) -> BlockWriter:
        inlines = InlineWriter(self.book, self.script, self.relations[part], self.bookmarks, note, self._inline_picture)
        return BlockWriter(self.book, inlines, self.gallery, self.numbering, self.rules, [])

    # -------------------------------------------------------------------------------------------- text

    def write(self, out: BinaryIO) -> None:
        """Build the parts and write them."""
        running = docx_template.running_lines(
            self.sheet, self.script, running_title(self.document.meta), headings=bool(headings(self.document))
        )
        text = self._document(running.references)
        package = self.house.package if self.house else blank(self.book, running, self.note_kind)
        self._fill(package)
        parts: dict[str, str | bytes] = {
            "word/document.xml": text,
            "docProps/app.xml": docx_template.app_properties(self.script.escaper.text(self.document.meta.publisher)),
        }
        if self._noted():
            parts[f"word/{self.note_kind}s.xml"] = notes_part(
                self.note_kind, [self._settled(note) for note in self.made_notes], self.own_notes
            )
        if self.merge is None:
            parts |= {"word/styles.xml": self.book.xml(), "word/numbering.xml": self.numbering.xml()}
        else:
            parts |= self.merge.parts(self.numbering, self.report)
        self._say_removed()
        level = 2 if len(text) > _LONG else 6
        write_zip(out, members(package, parts), level=level)

    def _fill(self, package: Package) -> None:
        """The properties of ``package``, and what its text is related to."""
        describe(package.core_properties, self.document, running_title(self.document.meta), speakers(self.document), self._clean)
        relate(package, self.note_kind if self._noted() else "", self.relations, self.gallery.found(), self._clean)

    def _noted(self) -> bool:
        """Whether the part of the notes is ours to write: a document of our own always has one."""
        return bool(self.made_notes) or self.merge is None

    def _document(self, references: str) -> str:
        """``word/document.xml``. Contents come first but are written last, when the pages are known."""
        shape, body = self.book.shape, self.body
        head, lines = parted(walk.title_block(self.document.meta))
        found = entries(self.document, self.sheet)
        pager = self._pager(found)
        indexed = self.sheet.index.speakers and any(section.byline for _, section in walk.sections(self.document.body))
        body.pager = pager if found or indexed or self._closes() else None
        spanning = shape.spanning and bool(lines or found) and self.house is None
        front = self._has_front(found)
        if not spanning:
            pager.set_columns(shape.columns)
        title_page = bool(lines)
        opening = docx_geometry.section(shape, references, title_page=title_page, counted="lowerRoman" if front else "")
        put_head(body, head, shape.head if spanning else shape.measure)
        for number, line in enumerate(lines):
            last = opening if spanning and not found and number == len(lines) - 1 else ""
            body.title_line(line, shape.head if spanning else shape.measure, final=number == len(lines) - 1, last=last)
        top, body.out = body.out, []
        if found:
            title = self._contents_title(pager)
            self._reserve(title, found, pager)
        before = pager.page if front else 0
        if spanning:
            pager.set_columns(shape.columns)
        body.blocks(self.document.body, Place(shape.measure))
        body.close()
        pager.flush()
        if found:
            top.append(contents(self.book, body.inlines, found, pager.pages, title=title, before=before))
            top += [f'<w:p><w:pPr><w:pStyle w:val="TableGap"/>{opening}</w:pPr></w:p>'] if spanning or front else []
        if body.speakers:
            body.out.append(index(self.book, body.inlines, body.speakers, pager.pages, before))
        text = "".join(top) + "".join(body.out) or "<w:p/>"
        final = self._final_section(references, front=front, spanning=spanning, title_page=title_page)
        if self.house:
            text, final = self._housed(self.house, text, estimated=bool(found))
        return f"{HEAD}<w:document {NAMESPACES}><w:body>{text}{final}</w:body></w:document>"

    def _pager(self, found: Sequence[Entry]) -> Pager:
        """What counts the pages, which depend on how many paragraphs there are, the entries of the contents among them."""
        rules, shape = self.sheet.composition, self.book.shape
        widows = max(rules.widow_lines, rules.orphan_lines) > 1 and not shape.vertical
        note_line = line_height(self.book.looks["FootnoteText"], shape.pitch)
        paragraphs = len(found) + sum(1 for _ in walk.block_texts(self.document.body))
        return Pager(shape, widows=widows, note_line=note_line, paragraphs=paragraphs)

    def _has_front(self, found: Sequence[Entry]) -> bool:
        """Whether the pages before the text are counted apart, in Roman numerals."""
        wanted = self.options.page_labels == "style" and self.sheet.running.front == "roman" and self.sheet.contents.own_page
        return wanted and bool(found) and self.house is None

    def _final_section(self, references: str, *, front: bool, spanning: bool, title_page: bool) -> str:
        """The last section: all of the document, or what stands behind title and contents in a section of their own.

        No section follows that would balance the columns of the last page: LibreOffice then breaks earlier pages, and those with notes, elsewhere.
        """
        shape = self.book.shape
        if front:
            return docx_geometry.section(shape, columns=shape.columns, kind="oddPage" if shape.mirror else "nextPage", counted="decimal")
        kind: Literal["continuous", "nextPage"] = "continuous" if spanning else "nextPage"
        heads = "" if spanning else references
        return docx_geometry.section(shape, heads, columns=shape.columns, kind=kind, title_page=title_page and not spanning)

    def _closes(self) -> bool:
        """Whether the document has an imprint, whose place is known only where lines are counted."""
        return any(isinstance(block, Group) and block.role == "imprint" for block in self.document.body)

    def _housed(self, house: Organisation, text: str, *, estimated: bool) -> tuple[str, str]:
        """The text and the section's end in an organisation's template."""
        if estimated:
            message = "the page numbers in the contents are estimated, since the lines are the template's; F9 in Word makes them true"
            self.report.add("docx.page-numbers-estimated", message, severity=Severity.INFO)
        return house.around(self._settled(text), self.report), house.section_xml()

    def _settled(self, text: str) -> str:
        """Text of ours with the style ids of the template, where there is one."""
        return docx_place.renamed(self.merge.part(text), self.first_name) if self.merge else text

    def _contents_title(self, pager: Pager) -> Look:
        """The look of the contents' heading. It begins a page where no entry has room below it, since LibreOffice does not keep it with them."""
        look, pitch = self.book.looks["TOCHeading"], self.book.shape.pitch
        needed = sum(
            one.before + one.line + one.after for one in (slot(self.book.looks[name], 1, pitch) for name in ("TOCHeading", "TOC1"))
        )
        return self.book.variant(look, "page") if self.sheet.contents.own_page or (self.house is None and pager.left() < needed) else look

    def _reserve(self, title: Look, found: Sequence[Entry], pager: Pager) -> None:
        """The room of the contents: a line for their heading and for each entry."""
        pitch, width = self.book.shape.pitch, self.book.shape.head
        pager.add(slot(title, 1, pitch))
        for entry in found:
            look = self.book.looks[f"TOC{entry.level}"]
            pager.add(slot(look, line_count(look, entry.text + _TWO_DIGITS, width, self.rules), pitch))
        self.body.new_page = self.sheet.contents.own_page
        self.body.below = not self.sheet.contents.own_page

    # -------------------------------------------------------------------------------------------- notes and pictures

    def _note(self, note: Note, place: int) -> str:
        """The reference to a note, whose body goes into a part of its own. A printed mark is kept, else Word numbers it."""
        place_of, kind = len(self.made_notes), self.note_kind
        number = self.note_base + place_of + 1
        self.made_notes.append("")
        writer = self.notes
        writer.out = []
        mark = self._mark(note.label)
        writer.pending = mark or f"<w:r><w:rPr>{_MARK}</w:rPr><w:{kind}Ref/></w:r>"
        bottom = Place(self.book.shape.measure, base="FootnoteText")
        writer.blocks(note.body, bottom)
        writer.close()
        if writer.pending:
            writer.paragraph(self.book.looks["FootnoteText"], "", "", bottom.width)
        self.made_notes[place_of] = f'<w:{kind} w:id="{number}">{"".join(writer.out)}</w:{kind}>'
        shown = note.label or str(place_of + 1)
        raised = RAISED * sum(1 if char < "\u2000" else 2 for char in shown)
        self.body.waiting.append((place, self._note_height(note, raised) if self.note_kind == "footnote" else 0, raised))
        custom = ' w:customMarkFollows="1"' if note.label else ""
        label = self.script.text(note.label) if note.label else ""
        return f'<w:r><w:rPr>{_MARK}</w:rPr><w:{kind}Reference{custom} w:id="{number}"/>{label}</w:r>'

    def _mark(self, label: str) -> str:
        return self.notes.inlines.plain(label, Face(frozenset({"note"}))) if label else ""

    def _note_height(self, note: Note, mark: str) -> int:
        """The height of a footnote, whose first line begins with its ``mark``."""
        look, shape = self.book.looks["FootnoteText"], self.book.shape
        texts = [*walk.block_texts(note.body)] or [""]
        lines = sum(line_count(look, text, shape.measure, self.rules) for text in (mark + texts[0], *texts[1:]))
        return lines * line_height(look, shape.pitch)

    def _note_in_note(self, note: Note, _place: int) -> str:
        """Word knows no notes to notes: the text goes on in the note."""
        return self.notes.inlines.plain("".join(walk.block_texts(note.body, note.label)))

    def _inline_picture(self, image: Image, relations: Relations) -> str:
        """A picture in a line is no higher than the line."""
        shape = self.book.shape
        return self.gallery.drawing(image, relations, *docx_geometry.upright_room(shape, shape.measure, shape.pitch))

    def _clean(self, text: str) -> str:
        return self.script.escaper.clean(text)

    def _say_removed(self) -> None:
        escaper = self.script.escaper
        if escaper.removed:
            self.report.add(
                "source.control-removed",
                f"{escaper.removed} characters that XML cannot hold were left out of the DOCX, the first is U+{ord(escaper.first):04X}",
            )


#: From where headings in notes are counted, so that their bookmarks are no one else's.
_NOTE_HEADINGS = 900_000_000
#: The room of a page number in the contents with a leader, which may shrink to next to nothing.
_TWO_DIGITS = "\u3000" + 8 * LONGER
_MARK = '<w:rStyle w:val="FootnoteReference"/>'


# ------------------------------------------------------------------------------------------------ what is told of the document


def running_title(meta: Meta) -> str:
    """The title as it stands in running heads."""
    if meta.title:
        return meta.title
    lines = walk.title_block(meta)
    line: TitleLine | None = next((line for line in lines if line.role in {"", "title"}), None)
    return " ".join(walk.flow(line.content).replace(walk.OBJECT, "").split("\n")) if line else ""


def node_ids(document: Document) -> frozenset[str]:
    """The ids of all nodes that links may lead to."""
    found: set[str] = {line.attrs.id for line in walk.title_block(document.meta)}
    for block in walk.blocks(document.body):
        found.add(block.attrs.id)
        found.update(item.attrs.id for item in getattr(block, "items", ()))
    for flow in walk.flows(document):
        found.update(_inline_ids(flow))
    return frozenset(found - {""})


def _inline_ids(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        yield inline.attrs.id
        yield from _inline_ids(getattr(inline, "content", ()))


def speakers(document: Document) -> list[str]:
    """The names of those who made the text: the contributors, else who stands under its headings, else who issued or published it; each once."""
    names = [c.name for c in document.meta.contributors if c.role in {"aut", "spk", "edt", "trl"}] or [
        byline.name for _, section in headings(document) for byline in section.byline
    ]
    found = list(dict.fromkeys(name for name in names if name)) or issuing_bodies(walk.title_block(document.meta))
    return found or [document.meta.publisher] * bool(document.meta.publisher)
