"""HTML as a tree that can be walked without fear: parsed without network or entities, its depth known, its kinds of elements told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from convert.diagnostics import SourceError
from convert.readers.depths import PARSER_DEPTH, bottoms, is_bottomless
from convert.readers.spaces import strip_controls

_LAST_LINE = 65_535
_ELEMENTS_LOOKED_AT = 200
_CHARACTERS_LOOKED_AT = 1000

#: Elements whose content is no text of the page.
_SILENT_NAMES = """
    head script style template title meta link base basefont param source track area col colgroup datalist
    """
SILENT = frozenset(_SILENT_NAMES.split())
HEADINGS = frozenset(f"h{n}" for n in range(1, 7))
#: Elements that begin on a new line.
_BLOCKS_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset
    header hgroup hr html legend li listing main menu nav noframes ol optgroup option p plaintext pre section select summary table tbody
    td tfoot th thead tr ul xmp
    """
BLOCKS = HEADINGS | frozenset(_BLOCKS_NAMES.split())
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XHTML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE html PUBLIC [^>]*XHTML|<html[^>]{0,300}\bxmlns\s*=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page.

    ``root`` is its html element, ``body`` what holds the text. ``holders`` are the elements that are no blocks themselves but hold
    one; ``deep`` those at the greatest depth that is still walked; ``layout`` the tables that hold tables; ``ids`` the elements by id
    or anchor name, the first of each; ``targets`` the ids that links point to; ``base`` the page's own address, "" where it does not say.
    """

    root: etree._Element
    body: etree._Element
    holders: set[etree._Element] = field(default_factory=set)
    deep: set[etree._Element] = field(default_factory=set)
    layout: set[etree._Element] = field(default_factory=set)
    ids: dict[str, etree._Element] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    base: str = ""

    def is_block(self, element: etree._Element) -> bool:
        """Whether ``element`` cannot stand within a line."""
        return element.tag in BLOCKS or element in self.holders


def parse(text: str, name: str) -> Tree | None:
    """The tree of ``text``; None where there is no element and no text in it. Raises SourceError for a page nested too deeply."""
    text = _LONG_TAG.sub(_shortened, text)
    root = _xml_root(text) if _XHTML.match(text) else None
    if root is None:
        root = _html_root(text)
    if root is None:
        return None
    bodies = root.findall("body")
    tree = Tree(root, bodies[0] if len(bodies) == 1 else root, base=_base(root))
    if is_bottomless(root):
        raise SourceError(f"{name}: the elements are nested more than {PARSER_DEPTH} deep; this is no page that can be read")
    _survey(tree)
    tree.deep.update(bottoms(root))
    return tree


def _base(root: etree._Element) -> str:
    """The address that relative ones start from: as the page states it, or its own (HTML 4.2.3, RFC 6596, Open Graph)."""
    for path, attribute in ((".//base", "href"), (".//link[@rel='canonical']", "href"), (".//meta[@property='og:url']", "content")):
        found = root.find(path)
        stated = (found.get(attribute) or "").strip() if found is not None else ""
        if stated.startswith(("http://", "https://")):
            return stated
    return ""


#: A tag with thousands of attributes: the parser compares each with all before it.
_LONG_TAG = re.compile("<[A-Za-z][^<>]{20000,}>")
_ATTRIBUTE = re.compile(r"""\s+[^\s=/>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_MOST_ATTRIBUTES = 256  # no page has more that mean something


def _shortened(tag: re.Match[str]) -> str:
    """``tag`` with no more than its first attributes."""
    found = list(islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES + 1))
    if len(found) <= _MOST_ATTRIBUTES:
        return tag[0]
    return tag[0][: found[-1].start()] + ("/>" if tag[0].endswith("/>") else ">")


def _html_root(text: str) -> etree._Element | None:
    """The html element by the HTML parser; what stands after the end tags of body and html is kept, as browsers do."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(_ENDS.sub("", text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # lxml's word for an empty document
        return None


def _xml_root(text: str) -> etree._Element | None:
    """The html element by the XML parser, for XHTML that is well formed and uses no entities; else None."""
    parser = etree.XMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter():
        if not isinstance(element.tag, str):  # an entity of the page's own: never followed
            return None
        element.tag = element.tag.rpartition("}")[2].lower()
    etree.cleanup_namespaces(root)
    return root if root.tag == "html" else None


def _survey(tree: Tree) -> None:
    """One way through all elements, for what the reader wants to know of each."""
    path: list[etree._Element] = []
    for event, element in etree.iterwalk(tree.root, events=("start", "end")):
        if event == "end":
            path.pop()
            continue
        strip_controls(element)
        if element.tag in BLOCKS:
            _mark_holders(tree, path)
        if element.tag == "table":
            _mark_layout(tree, path)
        path.append(element)
        _note_anchors(tree, element)


def _mark_holders(tree: Tree, path: list[etree._Element]) -> None:
    for outer in reversed(path):
        if outer in tree.holders or outer.tag in BLOCKS:
            return
        tree.holders.add(outer)


def _mark_layout(tree: Tree, path: list[etree._Element]) -> None:
    for outer in reversed(path):
        if outer.tag == "table":
            tree.layout.add(outer)
            return


def _note_anchors(tree: Tree, element: etree._Element) -> None:
    names = [element.get("id")]
    if element.tag == "a":
        names.append(element.get("name"))
        href = element.get("href") or ""
        if href.startswith("#") and len(href) > 1:
            tree.targets.add(href[1:])
    for anchor in names:
        if anchor:
            tree.ids.setdefault(anchor, element)


#: So many elements around one are asked for their line.
_AROUND = 8


def line_of(element: etree._Element) -> int:
    """The line of the source where ``element`` begins, 0 where it is not known: as it says itself, or the nearest element around it."""
    around = islice(element.iterancestors(), _AROUND)
    stated = element.get("data-line") or next((said for one in around if (said := one.get("data-line"))), "")
    number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else element.sourceline or 0
    return number if number < _LAST_LINE else 0


def texts(element: etree._Element, most: int | None = None) -> Iterator[str]:
    """The texts in ``element`` in order, those of silent elements left out; of the first ``most`` elements. Without recursion."""
    silent = 0
    for event, inner in islice(etree.iterwalk(element, events=("start", "end")), most and 2 * most):
        if event == "start":
            silent += inner.tag in SILENT
            if not silent and inner.text:
                yield inner.text
        else:
            silent -= inner.tag in SILENT
            if not silent and inner is not element and inner.tail:
                yield inner.tail


def text(element: etree._Element) -> str:
    """All text in ``element``, white space collapsed."""
    return " ".join("".join(texts(element)).split())


def start_of(element: etree._Element) -> str:
    """Text in ``element`` like ``text``, all of it where it is short: for telling what an element is, in bounded time."""
    found: list[str] = []
    length = 0
    for piece in texts(element, _ELEMENTS_LOOKED_AT):
        found.append(piece)
        length += len(piece)
        if length > _CHARACTERS_LOOKED_AT:
            break
    return " ".join("".join(found).split())


def words(element: etree._Element) -> list[str]:
    """The classes, roles and EPUB types of ``element``."""
    names = (element.get("class"), element.get("role"), element.get("{http://www.idpf.org/2007/ops}type"), element.get("epub:type"))
    return " ".join(n for n in names if n).lower().split()


def number_of(element: etree._Element, name: str, default: int) -> int:
    """The whole number with which an attribute begins, ``default`` where it is none."""
    found = re.match(r"\s*(-?\d{1,6})", element.get(name) or "")
    return int(found[1]) if found else default
