"""The inlines of XHTML: emphasis, ruby, links, notes, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from convert.diagnostics import Pos, Report
from convert.model.nodes import Attrs, Block, Code, Emph, Image, Inline, LineBreak, Link, Note, Para, Ruby, Span, Strong, Text
from convert.model.sizes import declared_width, with_width
from convert.readers.epub_notes import Notes, Place, is_mark
from convert.readers.media import Shelf
from convert.readers.package import Package, resolve
from convert.readers.spaces import line, raw, settled
from convert.readers.xhtml_tree import SILENT, is_element, text, words

_STRONG = frozenset({"strong", "b"})
_EMPH = frozenset({"em", "i", "cite", "dfn", "var"})
_ROLES = {"sup": "sup", "sub": "sub", "s": "strike", "strike": "strike", "del": "strike", "u": "underline", "ins": "underline"}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"text-emphasis(?:-style)?\s*:\s*(?!none)\w"), "emph"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)"), "emph"),
    (re.compile(r"vertical-align\s*:\s*(?:super|text-top)"), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b"), "sub"),
    (re.compile(r"text-decoration[\w-]*\s*:\s*[^;]*line-through"), "strike"),
    (re.compile(r"text-decoration[\w-]*\s*:\s*[^;]*underline"), "underline"),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
#: Spans of our own books that bear a role of the model.
_OWN_SPANS = frozenset({"person", "institution", "work-title", "point", "label", "dateline"})
#: Pictures that are a note's mark; the note is their alternative text (Zhangyue, QQ Reader, WeRead).
_NOTE_PICTURES = frozenset({"qqreader-footnote", "zhangyue-footnote", "footnote-img", "reader_footer_note", "epub-footnote"})
_PAGE_NUMBER = re.compile(r"(?:pages?|第)?\s*([0-9]+|[ivxlcdm]+)\s*[页頁.]?", re.IGNORECASE)
_SAFE = re.compile(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)


def look_of(style: str) -> str:
    """What a CSS declaration makes of a run: strong, emph, sup …, "" for nothing."""
    style = style.lower()
    return next((kind for pattern, kind in _STYLES if pattern.search(style)), "") if style else ""


@dataclass(slots=True)
class Book:
    """What all documents of a book share.

    ``targets`` are ids of the document by the places that links lead to; ``looks`` what classes of the stylesheets make of a run;
    ``aliases``: ids of elements that gave no node of their own. ``told`` counts what was left out, by code and wording; ``pages`` are pages
    of the printed edition that have begun and wait for text; ``own``: our own writer made the book.
    """

    package: Package
    report: Report
    shelf: Shelf
    notes: Notes
    targets: dict[Place, str]
    looks: Mapping[str, str]
    language: str
    own: bool
    cover: str
    aliases: dict[str, str] = field(default_factory=dict)
    told: dict[tuple[str, str], int] = field(default_factory=dict)
    pages: list[Inline] = field(default_factory=list)

    def page_marks(self) -> list[Inline]:
        """The pages that have begun since this was asked last."""
        found, self.pages = self.pages, []
        return found

    def tell(self, code: str, wording: str, count: int = 1) -> None:
        """Count something that the user is told once; ``wording`` is as ``counted`` wants it."""
        self.told[code, wording] = self.told.get((code, wording), 0) + count


class Inlines:
    """Makes inlines of the elements of one document, the member ``member``."""

    def __init__(
        self, book: Book, member: str, holders: set[etree._Element], note_body: Callable[[etree._Element, str, str], tuple[Block, ...]]
    ) -> None:
        self.book, self.member, self.note_body = book, member, note_body
        self.holders = holders
        self.quotes = 0

    def content(self, element: etree._Element) -> list[Inline]:
        """All of an element within one line."""
        out: list[Inline] = [Text(raw(element.text))] if element.text else []
        for child in element:
            out.extend(self.child(child))
            if child.tail:
                out.append(Text(raw(child.tail)))
        return out

    def child(self, child: etree._Element) -> list[Inline]:
        """What a child gives within a line; an entity that nobody declared stays as it is written."""
        if not is_element(child):
            return [Text(child.text or "")] if isinstance(child, etree._Entity) else []
        if child.tag in SILENT or child in self.book.notes.taken:
            return []
        return self.book.page_marks() if self.hidden(child) else self._element(child)

    def line(self, element: etree._Element) -> tuple[Inline, ...]:
        """The content of an element with its white space decided, line breaks at the ends dropped."""
        found = settled(tuple(self.content(element)))
        while found and isinstance(found[0], LineBreak):
            found = found[1:]
        while found and isinstance(found[-1], LineBreak):
            found = found[:-1]
        return found

    def hidden(self, element: etree._Element) -> bool:
        """Whether an element is not shown: hidden, or a page number of the printed edition, which waits to be put into the next text."""
        kinds = words(element)
        if "pagebreak" in kinds or "doc-pagebreak" in kinds:
            self._page(element)
            return True
        if element.get("hidden") is not None or _HIDDEN.search((element.get("style") or "").lower()):
            if text(element) and element.tag != "nav" and not any(one.tag == "nav" for one in element.iterancestors()):
                self.book.tell("epub.left-out", "{} [part that the book hides was|parts that the book hides were] left out")
            return True
        return False

    def _page(self, element: etree._Element) -> None:
        """A page of the printed edition begins; its number is told by an attribute, or printed."""
        values = (element.get("title") or "", element.get("aria-label") or "", text(element))
        told = next((value.strip() for value in values if value.strip()), "")
        if text(element):
            self.book.tell(
                "epub.page-numbers",
                "{} page [number of the printed edition is no text any more, but a mark|numbers of the printed edition are no text any more, but marks] of where a page begins",
            )
        if told:
            found = _PAGE_NUMBER.fullmatch(told)
            number = found[1] if found else told
            self.book.pages.append(Span((), attrs=Attrs(role="page", data=(("number", number),))))

    # ------------------------------------------------------------------------------------------------ elements

    def _element(self, element: etree._Element) -> list[Inline]:
        match element.tag:
            case "br":
                return [LineBreak()]
            case "img":
                return self.image(element, element.get("src") or "")
            case "svg":
                return self.drawing(element)
            case "ruby":
                return self._ruby(element)
            case "a":
                return self._link(element)
            case "q":
                return self._quotation(element)
            case "math":
                return self._formula(element)
            case "audio" | "video" | "iframe" | "embed" | "canvas":
                self.book.tell("epub.left-out", "{} [sound, film or frame was|sounds, films and frames were] left out")
                return []
            case tag if tag in _CODE and not any(is_element(one) for one in element):
                return [Code(raw(element.text or "").replace("\t", " "), attrs=self.attrs(element))]
        return self._formatted(element)

    def _formatted(self, element: etree._Element) -> list[Inline]:
        content = tuple(self.content(element))
        if element in self.holders:  # blocks within a line stand on lines of their own
            content = (LineBreak(), *content, LineBreak())
        attrs = self.attrs(element)
        kind = self._kind(element)
        if kind == "sup" and content and all(isinstance(one, Note) or (isinstance(one, Text) and not one.text.strip()) for one in content):
            return list(content)
        match kind:
            case "strong":
                return [Strong(content, attrs=attrs)]
            case "emph":
                return [Emph(content, attrs=attrs)]
            case "" if not attrs.id and not attrs.lang:
                return list(content)
        data = self._point(element) if kind == "point" else ()
        return [Span(content, attrs=Attrs(attrs.id, kind, attrs.lang, data))]

    def _kind(self, element: etree._Element) -> str:
        tag = str(element.tag)
        if tag in _STRONG:
            return "strong"
        if tag in _EMPH:
            return "emph"
        if tag in _ROLES:
            return _ROLES[tag]
        classes = (element.get("class") or "").split()
        if self.book.own:
            return next((name for name in classes if name in _OWN_SPANS), "")
        return look_of(element.get("style") or "") or next((look for name in classes if (look := self.book.looks.get(name))), "")

    @staticmethod
    def _point(element: etree._Element) -> tuple[tuple[str, str], ...]:
        """The label of a point of our own books."""
        first = next((one for one in element if is_element(one) and "label" in words(one)), None)
        return (("label", text(first)),) if first is not None else ()

    def attrs(self, element: etree._Element, role: str = "") -> Attrs:
        """The id of an element that links lead to, and its language where it is not the book's."""
        name = element.get("id") or (element.get("name") if element.tag == "a" else "")
        id_ = self.book.targets.get((self.member, name), "") if name else ""
        lang = line(element.get("lang") or "")
        same = not lang or lang.split("-")[0].lower() == self.book.language.split("-")[0].lower()
        return Attrs(id=id_, role=role, lang="" if same else lang)

    def pos(self, element: etree._Element) -> Pos:
        """Where an element begins: its line in its content document."""
        return Pos(element.sourceline or 1, 1, f"{self.book.package.name}/{self.member}")

    # ------------------------------------------------------------------------------------------------ links and notes

    def _link(self, element: etree._Element) -> list[Inline]:
        if element in self.book.notes.bodies:
            return self._note(element)
        content = tuple(self.content(element))
        attrs = self.attrs(element)
        href = self._href(element.get("href") or "")
        if href and content:
            return [Link(content, href, attrs=attrs)]
        return [Span(content, attrs=attrs)] if attrs.id else list(content)

    def _href(self, href: str) -> str:
        href = href.strip()
        if _SAFE.match(href):
            return line(href)
        target = self.book.targets.get(resolve(self.member, href), "") if href else ""
        return f"#{target}" if target else ""

    def _note(self, mark: etree._Element) -> list[Inline]:
        """The note; where its mark is words of the text, these stay."""
        body, member = self.book.notes.bodies[mark]
        label = text(mark)
        words_stay = bool(label) and not is_mark(label)
        shown: list[Inline] = self.content(mark) if words_stay else []
        if words_stay or "generated" in words(body_mark(body)):
            label = ""
        id_ = next((i for one in [body, *body.iter()] if (i := self.book.targets.get((member, one.get("id") or "\0"), ""))), "")
        blocks = self.note_body(body, member, text(mark))
        return [*shown, Note(blocks or (Para(()),), label, attrs=Attrs(id=id_), pos=self.pos(mark))]

    # ------------------------------------------------------------------------------------------------ pictures

    def image(self, element: etree._Element, address: str, title: str = "") -> list[Inline]:
        """A picture; where it is missing, its description. Some shops' books hold notes as descriptions of a small picture."""
        alt = line(element.get("alt") or title)
        note = line(element.get("zy-footnote") or "") or (alt if not _NOTE_PICTURES.isdisjoint(words(element)) else "")
        if note:
            return [Note((Para((Text(note),)),), pos=self.pos(element))]
        member, _ = resolve(self.member, address)
        name = self.book.shelf.known(member)
        if not name and member:
            data = self.book.package.bytes_of(member)
            name = self.book.shelf.put(member, data, "cover" if member == self.book.cover else "") if data else ""
        if name:
            attrs = with_width(self.attrs(element), declared_width(element.get("style") or ""), element.get("width") or "")
            return [Image(name, alt, attrs=attrs, pos=self.pos(element))]
        self.book.tell(
            "epub.missing-picture",
            "{} [picture is not in the book; its description stands for it|pictures are not in the book; their descriptions stand for them]",
        )
        return [Span((Text(alt),), attrs=Attrs(role="image"))] if alt else []

    def drawing(self, element: etree._Element) -> list[Inline]:
        """An inline SVG: the pictures in it, or the drawing itself as a picture; its words are its description."""
        pictures = list(element.iter("image"))
        title = next((_own_text(one) for one in element.iter("title", "desc") if _own_text(one)), "") or line(
            element.get("aria-label") or ""
        )
        if pictures:
            found: list[Inline] = []
            for one in pictures:
                address = one.get("{http://www.w3.org/1999/xlink}href") or one.get("href") or one.get("src") or ""
                found.extend(self.image(one, address, title))
            return found
        words_in = " ".join(" ".join("".join(one.itertext()).split()) for one in element.iter("text"))
        self.book.tell(
            "epub.left-out", "{} [drawing (SVG) in the text was left out; its|drawings (SVG) in the text were left out; their] words stay"
        )
        return [Text(words_in)] if words_in else []

    # ------------------------------------------------------------------------------------------------ ruby, quotations, formulas

    def _ruby(self, element: etree._Element) -> list[Inline]:
        """Bases with their readings: in turn, or all bases before all readings. Single characters with a reading each are one ruby."""
        pairs, rest = self._pairs(element)
        attrs = self.attrs(element)
        bases = [settled(base) for base, _ in pairs]
        plain = [base[0].text for base in bases if len(base) == 1 and isinstance(base[0], Text)]
        if (
            len(pairs) > 1
            and len(plain) == len(pairs)
            and all(len(base) == 1 for base in plain)
            and all(" " not in r and r for _, r in pairs)
        ):
            return [Ruby((Text("".join(plain)),), " ".join(reading for _, reading in pairs), attrs=attrs), *rest]
        out: list[Inline] = []
        for base, (_, reading) in zip(bases, pairs, strict=True):
            if base and reading:
                out.append(Ruby(base, reading, attrs=attrs if not out else Attrs()))
            else:
                out.extend(base or ((Text(reading),) if reading else ()))
        return [*out, *rest]

    def _pairs(self, element: etree._Element) -> tuple[list[tuple[tuple[Inline, ...], str]], list[Inline]]:
        pairs: list[tuple[tuple[Inline, ...], str]] = []
        bases: list[list[Inline]] = []
        loose: list[Inline] = [Text(raw(element.text))] if element.text and element.text.strip() else []
        for child in element:
            if child.tag in {"rt", "rtc"}:
                bases.extend([loose] if loose else [])
                loose = []
                for reading in list(child.iter("rt")) or [child]:
                    pairs.append((tuple(bases.pop(0)) if bases else (), line("".join(reading.itertext()))))
            elif child.tag == "rb":
                bases.extend([loose] if loose else [])
                loose = []
                bases.append(self.content(child))
            elif child.tag == "rbc":
                bases.extend(self.content(one) for one in child.iter("rb"))
            else:
                loose.extend(self.child(child))
            if child.tail and child.tail.strip():
                loose.append(Text(raw(child.tail)))
        return pairs, [*(one for base in bases for one in base), *loose]

    def _quotation(self, element: etree._Element) -> list[Inline]:
        """``q`` with the marks that a reading system draws: those of the book's language."""
        traditional = self.book.language.startswith(("zh-Hant", "ja"))
        outer, inner = ("「」", "『』") if traditional else ("“”", "‘’")
        self.quotes += 1
        marks = outer if self.quotes % 2 else inner
        content = self.content(element)
        self.quotes -= 1
        return [Text(marks[0]), *content, Text(marks[1])]

    def _formula(self, element: etree._Element) -> list[Inline]:
        """MathML as the text of its signs."""
        pieces = ["".join(one.itertext()) for one in element.iter("mi", "mn", "mo", "mtext", "ms")]
        shown = raw("".join(" ".join(piece.split()) for piece in pieces)) or line(element.get("alttext") or "")
        self.book.tell(
            "epub.formula",
            "{} [formula was read as running text: its letters are there, not its|formulas were read as running text: their letters are there, not their] shape",
        )
        return [Span((Text(shown),), attrs=Attrs(role="math"))] if shown else []


def body_mark(body: etree._Element) -> etree._Element:
    """The link back at the head of a note, or the note itself."""
    return next((one for one in body.iter("a") if "doc-backlink" in words(one)), body)


def _own_text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split()) if element.tag in {"title", "desc"} else ""
