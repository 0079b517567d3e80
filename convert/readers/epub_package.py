"""The package of an EPUB 2 or 3: what it holds, the order of reading, the contents (OPF 2.0.1, EPUB 3.3 § 5 and 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from convert.diagnostics import Report, SourceError
from convert.readers.package import Package, resolve
from convert.readers.xhtml_tree import is_element, parse, text

_XHTML = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml", "text/xml"})
#: Obfuscated fonts are no text: a book that encrypts nothing else can be read.
_FONT_SCHEMES = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the manifest: its member name, media type and properties."""

    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents: its label, the member and the id that it leads to, its depth (1 is the outermost)."""

    label: str
    path: str
    fragment: str
    depth: int


@dataclass(slots=True)
class Opf:
    """A package document read. ``spine``: content documents in the order of reading, each with the answer whether it is in the way of

    reading (``linear``). ``guide``: kinds of documents by member name, as EPUB 2 states them.
    """

    path: str
    root: etree._Element
    items: dict[str, Item]
    spine: list[tuple[Item, bool]]
    guide: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    nav: str = ""

    @property
    def metadata(self) -> etree._Element | None:
        """The element ``metadata``."""
        return next((one for one in self.root if is_element(one) and local(one) == "metadata"), None)

    def guide_of(self, kind: str) -> str:
        """The member that the guide names as ``kind``, "" for none."""
        return next((path for path, name in self.guide.items() if name == kind), "")

    def cover(self) -> str:
        """The member that is the picture of the cover, "" for none."""
        for item in self.items.values():
            if "cover-image" in item.properties:
                return item.path
        named = next((one.get("content") or "" for one in self.root.iter() if local(one) == "meta" and one.get("name") == "cover"), "")
        found = self.items.get(named)
        return found.path if found is not None and found.media_type.startswith("image/") else ""


def local(element: etree._Element) -> str:
    """The local name of an element, "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def open_opf(package: Package, report: Report) -> Opf:
    """The package document. Raises SourceError for what is no EPUB, for one without text, and for one whose text is encrypted."""
    path = _path_of_opf(package)
    root = package.needed_xml(path, "the package document")
    items: dict[str, Item] = {}
    for one in root.iter():
        if local(one) == "item" and one.get("id"):
            member = package.find(resolve(path, one.get("href") or "")[0])
            properties = frozenset((one.get("properties") or "").split())
            items.setdefault(one.get("id") or "", Item(member, (one.get("media-type") or "").lower(), properties))
    spine = [
        (items[ref], (one.get("linear") or "yes").lower() != "no")
        for one in root.iter()
        if local(one) == "itemref" and (ref := one.get("idref") or "") in items
    ]
    opf = Opf(path, root, items, [(item, linear) for item, linear in spine if item.path], dict(_guide(root, path)))
    if not opf.spine:
        raise SourceError(f"{package.name}: this EPUB names no content documents that it holds; there is nothing to read")
    _refuse_encrypted(package, opf)
    opf.nav = next((item.path for item in items.values() if "nav" in item.properties and item.path), "")
    opf.entries = list(_contents(package, opf, report))
    return opf


def _path_of_opf(package: Package) -> str:
    container = package.needed_xml("META-INF/container.xml", "the container document")
    for one in container.iter():
        if local(one) == "rootfile":
            found = package.find(resolve("", one.get("full-path") or "")[0])
            if found:
                return found
    found = next((name for name in package.members if name.lower().endswith(".opf")), "")
    if not found:
        raise SourceError(f"{package.name}: the package document of this EPUB is missing")
    return found


def _guide(root: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    for one in root.iter():
        if local(one) == "reference":
            yield resolve(path, one.get("href") or "")[0], (one.get("type") or "").lower()


def _refuse_encrypted(package: Package, opf: Opf) -> None:
    """Raises SourceError where content documents are encrypted (EPUB 3.3 § 4.2.6.3.2)."""
    if not package.find("META-INF/encryption.xml"):
        return
    root = package.xml("META-INF/encryption.xml")
    texts = {item.path for item, _ in opf.spine}
    for one in root.iter() if root is not None else ():
        if local(one) != "EncryptedData":
            continue
        scheme = next((inner.get("Algorithm") or "" for inner in one.iter() if local(inner) == "EncryptionMethod"), "")
        uri = next((inner.get("URI") or "" for inner in one.iter() if local(inner) == "CipherReference"), "")
        if scheme not in _FONT_SCHEMES and package.find(resolve("", uri)[0]) in texts:
            raise SourceError(f"{package.name}: the text of this book is encrypted (DRM); only books without protection can be read")


# ------------------------------------------------------------------------------------------------ contents


def _contents(package: Package, opf: Opf, report: Report) -> Iterator[Entry]:
    """The contents by the navigation document, else by the NCX."""
    if opf.nav:
        data = package.bytes_of(opf.nav)
        try:
            root = parse(data, opf.nav)[0] if data else None
        except SourceError:
            root = None
        if root is not None:
            found = list(_nav_entries(root, opf.nav))
            if found:
                yield from found
                return
    ncx = next((item.path for item in opf.items.values() if item.media_type == "application/x-dtbncx+xml" and item.path), "")
    root = package.xml(ncx) if ncx else None
    if root is not None:
        yield from _points(next((one for one in root.iter() if local(one) == "navMap"), None), ncx, 1)


def _nav_entries(root: etree._Element, path: str) -> Iterator[Entry]:
    for nav in root.iter("nav"):
        if "toc" in (nav.get("epubtype") or "").split():
            for one in nav:
                if one.tag in {"ol", "ul"}:
                    yield from _nav_list(one, path, 1)
            return


def _nav_list(element: etree._Element, path: str, depth: int) -> Iterator[Entry]:
    for item in element:
        if item.tag != "li":
            continue
        label = next((one for one in item if one.tag in {"a", "span"}), None)
        if label is not None and text(label):
            yield Entry(text(label), *_leads(path, label.get("href")), depth)
        for one in item:
            if one.tag in {"ol", "ul"} and depth < _DEEPEST:
                yield from _nav_list(one, path, depth + 1)


def _leads(path: str, href: str | None) -> tuple[str, str]:
    """Where an entry leads; nowhere without an address."""
    return resolve(path, href) if href and href.strip() else ("", "")


def _points(element: etree._Element | None, path: str, depth: int) -> Iterator[Entry]:
    for point in element if element is not None else ():
        if local(point) != "navPoint":
            continue
        label = next((one for one in point if local(one) == "navLabel"), None)
        content = next((one for one in point if local(one) == "content"), None)
        words = " ".join("".join(label.itertext()).split()) if label is not None else ""
        if words and content is not None:
            yield Entry(words, *_leads(path, content.get("src")), depth)
        if depth < _DEEPEST:
            yield from _points(point, path, depth + 1)


def documents(package: Package, opf: Opf) -> Iterator[tuple[Item, bool, bytes]]:
    """The content documents of the spine that are there and are text, in the order of reading, each once."""
    seen: set[str] = set()
    for item, linear in opf.spine:
        if item.path not in seen and (item.media_type in _XHTML or item.path.lower().endswith((".xhtml", ".html", ".htm", ".xml"))):
            seen.add(item.path)
            data = package.bytes_of(item.path)
            if data is not None:
                yield item, linear, data
