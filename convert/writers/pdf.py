"""The PDF writer: pages set by our own composer, drawn through reportlab's document objects."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

from reportlab.pdfbase import pdfdoc

from convert.diagnostics import Report
from convert.layout.document import Laid, lay_out
from convert.layout.fontfile import FontFile
from convert.layout.fonts import Face
from convert.layout.library import Library
from convert.layout.parts import ARTIFACT
from convert.layout.upright import UprightFace
from convert.model.letterhead import has_head
from convert.model.nodes import Document
from convert.model.walk import with_new_contents
from convert.source import NO_SOURCE, Source
from convert.stylesheet import Direction, Sheet
from convert.writers.pdfattach import attach
from convert.writers.pdffont import EmbeddedFont, Stream
from convert.writers.pdfimage import Gallery
from convert.writers.pdfline import LineMaker
from convert.writers.pdfmeta import Claims, Info, identifier, srgb, xmp
from convert.writers.pdfpage import Painter
from convert.writers.pdfprint import PrintOptions, boxes, claims, crop_marks, preferences, watermark
from convert.writers.tagged import Structure

_UNIX_ZERO_OF_ZIP = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_MM = 72 / 25.4
#: A number that Python writes with an exponent, which a page cannot have (ISO 32000-1, 7.3.3): it is nothing that could be seen.
_TINY = re.compile(r"-?\d+(?:\.\d+)?e-\d+")


@dataclass(frozen=True, slots=True)
class PdfOptions(PrintOptions):
    """Beside those for printing: ``fonts``: a folder of fonts that are looked into before the ones that come along; "" for none. ``system_fonts``: whether fonts of
    the system may stand in for faces and characters that the others lack (files may then differ from machine to machine). ``attach``: a file that goes into
    the PDF as its source, which makes it PDF/A-3a.
    """

    fonts: str = ""
    system_fonts: bool = True
    attach: Source = NO_SOURCE


class PdfWriter:
    """Writes a document as PDF 1.7, tagged, with embedded fonts."""

    options_type: ClassVar[type] = PdfOptions
    honours: ClassVar[frozenset[str]] = frozenset(
        {"page", "grid", "composition", "contents", "running", "sections", "letterhead", "roles", "faces", "words"}
    )
    directions: ClassVar[frozenset[Direction]] = frozenset({"horizontal", "vertical"})

    def write(self, document: Document, sheet: Sheet, options: PdfOptions, report: Report, out: BinaryIO) -> None:
        """Write the document to ``out``. Raises FontError when a folder of fonts does not exist or no font is installed."""
        document = document if has_head(document) else with_new_contents(document, sheet.contents.minimum, sheet.contents.levels)
        gallery = Gallery(document, report)
        library = Library(sheet, report, options.fonts, options.system_fonts, UprightFace if sheet.vertical else Face)
        laid = lay_out(document, sheet, library, gallery, report)
        canvas = _Canvas(sheet, options)
        book = _Book(document, sheet, laid, canvas, gallery, options, claims(options, bool(options.attach.name), report))
        book.draw()
        out.write(_remade(book.data(), options, sheet.vertical))


def _remade(data: bytes, options: PdfOptions, right_to_left: bool) -> bytes:
    """The file on sheets, or encrypted, where that is wanted: what pypdf does, which is loaded for it alone."""
    if options.impose != "none":
        from convert.writers.impose import imposed

        data = imposed(data, options, right_to_left)
    if options.encrypted:
        from convert.writers.impose import encrypted

        data = encrypted(data, options)
    return data


class _Page(pdfdoc.PDFObject):  # type: ignore[misc]
    """A page (ISO 32000-1, 7.7.3.3); ``key``: its place in the structure. What is written is the same for all but links, pictures, boxes."""

    __RefOnly__ = 1

    def __init__(self, content: Stream, boxes: dict[str, tuple[float, ...]], annotations: list[Any], pictures: Any, key: int) -> None:
        self._content = content
        self._boxes = boxes
        self._annotations = annotations
        self._pictures = pictures
        self._key = key

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        annotations = b"/Annots " + pdfdoc.PDFArray(self._annotations).format(document) if self._annotations else b""
        pictures = b"/XObject " + self._pictures.format(document) if self._pictures else b""
        references = (document.Reference(document.Pages), document.Reference(self._content), pdfdoc.PDFObjectReference(pdfdoc.BasicFonts))
        parent, content, fonts = (reference.format(document).decode("ascii") for reference in references)
        boxes = "".join(f"/{name} [{' '.join(f'{edge:.7g}' for edge in box)}]" for name, box in self._boxes.items())
        images = " /ImageB /ImageC /ImageI" if pictures else ""
        fixed = f"/Type /Page/Parent {parent}/Contents {content}{boxes}/StructParents {self._key}/Tabs /S"
        resources = f"/Resources <</Font {fonts}/ProcSet [/PDF /Text{images}]"
        return b"".join((b"<<", f"{fixed}{resources}".encode("ascii"), pictures, b">>", annotations, b">>"))


class _Canvas:
    """The pages of reportlab's document, packed as soon as they are done. Its own canvas, which draws, would be imported for nothing."""

    def __init__(self, sheet: Sheet, options: PdfOptions) -> None:
        self._options = options
        self.size = (sheet.page.width * _MM, sheet.page.height * _MM)
        self.pdf = pdfdoc.PDFDocument(compression=1, invariant=1, filename="", pdfVersion=(1, 7), lang=sheet.language)
        self._destinations: dict[str, Any] = {}

    def end_page(self, content: str, annotations: list[Any], images: list[str], key: int) -> bytes:
        """Close the page; its content, for the identifier of the file."""
        data = content.encode("ascii")
        size = (0.0, 0.0, *self.size)
        edges: dict[str, tuple[float, ...]] = {"MediaBox": size}
        if self._options.cropped:
            bleed, media = boxes(size, self._options.bleed)
            edges = {"MediaBox": media, "BleedBox": bleed, "TrimBox": size}
        pictures = self.pdf.xobjDict(images) if images else None
        self.pdf.addPage(_Page(Stream(data), edges, annotations, pictures, key))
        return data

    def destination(self, name: str) -> Any:
        """The place called ``name``, which may be on a page that is still to come."""
        found = self._destinations.get(name)
        if found is None:
            found = self._destinations[name] = pdfdoc.Destination(name)
        return found

    _bookmarkReference = destination  # noqa: N815 (what reportlab's outline asks of a canvas)

    def bookmark(self, name: str, left: float, top: float) -> None:
        """The place called ``name`` is here on the present page."""
        place = self.destination(name)
        self.pdf.inPage()
        place.xyz(left, top, "null")
        place.setPage(self.pdf.thisPageRef())


class _Book:
    """One PDF in the making."""

    def __init__(
        self, document: Document, sheet: Sheet, laid: Laid, canvas: _Canvas, gallery: Gallery, options: PdfOptions, claims: Claims
    ) -> None:
        self.document = document
        self.laid = laid
        self.canvas = canvas
        self.pdf = canvas.pdf
        self.fonts: dict[int, EmbeddedFont] = {}
        self.structure = Structure(laid.root, self.pdf)
        self.painter = Painter(document, sheet, laid, self.font_of, self.structure, gallery, canvas)
        self.sum = hashlib.md5(usedforsecurity=False)
        self.sheet = sheet
        self.options = options
        self.claims = claims
        self.under = self._on_every_page()

    def _on_every_page(self) -> str:
        """What is drawn below the content of every page: the watermark, the crop marks."""
        width, height = self.canvas.size
        marks = [crop_marks((0.0, 0.0, width, height), self.options.bleed)] if self.options.cropped else []
        if self.options.watermark.strip():
            face = self.laid.library.face("hei", False)
            flat = face.flat if isinstance(face, UprightFace) else face
            marks.append(watermark(self.options.watermark.strip(), flat, LineMaker(self.font_of), width, height))
        return "".join(f"{mark}\n" for mark in marks)

    def font_of(self, file: FontFile) -> EmbeddedFont:
        """The embedded form of a font file, made on first use."""
        found = self.fonts.get(id(file))
        if found is None:
            self.fonts[id(file)] = found = EmbeddedFont(file, len(self.fonts) + 1, self.pdf)
        return found

    def draw(self) -> None:
        """All pages, then what is said of the whole."""
        for page in self.laid.pages:
            self.structure.begin_page()
            content, annotations, images = self.painter.page(page)
            content = self.under + content
            if "e-" in content:
                content = _TINY.sub("0", content)
            self.sum.update(self.canvas.end_page(content, annotations, images, self.structure.page_key))
        for font in self.fonts.values():
            font.finish()
        self._outline()
        self._catalogue()

    def _outline(self) -> None:
        level = -1
        for mark in self.laid.marks:
            level = min(mark.level - 1, level + 1)
            self.pdf.outline.addOutlineEntry(mark.target, level, mark.title, closed=0)
        if self.laid.marks:
            self.pdf.Catalog.showOutline()

    def _catalogue(self) -> None:
        meta, catalog = self.document.meta, self.pdf.Catalog
        moment = meta.modified or _UNIX_ZERO_OF_ZIP
        title = self._title()
        packet = xmp(meta, title, self.sheet.language, moment, self.claims)
        catalog.Metadata = Stream(packet, {"Type": "/Metadata", "Subtype": "/XML"}, plain=True)
        catalog.ViewerPreferences = pdfdoc.PDFDictionary(preferences(self.options, self.sheet.vertical))
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.OutputIntents = pdfdoc.PDFArray([self._output_intent()])
        if self.laid.labels[0] != "1":
            catalog.__NoDefault__ = [*catalog.__NoDefault__, "PageLabels"]
            catalog.PageLabels = self._page_labels()
        self.structure.write(catalog, len(self.laid.pages))
        if self.options.attach.name:
            attach(self.pdf, self.options.attach, moment)
            self.sum.update(self.options.attach.data)
        self.pdf.info = Info(meta, title, moment)
        self.sum.update(packet)
        self.pdf._ID = identifier(self.sum.digest())

    def _page_labels(self) -> Any:
        """The labels of pages whose front matter is counted apart (ISO 32000-1, 12.4.2)."""
        front, plain = pdfdoc.PDFDictionary({"S": "/r"}), pdfdoc.PDFDictionary({"S": "/D"})
        return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray([0, front, self.laid.labels.index("1"), plain])})

    def _title(self) -> str:
        """What the file is called: readers show it in the title bar, so it is never empty (ISO 14289-1, 7.1)."""
        marks = self.laid.marks
        return self.document.meta.title.strip() or (marks[0].title if marks else self.sheet.words.untitled)

    def _output_intent(self) -> Any:
        """The colours meant: sRGB (ISO 19005-2, 6.2.3)."""
        profile = Stream(srgb(), {"N": 3})
        name = pdfdoc.PDFString("sRGB IEC61966-2.1")
        entries = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "DestOutputProfile": self.pdf.Reference(profile)}
        return pdfdoc.PDFDictionary({**entries, "OutputConditionIdentifier": name, "Info": name})

    def data(self) -> bytes:
        """The bytes of the file."""
        found: bytes = self.pdf.GetPDFData(self.canvas)
        return found


__all__ = ["ARTIFACT", "PdfOptions", "PdfWriter"]
