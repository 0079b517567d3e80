"""XHTML content documents as trees: entities made characters, malformed ones repaired, elements by their local names.

EPUB 3.3 § 6.1 wants XML; books of the wild hold HTML, too. Names of elements lose their namespaces, ``epub:type`` keeps its prefix.
"""

from __future__ import annotations

import html.entities
import re

from lxml import etree

from convert.diagnostics import SourceError
from convert.readers.depths import PARSER_DEPTH, is_bottomless
from convert.readers.package import parse_xml
from convert.readers.spaces import strip_controls

_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: A named reference, or what must not be looked into for one.
_REFERENCE = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z][A-Za-z0-9]*);", re.DOTALL)
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_ENTITY = re.compile(rb"""<!ENTITY\s+([A-Za-z][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>""")
_EMPTY = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*?)?)/>")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']|<meta[^>]*charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)

#: Names that the HTML parser makes of damaged tags are none.
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
#: What the HTML parser lets through and XML forbids.

#: Elements that begin on a new line.
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li"}
    | {"main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
#: Elements that show no text of the book.
SILENT = frozenset(
    {
        "head",
        "script",
        "style",
        "template",
        "title",
        "meta",
        "link",
        "base",
        "source",
        "track",
        "param",
        "col",
        "colgroup",
        "noscript",
        "rp",
    }
)


def parse(data: bytes, name: str) -> tuple[etree._Element, bool]:
    """The root of a content document, and whether it had to be repaired. Raises SourceError for what holds no element at all."""
    try:
        root, repaired = parse_xml(_without_references(data), name), False
    except SourceError:
        root, repaired = _repaired(data, name), True
    for element in root.iter():
        strip_controls(element)
        if isinstance(element.tag, str):
            _localise(element)
    return root, repaired


def _localise(element: etree._Element) -> None:
    name = str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
    element.tag = name if _NAME.fullmatch(name) else "span"
    kind = element.get(_EPUB_TYPE) or element.get("epub:type")
    if kind:
        element.set("epubtype", kind)
    lang = element.get(_XML_LANG) or element.get("xml:lang")
    if lang and not element.get("lang"):
        element.set("lang", lang)


def _without_references(data: bytes) -> bytes:
    """Named characters of HTML, and plain entities of the document itself, as numeric references, which need no DTD."""
    own: dict[bytes, bytes] = {name: (double or single) for name, double, single in _ENTITY.findall(data[:20_000])}

    def numeric(found: re.Match[bytes]) -> bytes:
        name = found[1]
        if name is None or name in _OF_XML:
            return found[0]
        if name in own:
            return own[name]
        text = html.entities.html5.get(f"{name.decode('ascii')};")
        return found[0] if text is None else "".join(f"&#{ord(c)};" for c in text).encode("ascii")

    return _REFERENCE.sub(numeric, data) if b"&" in data else data


def _repaired(data: bytes, name: str) -> etree._Element:
    """The tree that the HTML parser makes of a document that is no XML."""
    text = _decoded(data)
    text = _EMPTY.sub(lambda found: found[0] if found[1].lower() in _VOID else f"<{found[1]}{found[2]}></{found[1]}>", text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, no_network=True, huge_tree=True)  # else it drops what is deep
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name}: this is no content document: {error}") from error
    if root is None:
        raise SourceError(f"{name}: the content document is empty")
    if is_bottomless(root):
        raise SourceError(f"{name}: the elements are nested more than {PARSER_DEPTH} deep; this is no text that can be read")
    return root


def _decoded(data: bytes) -> str:
    """The text by its byte order mark, by the encoding it states, else as UTF-8."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    found = _ENCODING.search(data[:2000])
    try:
        return data.decode((found[1] or found[2]).decode("ascii") if found else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def words(element: etree._Element) -> frozenset[str]:
    """The classes, roles and EPUB types of an element, in lower case."""
    names = (element.get("class"), element.get("role"), element.get("epubtype"))
    return frozenset(" ".join(name for name in names if name).lower().split()) if any(names) else frozenset()


def is_element(node: etree._Element) -> bool:
    """Whether a node is an element, not a comment or an entity."""
    return isinstance(node.tag, str)


def text(element: etree._Element) -> str:
    """All text in an element but for readings above characters, white space collapsed."""
    pieces: list[str] = []
    depth = 0
    for event, one in etree.iterwalk(element, events=("start", "end")):
        silent = one.tag in SILENT or one.tag in {"rt", "rtc"}
        if event == "start":
            depth += silent
            if not depth and one.text:
                pieces.append(one.text)
        else:
            depth -= silent
            if not depth and one is not element and one.tail:
                pieces.append(one.tail)
    return " ".join("".join(pieces).split())


def holders(body: etree._Element) -> set[etree._Element]:
    """The elements of lines (``span``, ``a`` …) that hold a block all the same."""
    found: set[etree._Element] = set()
    for element in body.iter():
        if element.tag in BLOCKS:
            for outer in element.iterancestors():
                if outer in found or outer.tag in BLOCKS:
                    break
                found.add(outer)
    return found
