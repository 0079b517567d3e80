"""Imposition: pages side by side on sheets, in their order or as a booklet; and encryption. Both remake a finished PDF with pypdf.

A booklet is folded in the middle: of a signature of P pages, the outermost sheet bears the last and the first page on its front, the
second and the last but one on its back, and so on inwards. A book bound at the right has left and right exchanged.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, FloatObject, NameObject, RectangleObject, StreamObject

from convert.diagnostics import OptionError, nearest
from convert.stylesheet import PAPERS
from convert.writers.pdfprint import MM, Box, PrintOptions, boxes, crop_marks

#: Sides of sheets in millimetres, upright.
_SHEETS: Final = {**PAPERS, "A3": (297.0, 420.0), "B4": (250.0, 353.0), "8K": (260.0, 370.0)}
_PER_SHEET = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the pages at the left and the right (from 0, None for a blank), and how deep the sheet lies in its signature."""

    left: int | None
    right: int | None
    depth: int = 0

    def turned(self) -> Side:
        """The same for a book that is bound at the right."""
        return Side(self.right, self.left, self.depth)


def in_pairs(count: int) -> Iterator[Side]:
    """Two pages after two."""
    for first in range(0, count, 2):
        yield Side(first, first + 1 if first + 1 < count else None)


def booklet(count: int, signature: int = 0) -> Iterator[Side]:
    """The sides of a booklet of ``count`` pages, front and back by turns: one signature, or several of ``signature`` sheets each.

    The last signature has no more sheets than it needs; what is left over of its last sheet is blank, at the end of the book.
    """
    most = signature * _PER_SHEET or count + -count % _PER_SHEET
    for start in range(0, count, most or 1):
        pages = min(most, count - start + -(count - start) % _PER_SHEET)
        for depth in range(pages // _PER_SHEET):
            low, high = start + 2 * depth, start + pages - 1 - 2 * depth
            yield Side(_there(high, count), _there(low, count), depth)
            yield Side(_there(low + 1, count), _there(high - 1, count), depth)


def _there(page: int, count: int) -> int | None:
    return page if page < count else None


# ------------------------------------------------------------------------------------------------ sheets


def imposed(data: bytes, options: PrintOptions, right_to_left: bool) -> bytes:
    """The PDF ``data`` with its pages on sheets. Raises OptionError for a signature or a creep below nothing."""
    if options.signature < 0 or options.creep < 0:
        raise OptionError("the options pdf.signature and pdf.creep must not be below 0")
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    count = len(reader.pages)
    sides = booklet(count, options.signature) if options.impose == "booklet" else in_pairs(count)
    forms = [_form(page, writer) for page in reader.pages]
    width, height = (float(edge) for edge in reader.pages[0].mediabox[2:])
    layout = _Layout(width, height, options)
    for side in sides:
        _add_sheet(writer, side.turned() if right_to_left else side, forms, layout)
    _say_the_same(reader, writer, options)
    return _written(writer)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How pages of ``width`` × ``height`` points lie on a sheet: side by side at the fold, scaled to the paper where one is named."""

    width: float
    height: float
    options: PrintOptions

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the sheet in points."""
        if not self.options.sheet:
            return 2 * self.width, self.height
        short, long = _SHEETS[self.options.sheet]
        return (long * MM, short * MM) if 2 * self.width > self.height else (short * MM, long * MM)

    @property
    def scale(self) -> float:
        """The scale of the pages."""
        width, height = self.sheet
        return min(width / (2 * self.width), height / self.height)

    def matrix(self, at_left: bool, depth: int) -> str:
        """The matrix that puts a page into its half."""
        width, height = self.sheet
        creep = depth * self.options.creep * MM * (1 if at_left else -1)
        x = width / 2 - (self.width * self.scale if at_left else 0.0) + creep
        return f"{self.scale:.5g} 0 0 {self.scale:.5g} {x:.6g} {(height - self.height * self.scale) / 2:.6g}"


def _form(page: PageObject, writer: PdfWriter) -> Any:
    """A page as a form that can be drawn on sheets, cut at its edges."""
    form = StreamObject()
    contents = page.get_contents()
    form.set_data(b"" if contents is None else contents.get_data())
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(edge) for edge in page.mediabox]),
            NameObject("/Resources"): page["/Resources"].clone(writer),
        }
    )
    return writer._add_object(form.flate_encode())


def _add_sheet(writer: PdfWriter, side: Side, forms: list[Any], layout: _Layout) -> None:
    width, height = layout.sheet
    page = writer.add_blank_page(width, height)
    drawn, used = [], DictionaryObject()
    for name, number in (("L", side.left), ("R", side.right)):
        if number is not None:
            used[NameObject(f"/{name}")] = forms[number]
            drawn.append(f"q {layout.matrix(name == 'L', side.depth)} cm /{name} Do Q")
    if layout.options.marks == "crop":
        trim = (0.0, 0.0, width, height)
        bleed, media = boxes(trim, layout.options.bleed)
        page.mediabox, page.bleedbox, page.trimbox = _rectangle(media), _rectangle(bleed), _rectangle(trim)
        page.cropbox, page.artbox = page.mediabox, page.trimbox
        drawn.append(crop_marks(trim, layout.options.bleed, fold=width / 2))
    content = StreamObject()
    content.set_data("\n".join(drawn).encode("ascii"))
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): used})


def _rectangle(box: Box) -> RectangleObject:
    return RectangleObject(tuple(round(edge, 3) for edge in box))


def _say_the_same(reader: PdfReader, writer: PdfWriter, options: PrintOptions) -> None:
    """Title, language, metadata, preferences and files inside as before; an identifier that is the same for the same."""
    for key in ("/Lang", "/Metadata", "/ViewerPreferences", "/OutputIntents", "/Names", "/AF"):
        if key in reader.root_object:
            writer.root_object[NameObject(key)] = reader.root_object.raw_get(key).clone(writer)
    writer.metadata = reader.metadata
    trailer: Any = reader.trailer
    first = bytes(trailer["/ID"][0].original_bytes)
    digest = hashlib.md5(first + repr(options).encode(), usedforsecurity=False).digest()
    writer._ID = ArrayObject([ByteStringObject(digest), ByteStringObject(digest)])


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------ encryption

_PERMISSIONS: Final = {
    "print": UserAccessPermissions.PRINT | UserAccessPermissions.PRINT_TO_REPRESENTATION,
    "copy": UserAccessPermissions.EXTRACT,
    "modify": UserAccessPermissions.MODIFY,
    "annotate": UserAccessPermissions.ADD_OR_MODIFY,
    "fill": UserAccessPermissions.FILL_FORM_FIELDS,
    "assemble": UserAccessPermissions.ASSEMBLE_DOC,
}


def permissions(allow: str) -> UserAccessPermissions:
    """The permissions named in ``allow``, parted by commas. To read aloud is always allowed. Raises OptionError for a name that is none."""
    # Bits 7, 8 and 13 to 32 are reserved and must be 1 (ISO 32000-2, table 22).
    found = UserAccessPermissions(0xFFFFF0C0) | UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS
    for name in filter(None, (part.strip() for part in allow.split(","))):
        if name not in _PERMISSIONS:
            raise OptionError(f"the option pdf.allow has “{name}”{nearest(name, _PERMISSIONS)}")
        found |= _PERMISSIONS[name]
    return found


def encrypted(data: bytes, options: PrintOptions) -> bytes:
    """The PDF ``data`` under AES-256. Raises OptionError where the package for it is lacking, or a permission does not exist."""
    allowed = permissions(options.allow)
    writer = PdfWriter(clone_from=io.BytesIO(data))
    try:
        writer.encrypt(options.user_password, options.owner_password or None, permissions_flag=allowed, algorithm="AES-256")
        return _written(writer)
    except DependencyError as error:
        raise OptionError("encryption needs the package cryptography; write: pip install 'zhaibian[encrypt]'") from error
