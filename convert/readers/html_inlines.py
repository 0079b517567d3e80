"""The inlines of HTML: from elements within a line to the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree

from convert.diagnostics import Pos, Report
from convert.model.nodes import Attrs, Block, Code, Emph, Image, Inline, LineBreak, Link, Note, Ruby, Span, Strong, Text
from convert.model.sizes import declared_width, with_width
from convert.readers.html_notes import NoteLinks
from convert.readers.html_tree import SILENT, Tree, line_of, text
from convert.readers.pictures import Pictures, missing, safe_href, stand_in
from convert.readers.spaces import line, raw

_STRONG = frozenset(("b", "strong"))
_EMPH = frozenset(("i", "em", "dfn", "var"))
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_ROLES = {
    "u": "underline", "ins": "underline", "s": "strike", "strike": "strike", "del": "strike", "sub": "sub", "sup": "sup", "math": "math",
}  # fmt: skip
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)"), "emph"),
    (re.compile(r"vertical-align\s*:\s*super"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub"), "sub"),
    (re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through"), "strike"),
    (re.compile(r"text-emphasis[a-z-]*\s*:\s*(?!none)"), "emphasis-dots"),
)


@dataclass(slots=True)
class Inlines:
    """Makes inlines of elements. ``note_body`` gives the blocks of a note's element; ``skipped`` are elements left out."""

    tree: Tree
    name: str
    report: Report
    pictures: Pictures
    notes: NoteLinks
    skipped: set[etree._Element]
    note_body: Callable[[etree._Element], tuple[Block, ...]]

    def content(self, element: etree._Element) -> list[Inline]:
        """All of ``element`` within one line: the blocks in it are parted by line breaks."""
        if element in self.tree.deep:
            return [Text(raw("\n".join(_outside(element, SILENT))))]
        out: list[Inline] = [Text(raw(element.text))] if element.text else []
        for child in element:
            out.extend(self.child(child))
            if child.tail:
                out.append(Text(raw(child.tail)))
        return out

    def child(self, child: etree._Element) -> list[Inline]:
        """What a child element gives within a line."""
        if child.tag in SILENT or child in self.skipped or child in self.notes.backlinks:
            return []
        found = self.element(child)
        return [LineBreak(), *found, LineBreak()] if self.tree.is_block(child) and found else found

    def element(self, element: etree._Element) -> list[Inline]:
        """The inlines of one element."""
        if element in self.tree.deep:
            return self.content(element)
        match element.tag:
            case "br":
                return [LineBreak(attrs=self.attrs(element))]
            case "img" | "image":
                return self.image(element)
            case "ruby":
                return self._ruby(element)
            case "a":
                return self._link(element)
            case "q":
                return [Text("“"), *self.content(element), Text("”")]
            case "math":
                return self._math(element)
            case "wbr":
                return []
            case tag if tag in _CODE:
                return [Code(raw(text(element)).replace("\t", " "), attrs=self.attrs(element))]
        return self._formatted(element)

    def _formatted(self, element: etree._Element) -> list[Inline]:
        content = self.content(element)
        attrs = self.attrs(element)
        role = _ROLES.get(str(element.tag), "")
        if role == "sup" and content and all(isinstance(i, Note) or (isinstance(i, Text) and not i.text.strip()) for i in content):
            return content
        kind = "strong" if element.tag in _STRONG else "emph" if element.tag in _EMPH else role or _styled(element)
        match kind:
            case "strong":
                return [Strong(tuple(content), attrs=attrs)]
            case "emph":
                return [Emph(tuple(content), attrs=attrs)]
            case "" if attrs == Attrs() and not attrs.id:
                return content
        return [Span(tuple(content), attrs=Attrs(attrs.id, kind, attrs.lang))]

    def attrs(self, element: etree._Element, role: str = "") -> Attrs:
        """Id (where a link leads to it) and language of ``element``."""
        names = (element.get("id"), element.get("name") if element.tag == "a" else None)
        id_ = next((n for n in names if n and n in self.tree.targets and self.tree.ids.get(n) is element), "")
        lang = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        return Attrs(id=id_, role=role, lang=line(lang))

    def pos(self, element: etree._Element) -> Pos | None:
        """Where ``element`` begins."""
        number = line_of(element)
        return Pos(number, 1, self.name) if number else None

    # ------------------------------------------------------------------------------------------------ links and notes

    def _link(self, element: etree._Element) -> list[Inline]:
        if element in self.notes.bodies:
            return [self._note(element)]
        content = tuple(self.content(element))
        href = self._address(element.get("href") or "")
        attrs = self.attrs(element)
        if href and content:
            return [Link(content, href, attrs=attrs)]
        return [Span(content, attrs=attrs)] if attrs.id else list(content)

    def _address(self, href: str) -> str:
        """Where a link leads, from anywhere; "" for nowhere: a place that is not in the text, an address that only its site understands."""
        href = safe_href(href)
        if href.startswith("#"):
            return href if href[1:] in self.tree.ids else ""
        if not href or urlsplit(href).scheme:
            return href
        try:
            return urljoin(self.tree.base, href) if self.tree.base else ""
        except ValueError:  # a base that is none
            return ""

    def _note(self, mark: etree._Element) -> Note:
        body = self.notes.bodies[mark]
        label = mark.get("data-label")
        attrs = self.attrs(body)
        target = (mark.get("href") or "#")[1:]
        return Note(
            self.note_body(body), text(mark) if label is None else label, attrs=Attrs(id=target, lang=attrs.lang), pos=self.pos(mark)
        )

    # ------------------------------------------------------------------------------------------------ pictures

    def image(self, element: etree._Element) -> list[Inline]:
        """A picture; where its bytes are not at hand, a link to it that shows what the picture is said to show."""
        address = next((a for n in ("data-src", "data-original", "src", "href") if (a := (element.get(n) or "").strip())), "")
        alt = line(element.get("alt") or "")
        found = self.pictures.get(address)
        if found:
            attrs = with_width(self.attrs(element), declared_width(element.get("style") or ""), element.get("width") or "")
            return [Image(found, alt, attrs=attrs, pos=self.pos(element))]
        self.report.add("html.missing-picture", missing(address, alt), pos=self.pos(element))
        return stand_in(address, alt, self.attrs(element).id)

    # ------------------------------------------------------------------------------------------------ ruby, mathematics

    def _ruby(self, element: etree._Element) -> list[Inline]:
        """Bases with their readings; ``rb`` and ``rt`` in turn, or all bases before all readings."""
        out: list[Inline] = []
        bases: list[list[Inline]] = []
        loose: list[Inline] = [Text(raw(element.text))] if element.text and element.text.strip() else []
        for child in element.iterchildren():
            if child.tag in ("rt", "rtc"):
                if loose:
                    bases.append(loose)
                loose = []
                annotation = line(text(child))
                base = bases.pop(0) if bases else []
                out.append(Ruby(tuple(base), annotation, attrs=self.attrs(element)) if base else Text(annotation))
            elif child.tag == "rb":
                if loose:
                    bases.append(loose)
                loose = self.content(child)
            elif child.tag != "rp":
                loose.extend(self.child(child))
            if child.tail and child.tail.strip():
                loose.append(Text(raw(child.tail)))
        return [*out, *(i for base in bases for i in base), *loose]

    def _math(self, element: etree._Element) -> list[Inline]:
        """A formula as the text of its signs; TeX that it brings along is kept in ``data``."""
        tex = next((line(text(a)) for a in element.iter("annotation") if "tex" in (a.get("encoding") or "").lower()), "")
        shown = [t for t in _outside(element, frozenset(("annotation", "annotation-xml"))) if t.strip()]
        content = (Text(raw("".join(shown).strip())),)
        return [Span(content, attrs=Attrs(self.attrs(element).id, "math", data=(("tex", tex),) if tex else ()))]


def _styled(element: etree._Element) -> str:
    style = (element.get("style") or "").lower()
    return next((kind for pattern, kind in _STYLES if pattern.search(style)), "") if style else ""


def _outside(element: etree._Element, silent: frozenset[str]) -> list[str]:
    """The texts in ``element`` but for those of ``silent`` elements."""
    out: list[str] = []
    depth = 0
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            depth += inner.tag in silent
            if not depth and inner.text:
                out.append(inner.text)
        else:
            depth -= inner.tag in silent
            if not depth and inner is not element and inner.tail:
                out.append(inner.tail)
    return out
