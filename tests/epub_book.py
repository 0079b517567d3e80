"""An e-book taken apart for the tests: its parts as XML, its text, and what every package must be."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from sample import PNG, para

from convert.diagnostics import Report
from convert.model import walk
from convert.model.nodes import (
    Block,
    Document,
    Meta,
    Section,
    Text,
)
from convert.stylefile import load
from convert.writers.epub import EpubOptions, EpubWriter

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LIMIT = 250_000


class Book:
    """An e-book taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}
        self.xml = {name: ElementTree.fromstring(content) for name, content in self.files.items() if name.endswith(("xhtml", "opf", "ncx"))}
        self.opf = self.xml["EPUB/content.opf"]
        self.items = {item.attrib["id"]: item.attrib for item in self.opf.iter(f"{OPF}item")}
        self.spine = [self.items[ref.attrib["idref"]]["href"] for ref in self.opf.iter(f"{OPF}itemref")]
        self.nav = self.xml["EPUB/nav.xhtml"]

    def page(self, name: str) -> ElementTree.Element:
        return self.xml[f"EPUB/text/{name}.xhtml"]

    def source(self, name: str) -> str:
        return self.files[f"EPUB/text/{name}.xhtml"].decode()

    def texts(self) -> list[str]:
        """The names of the files of the text, in order."""
        return [posixpath.basename(href).removesuffix(".xhtml") for href in self.spine if re.search(r"/s\d", href)]

    def dc(self, name: str) -> list[str]:
        return [element.text or "" for element in self.opf.iter(f"{DC}{name}")]

    def meta(self, name: str, refines: str = "") -> list[str]:
        wanted = {"property": name, **({"refines": f"#{refines}"} if refines else {})}
        return [m.text or "" for m in self.opf.iter(f"{OPF}meta") if all(m.get(k) == v for k, v in wanted.items())]

    def contents(self) -> list[tuple[str, str]]:
        toc = next(nav for nav in self.nav.iter(f"{XHTML}nav") if nav.get(TYPE) == "toc")
        return [("".join(a.itertext()), a.attrib["href"]) for a in toc.iter(f"{XHTML}a")]


def make(document: Document, language: str = "zh-Hans", style: str = "handout", report: Report | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    options.setdefault("cover", PNG)  # drawing one takes a tenth of a second
    EpubWriter().write(document, load(style).resolve(language), EpubOptions(**options), report or Report(), out)  # type: ignore[arg-type]
    return out.getvalue()


def book(document: Document, language: str = "zh-Hans", style: str = "handout", report: Report | None = None, **options: object) -> Book:
    return Book(make(document, language, style, report, **options))


def section(title: str, *body: Block, **more: object) -> Section:
    return Section((Text(title),), body, **more)  # type: ignore[arg-type]


def with_body(*body: Block, **meta: object) -> Document:
    return Document(Meta(**{"title": "试题", **meta}), body)  # type: ignore[arg-type]


def deep() -> Document:
    block: Block = section("九", para("底。"))
    for title in "八七六五四三二一":
        block = section(title, para("话。"), block)
    return with_body(block)


# ------------------------------------------------------------------------------------------------ the text of a book

BLOCKS = {f"{XHTML}{tag}" for tag in ["p", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "td", "th", "span"]}


def text_of(made: Book) -> str:
    """The text without what was made: a note's text follows the block that its mark stands in, as in ``walk.texts``."""
    pages = [made.page(name) for name in (["titlepage"] if "EPUB/text/titlepage.xhtml" in made.files else []) + made.texts()]
    asides = {
        next(e.attrib["id"] for e in aside.iter() if "id" in e.attrib): aside for page in pages for aside in page.iter(f"{XHTML}aside")
    }
    return walk.squeeze("".join(piece for page in pages for piece in _texts(page.find(f"{XHTML}body"), asides)))  # type: ignore[arg-type]


def _texts(element: ElementTree.Element, asides: dict[str, ElementTree.Element]) -> Iterator[str]:
    waiting: list[str] = []
    yield from _inline(element, asides, waiting)
    for id_ in waiting:
        yield from _texts_inside(asides[id_], asides)


def _texts_inside(element: ElementTree.Element, asides: dict[str, ElementTree.Element]) -> Iterator[str]:
    for child in element:
        yield from _texts(child, asides)


def _inline(element: ElementTree.Element, asides: dict[str, ElementTree.Element], waiting: list[str]) -> Iterator[str]:
    if element.tag in (f"{XHTML}rt", f"{XHTML}aside") or element.get("class") == "generated":
        return
    if element.get(TYPE) == "noteref":
        waiting.append(element.attrib["href"][1:])
        return
    yield element.text or ""
    for child in element:
        if child.tag in BLOCKS - {f"{XHTML}span"}:
            yield from _texts(child, asides)
        else:
            yield from _inline(child, asides, waiting)
        yield child.tail or ""


def check_sound(made: Book) -> None:
    """What every package must be, whatever is in it (EPUB 3.3 §5, §6, §7)."""
    declared = {f"EPUB/{item['href']}" for item in made.items.values()}
    assert declared | {"mimetype", "META-INF/container.xml", "EPUB/content.opf"} == set(made.files)
    assert len(made.items) == len(list(made.opf.iter(f"{OPF}item"))), "manifest ids are unique"
    ids = {name: [e.attrib["id"] for e in tree.iter() if "id" in e.attrib] for name, tree in made.xml.items()}
    for name, found in ids.items():
        assert len(found) == len(set(found)), name
    for name, tree in made.xml.items():
        if name.endswith("xhtml"):
            check_page(made, name, tree, ids)
    assert made.contents()
    labels = ["".join(point.find(f"{NCX}navLabel").itertext()) for point in made.xml["EPUB/toc.ncx"].iter(f"{NCX}navPoint")]  # type: ignore[union-attr]
    assert labels == [label for label, _ in made.contents()]


def check_page(made: Book, name: str, tree: ElementTree.Element, ids: dict[str, list[str]]) -> None:
    assert len(made.files[name]) <= LIMIT
    assert tree.get("lang") == tree.get(LANG) == made.dc("language")[0]
    assert (tree.findtext(f"{XHTML}head/{XHTML}title") or "").strip()
    for element in tree.iter():
        assert "style" not in element.attrib
        for attribute in ("href", "src"):
            target = element.get(attribute, "")
            if target and not re.match(r"[a-z]+:", target):
                path, _, fragment = target.partition("#")
                full = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert full in made.files, target
                assert not fragment or fragment in ids[full], target
        if element.tag == f"{XHTML}p":
            whole = "".join(element.itertext())
            assert len(element) or whole.strip(), "an empty paragraph"
            assert not re.match(r"[\s\u3000\u00a0]", whole), "white space for an indent"
