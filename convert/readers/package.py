"""ZIP packages (DOCX, EPUB) opened safely: in memory, within limits, no path outside of the archive, no entity and no network for XML.

Whatever is wrong with a package as a whole ends in one SourceError; a single part that cannot be read may be done without.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml import etree

from convert.diagnostics import Pos, Report, SourceError
from convert.source import Source

#: More members than any book has.
MAX_MEMBERS = 65_000
#: What all members may come to when they are unpacked, in bytes.
MAX_TOTAL = 1 << 30
#: What a single XML part may have, in bytes.
MAX_XML = 300 << 20
#: Beyond this size, in bytes, a package must not grow more than ``MAX_RATIO`` times when unpacked. XML of real books grows 5 to 40 times.
GROWTH_FREE = 64 << 20
MAX_RATIO = 200

try:
    from lzma import LZMAError
except ImportError:  # a Python that was made without it knows no such members
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment,misc]

#: What ``zipfile`` and the decompressors raise for damaged data.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    RuntimeError,  # zipfile: a way to compress that it does not know, or a member that a password protects
    EOFError,
    OSError,
    ValueError,
    IndexError,
    OverflowError,
)

_NOT_ZIP = (
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc), or one that a password protects; open it and save it anew as DOCX"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF file; open it in a word processor and save it as DOCX"),
    (b"<", "an XML or HTML file"),
)
#: Members that tell what another ZIP file is.
_OTHERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file; save it as DOCX"),
    ("word/document.xml", "a Word document; give it the extension .docx"),
    ("META-INF/container.xml", "an EPUB; give it the extension .epub"),
)


@dataclass(slots=True)
class Package:
    """An archive by member name. ``report`` learns of parts that could not be read; ``doctypes``: XML may declare a document type."""

    name: str
    archive: zipfile.ZipFile
    report: Report
    doctypes: bool = True
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str:
        """The member called ``name``, upper and lower case being one where there is no exact match; "" where there is none."""
        return name if name in self.members else self.folded.get(name.casefold(), "")

    def bytes_of(self, name: str) -> bytes | None:
        """The bytes of a member; None where there is none, or it is damaged, which is reported."""
        found = self.find(name)
        if not found:
            return None
        try:
            return self._unpack(found)
        except DAMAGE as error:
            self._say_damaged(found, "it is encrypted" if self._encrypted(found) else str(error))
        return None

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML member that may be done without; None where there is none, or it is damaged, which is reported."""
        data = self.bytes_of(name)
        if data is None:
            return None
        try:
            return parse_xml(data, name, doctypes=self.doctypes)
        except SourceError as error:
            self._say_damaged(name, str(error))
            return None

    def needed_bytes(self, name: str, what: str) -> bytes:
        """The bytes of a member that must be there. Raises SourceError, which calls it ``what``."""
        found = self.find(name)
        if not found:
            raise SourceError(f"{self.name}: {what} is missing{self._other_kind()}")
        try:
            return self._unpack(found)
        except DAMAGE as error:
            state = "encrypted; remove the protection first" if self._encrypted(found) else f"damaged: {error}"
            raise SourceError(f"{self.name}: {what} ({found}) is {state}") from error

    def needed_xml(self, name: str, what: str) -> etree._Element:
        """The root of an XML member that must be there. Raises SourceError, which calls it ``what``."""
        data = self.needed_bytes(name, what)
        try:
            return parse_xml(data, name, doctypes=self.doctypes)
        except SourceError as error:
            raise SourceError(f"{self.name}: {what} cannot be read: {error}") from error

    def _unpack(self, name: str) -> bytes:
        with self.archive.open(self.members[name]) as stream:
            return stream.read()

    def _encrypted(self, name: str) -> bool:
        """Whether a password protects a member: bit 0 of its general purpose flag (APPNOTE.TXT 4.4.4)."""
        return bool(self.members[name].flag_bits & 1)

    def _say_damaged(self, name: str, problem: str) -> None:
        self.report.add("package.damaged-part", f"{name} could not be read and was left out: {problem}", pos=Pos(1, 1, self.name))

    def _other_kind(self) -> str:
        kind = next((kind for member, kind in _OTHERS if member in self.members), "")
        return f": this is {kind}" if kind else "; the file is damaged or of another kind"


def open_package(source: Source, report: Report, *, doctypes: bool = True) -> Package:
    """The archive in ``source``; ``doctypes`` as in ``Package``. Raises SourceError for what is no ZIP archive, is damaged, or unpacks beyond the limits."""
    data = source.data
    if not data:
        raise SourceError(f"{source.name}: the file is empty")
    start = data.lstrip()[:8]
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except DAMAGE as error:
        kind = next((kind for magic, kind in _NOT_ZIP if start.startswith(magic)), "")
        problem = f"this is {kind}" if kind else f"this is no ZIP package, or a damaged one: {error}"
        raise SourceError(f"{source.name}: {problem}") from error
    _check_limits(source, infos)
    package = Package(source.name, archive, report, doctypes)
    for info in infos:
        name = _safe_name(info.filename)
        if name:
            package.members[name] = info
            package.folded.setdefault(name.casefold(), name)
        elif not info.filename.endswith(("/", "\\")):
            report.add(
                "package.unsafe-name",
                f"the member “{info.filename}” has a name that leads out of the archive; it was left out",
                pos=Pos(1, 1, source.name),
            )
    return package


def _check_limits(source: Source, infos: list[zipfile.ZipInfo]) -> None:
    """Sizes as the directory states them; ``zipfile`` never gives more than is stated there."""
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS:
        raise SourceError(f"{source.name}: the package has {len(infos):,} members, at most {MAX_MEMBERS:,} are read")
    if total > MAX_TOTAL:
        raise SourceError(f"{source.name}: unpacked, the package would have {total:,} bytes, at most {MAX_TOTAL:,} are read")
    if total > GROWTH_FREE and total > MAX_RATIO * len(source.data):
        raise SourceError(
            f"{source.name}: unpacked, the package would grow to {total // len(source.data)} times its size; such files are made to harm"
        )


def _safe_name(name: str) -> str:
    """A member's name with forward slashes; "" for folders and for what leads out of the archive."""
    name = name.replace("\\", "/").lstrip("/")
    if not name or name.endswith("/") or ".." in name.split("/") or name[1:2] == ":":
        return ""
    return name


def resolve(base: str, reference: str) -> tuple[str, str]:
    """The member that ``reference``, a relative URL in the member ``base``, names, and the fragment; "" for what lies outside."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return "", ""
    if parts.scheme or parts.netloc:
        return "", ""
    path = unquote(parts.path).replace("\\", "/")
    if not path:
        return base, unquote(parts.fragment)
    path = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    path = posixpath.normpath(path)
    return ("", "") if path.startswith("..") else (path, unquote(parts.fragment))


def parse_xml(data: bytes, name: str, *, doctypes: bool = True) -> etree._Element:
    """The root of an XML document. Nothing is loaded from outside and no entity is expanded.

    Raises SourceError for what is not well-formed, for what unpacks beyond the limits, and for a document type where none may be
    (``doctypes``; ISO/IEC 29500-2 § 8.1.4 forbids it).
    """
    if len(data) > MAX_XML:
        raise SourceError(f"{name}: the part has {len(data):,} bytes, at most {MAX_XML:,} are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name}: this is not well-formed XML: {error.msg}") from error
    except (ValueError, LookupError) as error:
        raise SourceError(f"{name}: this is not readable XML: {error}") from error
    if root is None:
        raise SourceError(f"{name}: the part is empty")
    if not doctypes and root.getroottree().docinfo.doctype:
        raise SourceError(f"{name}: the part declares a document type, which Office files must not; it may be made to harm")
    return root
