"""The DOCX writer: a document for Word, WPS and LibreOffice, with nothing but styles and with everything from the sheet.

The package is python-docx's, opened on an own empty document (``docx_template``); the text is poured in as XML (``docx_blocks``), since
python-docx's calls for single paragraphs search the whole document each time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Literal

from convert.diagnostics import OptionError, Report
from convert.model import walk
from convert.model.nodes import Document, Image, Inline, Meta, Note, TitleLine
from convert.stylesheet import Direction, Sheet
from convert.writers import docx_geometry, docx_template
from convert.writers.archive import write_zip
from convert.writers.docx_blocks import BlockWriter, Place
from convert.writers.docx_contents import Entry, contents, entries, headings
from convert.writers.docx_inline import Bookmarks, Face, InlineWriter
from convert.writers.docx_lists import Numbering
from convert.writers.docx_pages import LineRules, Pager, line_count, slot
from convert.writers.docx_pictures import Gallery
from convert.writers.docx_styles import StyleBook, style_book
from convert.writers.ooxml import HEAD, NAMESPACES, Relations, Script

if TYPE_CHECKING:
    from docx.document import Document as Package

#: Documents longer than this are compressed less, in a quarter of the time and with a fourteenth more bytes.
_LONG = 4_000_000


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """``numbering``: printed list labels stay text as printed, or Word makes those that its counters can (“native”)."""

    numbering: Literal["printed", "native"] = "printed"

    def __post_init__(self) -> None:
        if self.numbering not in {"printed", "native"}:
            raise OptionError(f"numbering is {self.numbering!r}, but must be “printed” or “native”")


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
            "sections",
            "composition.kinsoku",
            "composition.adjacent",
            "composition.line_start",
            "composition.han_latin",
            "composition.hanging",
            "composition.widow_lines",
            "composition.orphan_lines",
        }
    )
    directions: ClassVar[frozenset[Direction]] = frozenset({"horizontal", "vertical"})

    def write(self, document: Document, sheet: Sheet, options: DocxOptions, report: Report, out: BinaryIO) -> None:
        """Write ``document`` to ``out``; what cannot be held is reported. The same input gives the same bytes."""
        _Edition(document, sheet, options, report).write(out)


class _Edition:
    """One document on its way into one file."""

    def __init__(self, document: Document, sheet: Sheet, options: DocxOptions, report: Report) -> None:
        self.document, self.sheet, self.report = document, sheet, report
        self.book: StyleBook = style_book(sheet)
        self.script = Script()
        self.gallery = Gallery(document, self.script, report)
        self.numbering = Numbering(options.numbering, self.script, report)
        self.bookmarks = Bookmarks(node_ids(document))
        self.relations = {"document": Relations("rIdD"), "footnotes": Relations("rIdF")}
        self.footnotes: list[str] = []
        start, end = docx_template.forbidden(sheet)
        self.rules = LineRules(frozenset(start), frozenset(end), gaps=sheet.composition.han_latin > 0, vertical=sheet.vertical)
        self.body = self._blocks("document", self._footnote)
        self.notes = self._blocks("footnotes", self._note_in_note)
        self.notes.opened = _NOTE_HEADINGS

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
        package = self._package(running)
        parts = {
            "word/document.xml": text,
            "word/styles.xml": self.book.xml(),
            "word/numbering.xml": self.numbering.xml(),
            "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{_SEPARATORS}{''.join(self.footnotes)}</w:footnotes>",
            "docProps/app.xml": docx_template.app_properties(self.script.escaper.text(self.document.meta.publisher)),
        }
        self._say_removed()
        level = 2 if len(text) > _LONG else 6
        write_zip(out, self._members(package, parts), level=level)

    def _document(self, references: str) -> str:
        """``word/document.xml``. Contents come first but are written last, when the pages are known."""
        shape, body = self.book.shape, self.body
        lines = walk.title_block(self.document.meta)
        found = entries(self.document, self.sheet)
        rules = self.sheet.composition
        pager = Pager(shape, widows=max(rules.widow_lines, rules.orphan_lines) > 1 and not shape.vertical)
        body.pager = pager if found else None
        spanning = shape.columns > 1 and bool(lines or found)
        title_page = bool(lines)
        opening = docx_geometry.section(shape, references, title_page=title_page)
        for number, line in enumerate(lines):
            last = opening if spanning and not found and number == len(lines) - 1 else ""
            body.title_line(line, shape.area, final=number == len(lines) - 1, last=last)
        head, body.out = body.out, []
        if found:
            self._reserve(found, pager)
        if spanning:
            pager.set_columns(shape.columns)
        body.blocks(self.document.body, Place(shape.measure))
        body.close()
        pager.flush()
        if found:
            head.append(contents(self.book, body.inlines, found, pager.pages, title=self._contents_title()))
            head += [f'<w:p><w:pPr><w:pStyle w:val="TableGap"/>{opening}</w:pPr></w:p>'] if spanning else []
        final = docx_geometry.section(
            shape,
            "" if spanning else references,
            columns=shape.columns,
            continuous=spanning,
            title_page=title_page and not spanning,
        )
        text = "".join(head) + "".join(body.out) or "<w:p/>"
        return f"{HEAD}<w:document {NAMESPACES}><w:body>{text}{final}</w:body></w:document>"

    def _contents_title(self) -> Any:
        look = self.book.looks["TOCHeading"]
        return self.book.variant(look, "page") if self.sheet.contents.own_page else look

    def _reserve(self, found: Sequence[Entry], pager: Pager) -> None:
        """The room of the contents: a line for their heading and for each entry."""
        pitch, width = self.book.shape.pitch, self.book.shape.area
        pager.add(slot(self._contents_title(), 1, pitch))
        for entry in found:
            look = self.book.looks[f"TOC{entry.level}"]
            pager.add(slot(look, line_count(look, entry.text + "…… 000", width, self.rules), pitch))
        self.body.new_page = self.sheet.contents.own_page
        self.body.below = not self.sheet.contents.own_page

    # -------------------------------------------------------------------------------------------- notes and pictures

    def _footnote(self, note: Note, place: int) -> str:
        """The reference to a note, whose body goes into the footnotes' part. A printed mark is kept, else Word numbers it."""
        number = len(self.footnotes) + 1
        self.footnotes.append("")
        writer = self.notes
        writer.out = []
        mark = self._mark(note.label)
        writer.pending = mark or _OWN_MARK
        bottom = Place(self.book.shape.measure, base="FootnoteText")
        writer.blocks(note.body, bottom)
        writer.close()
        if writer.pending:
            writer.paragraph(self.book.looks["FootnoteText"], "", "", bottom.width)
        self.footnotes[number - 1] = f'<w:footnote w:id="{number}">{"".join(writer.out)}</w:footnote>'
        self.body.waiting.append((place, self._note_height(note)))
        custom = ' w:customMarkFollows="1"' if note.label else ""
        label = self.script.text(note.label) if note.label else ""
        return f'<w:r><w:rPr>{_MARK}</w:rPr><w:footnoteReference{custom} w:id="{number}"/>{label}</w:r>'

    def _mark(self, label: str) -> str:
        return self.notes.inlines.plain(label, Face(frozenset({"note"}))) if label else ""

    def _note_height(self, note: Note) -> int:
        if self.body.pager is None:
            return 0
        look, shape = self.book.looks["FootnoteText"], self.book.shape
        lines = sum(line_count(look, text, shape.measure, self.rules) for text in walk.block_texts(note.body, note.label))
        return lines * round(look.style.rows * shape.pitch)

    def _note_in_note(self, note: Note, _place: int) -> str:
        """Word knows no notes to notes: the text goes on in the note."""
        return self.notes.inlines.plain("".join(walk.block_texts(note.body, note.label)))

    def _inline_picture(self, image: Image, relations: Relations) -> str:
        """A picture in a line is no higher than the line."""
        shape = self.book.shape
        return self.gallery.drawing(image, relations, *docx_geometry.upright_room(shape, shape.measure, shape.pitch))

    # -------------------------------------------------------------------------------------------- package

    def _package(self, running: docx_template.Running) -> Package:
        """python-docx's package on the empty document, with its properties, links and pictures."""
        import docx
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        blank = io.BytesIO()
        write_zip(blank, docx_template.skeleton(self.book, running).items(), level=1)
        blank.seek(0)
        package = docx.Document(blank)
        _describe(package.core_properties, self.document, self._clean)
        main = package.part
        notes = next(rel.target_part for rel in main.rels.values() if rel.reltype.endswith("/footnotes"))
        pictures = {
            p.member: Part(PackURI(f"/word/{p.member}"), p.media_type, p.data, main.package)
            for p in self.gallery.pictures.values()
            if p is not None
        }
        for part, relations in ((main, self.relations["document"]), (notes, self.relations["footnotes"])):
            for (kind, target, external), made in relations.ids.items():
                reltype = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
                part.rels.add_relationship(reltype, self._clean(target) if external else pictures[target], made, external)
        return package

    def _members(self, package: Package, parts: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        """The package's members in a fixed order; ``parts`` instead of what the empty document had."""
        found = sorted(package.part.package.iter_parts(), key=lambda part: str(part.partname))
        names = [part.partname.membername for part in found]
        pictures = {
            name.rpartition(".")[2]: part.content_type for name, part in zip(names, found, strict=True) if name.startswith("word/media/")
        }
        yield "[Content_Types].xml", docx_template.content_types([n for n in names if not n.startswith("word/media/")], pictures).encode()
        yield "_rels/.rels", _xml_bytes(package.part.package.rels.xml)
        for name, part in zip(names, found, strict=True):
            yield name, parts[name].encode() if name in parts else part.blob
            if len(part.rels):
                yield part.partname.rels_uri.membername, _xml_bytes(part.rels.xml)

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
_MARK = '<w:rStyle w:val="FootnoteReference"/>'
_OWN_MARK = f"<w:r><w:rPr>{_MARK}</w:rPr><w:footnoteRef/></w:r>"
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for kind, number, mark in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
)


def _xml_bytes(xml: str | bytes) -> bytes:
    return xml if isinstance(xml, bytes) else xml.encode()


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
    """The names of those who made the text: the contributors, else who stands under its headings, else who published it; each once."""
    names = [c.name for c in document.meta.contributors if c.role in {"aut", "spk", "edt", "trl"}] or [
        byline.name for _, section in headings(document) for byline in section.byline
    ]
    return list(dict.fromkeys(name for name in names if name)) or [document.meta.publisher] * bool(document.meta.publisher)


def _describe(core: Any, document: Document, clean: Any) -> None:
    """Fill the core properties (Dublin Core); what is not known stays empty. ``created`` is ``modified``: the moment that outputs state.

    Word takes no more than 255 characters of each.
    """
    meta = document.meta
    moment = meta.modified or docx_template.EPOCH
    names = speakers(document)
    subject = "".join((meta.series, meta.instalment and f"（{meta.instalment}）"))
    values = {
        "title": running_title(meta),
        "author": "; ".join(names),
        "subject": subject or meta.kicker,
        "language": meta.language,
        "keywords": ", ".join(meta.keywords or [word for word in (meta.series, *names) if word]),
        "comments": meta.description,
        "identifier": meta.identifiers[0] if meta.identifiers else "",
    }
    for name, value in values.items():
        if value:
            setattr(core, name, clean(value)[:255])
    core.created = core.modified = moment.replace(tzinfo=None)
    core.last_modified_by = (clean("; ".join(names)) or "zhaibian")[:255]
    core.revision = 1
