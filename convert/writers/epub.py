"""EPUB 3.3: a document as an e-book.

Every file of the book is made here as finished bytes. EbookLib is the container: it holds them as plain items, names the container
document, and ``_Container`` writes the archive in its place, with fixed dates and in a fixed order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar

from ebooklib import epub as container

from convert.diagnostics import OptionError, Report
from convert.model.nodes import Document
from convert.model.walk import title_block, with_new_contents
from convert.stylesheet import Direction, Sheet
from convert.writers import css, opf
from convert.writers.archive import write_zip
from convert.writers.epub_files import File, files, parts
from convert.writers.epub_pages import Titles, colophon_page, cover_page, page, title_page, titles
from convert.writers.markup import Escaper
from convert.writers.pictures import Pictures, kind_of
from convert.writers.xhtml import LINK
from convert.writers.xhtml_blocks import Blocks, Heading

_FOLDER = "EPUB"
_PACKAGE = "content.opf"
_XHTML = "application/xhtml+xml"
_TITLE_PAGE = "text/titlepage.xhtml"
_COLOPHON = "text/colophon.xhtml"
_COVER_PAGE = "text/cover.xhtml"
_NAV = "nav.xhtml"
_LINK = re.compile(f' href="{LINK}([^{LINK}]*){LINK}"')


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """``cover``: a picture (PNG, JPEG, WebP, GIF) for the cover; without one a cover is drawn. ``certified_by``: who has examined that the
    book meets EPUB Accessibility 1.1 at WCAG 2.1 AA; without one no such claim is made.
    """

    cover: bytes = b""
    certified_by: str = ""


class EpubWriter:
    """Writes EPUB 3.3, readable by readers of EPUB 2 too."""

    options_type: ClassVar[type] = EpubOptions
    honours: ClassVar[frozenset[str]] = css.HONOURS | {"contents.minimum", "contents.levels", "language"}
    directions: ClassVar[frozenset[Direction]] = frozenset({"horizontal"})

    def write(self, document: Document, sheet: Sheet, options: EpubOptions, report: Report, out: BinaryIO) -> None:
        """Write the book. Raises OptionError for a cover in a format that e-books do not have."""
        document = with_new_contents(document, sheet.contents.minimum, sheet.contents.levels)
        book = _Book(document, sheet, options, report)
        made = container.EpubBook()
        made.FOLDER_NAME = _FOLDER
        made.set_identifier(book.identifier)
        for item in book.items():
            made.add_item(item)
        book.escape.say(report)
        _Container(out, made).write()


class _Container(container.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer with an archive that is the same in every run: ``mimetype`` first and stored (EPUB 3.3 §4.2.3.2)."""

    def write(self) -> None:
        write_zip(self.file_name, self._members(), stored=self._stored())

    def _stored(self) -> frozenset[str]:
        """What is compressed already."""
        pictures = {f"{_FOLDER}/{i.file_name}" for i in self.book.get_items() if i.media_type in ("image/png", "image/jpeg", "image/webp")}
        return frozenset({"mimetype", *pictures})

    def _members(self) -> Iterator[tuple[str, bytes]]:
        yield "mimetype", b"application/epub+zip"
        yield container.CONTAINER_PATH, (container.CONTAINER_XML % {"folder_name": _FOLDER}).encode()
        for item in self.book.get_items():
            yield f"{_FOLDER}/{item.file_name}", item.get_content()


def _item(path: str, id_: str, media_type: str, content: bytes, properties: str = "") -> container.EpubItem:
    item = container.EpubItem(uid=id_, file_name=path, media_type=media_type, content=content)
    item.properties = properties.split()
    return item


@dataclass(slots=True)
class _Book:
    """A book in the making."""

    document: Document
    sheet: Sheet
    options: EpubOptions
    report: Report
    escape: Escaper = field(default_factory=Escaper)
    names: Titles = field(init=False)
    identifier: str = field(init=False)
    pictures: Pictures = field(init=False)
    anchors: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    ruby: bool = False

    def __post_init__(self) -> None:
        self.names = titles(self.document, self.sheet)
        self.identifier = opf.identifier(self.document, self.sheet)
        self.pictures = Pictures(self.document, self.report)

    def items(self) -> list[container.EpubItem]:
        """Every file but the container document, in the order of the archive: the package document first."""
        cover = self._cover()
        pages = self._pages()
        front = 1 if pages and pages[0].file_name == _TITLE_PAGE else 0
        colophon = _item(_COLOPHON, "colophon", _XHTML, colophon_page(self.document, self.sheet, self.escape, self.names, self.identifier))
        entries = self._entries(titled=front > 0)
        nav = _item(_NAV, "nav", _XHTML, opf.navigation(entries, self._landmarks(pages), self.sheet, self.escape), "nav")
        ncx = opf.ncx(entries, self.identifier, self.names, self.sheet, self.escape)
        style = _item("style/book.css", "style", "text/css", css.stylesheet(self.sheet).encode())
        reading = [cover[0], *pages[:front], nav, *pages[front:], colophon]
        rest = [_item("toc.ncx", "ncx", "application/x-dtbncx+xml", ncx), style, cover[1], *self._picture_items()]
        return [self._package(reading, rest), *reading, *rest]

    # ------------------------------------------------------------------------------------------------ pages

    def _cover(self) -> tuple[container.EpubItem, container.EpubItem]:
        data, media_type = self.options.cover, kind_of(self.options.cover)
        if not data:
            from convert.writers.cover import draw

            data, media_type = draw(self.document, self.sheet, self.names.main, self.names.subtitle), "image/png"
        if not media_type or media_type == "image/svg+xml":
            raise OptionError("the cover is not a picture that an e-book can hold; give a PNG, JPEG, WebP or GIF")
        path = f"images/cover.{media_type.partition('/')[2]}"
        alt = f"{self.sheet.words.cover}：{self.names.full}"
        shown = _item(_COVER_PAGE, "cover", _XHTML, cover_page(self.sheet, self.escape, path, alt))
        return shown, _item(path, "cover-image", media_type, data, "cover-image")

    def _pages(self) -> list[container.EpubItem]:
        """The title page, where there is a title, and the text. Links between them are closed when all are made."""
        made = self._title_page()
        made += self._text()
        return [_item(f"text/{f.name}.xhtml", f.name, _XHTML, page(self.sheet, self.escape, f.title, self._linked(f.body))) for f in made]

    def _title_page(self) -> list[File]:
        lines = title_block(self.document.meta)
        if not lines:
            return []
        blocks = self._blocks("title")
        body = title_page(lines, blocks.inlines)
        self.places |= dict.fromkeys(blocks.inlines.ids, "titlepage")
        return [File("titlepage", self.names.main, body)]

    def _blocks(self, prefix: str) -> Blocks:
        return Blocks(self.escape, self.report, self.pictures.path, prefix, self.anchors)

    def _text(self) -> list[File]:
        made: list[File] = []
        found = list(parts(self.document))
        alone = not any(part.section for part in found)
        for part in found:
            blocks = self._blocks(part.prefix)
            made.extend(files(part, blocks, self.names.main, alone, self.places))
            self.headings.extend(blocks.headings)
            self.ruby = self.ruby or blocks.inlines.ruby_seen
        return made

    def _linked(self, body: str) -> str:
        return _LINK.sub(self._href, body) if LINK in body else body

    def _href(self, match: re.Match[str]) -> str:
        """An inner link. Where nothing bears the id the text stays a link to nowhere, which HTML allows."""
        target = self.anchors.get(match[1], "")
        if target not in self.places:
            self.report.add("epub.omitted", f"a link leads to “{match[1]}”, which is not in the text; it was left out, its text stays")
            return ""
        return f' href="{self.places[target]}.xhtml#{target}"'

    def _picture_items(self) -> list[container.EpubItem]:
        return [_item(p.path, p.id, p.media_type, p.data) for p in self.pictures.used.values()]

    # ------------------------------------------------------------------------------------------------ navigation

    def _entries(self, titled: bool) -> list[opf.Entry]:
        """The contents: title page, sections as they are nested, colophon."""
        top: list[opf.Entry] = []
        if titled:
            top.append(opf.Entry(self.names.main, _TITLE_PAGE))
        stack: list[tuple[int, list[opf.Entry]]] = [(0, top)]
        for heading in self.headings:
            while stack[-1][0] >= heading.level:
                stack.pop()
            entry = opf.Entry(heading.text, f"text/{self.places[heading.id]}.xhtml#{heading.id}")
            stack[-1][1].append(entry)
            stack.append((heading.level, entry.children))
        top.append(opf.Entry(self.sheet.words.colophon, _COLOPHON))
        return top

    def _landmarks(self, pages: Sequence[container.EpubItem]) -> list[tuple[str, str, str]]:
        words = self.sheet.words
        marks = [("cover", _COVER_PAGE, words.cover)]
        text = [p.file_name for p in pages if p.file_name != _TITLE_PAGE]
        if len(text) < len(pages):
            marks.append(("titlepage", _TITLE_PAGE, words.title_page))
        marks.append(("toc", f"{_NAV}#toc", words.contents))
        if text:
            marks.append(("bodymatter", text[0], words.body))
        return [*marks, ("colophon", _COLOPHON, words.colophon)]

    # ------------------------------------------------------------------------------------------------ package

    def _package(self, reading: Sequence[container.EpubItem], rest: Sequence[container.EpubItem]) -> container.EpubItem:
        """The package document. The contents page stands in the way of reading only where the style asks for contents."""
        minimum = self.sheet.contents.minimum
        shown = 0 < minimum <= len(self.headings)
        resources = [opf.Resource(i.file_name, i.id, i.media_type, " ".join(i.properties)) for i in (*reading, *rest)]
        access = opf.Access(bool(self.pictures.used), self.pictures.described, self.pictures.moving, self.ruby)
        package = opf.Package(
            document=self.document,
            sheet=self.sheet,
            names=self.names,
            identifier=self.identifier,
            access=access,
            certifier=self.options.certified_by,
            resources=resources,
            spine=[(i.id, shown or i.file_name != _NAV) for i in reading],
            cover="cover-image",
        )
        item: container.EpubItem = _item(_PACKAGE, "package", "application/oebps-package+xml", opf.package(package, self.escape))
        return item
