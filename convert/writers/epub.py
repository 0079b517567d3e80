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
from convert.writers.epub_fonts import Embedded, embedded, kinds
from convert.writers.epub_index import index_page, needed
from convert.writers.epub_index import title as index_title
from convert.writers.epub_nav import Entry, Landmark, PageMark, entries, navigation, ncx
from convert.writers.epub_pages import Titles, colophon_page, cover_page, page, title_page, titles
from convert.writers.epub_profiles import PROFILES, Profile, profile
from convert.writers.markup import Escaper
from convert.writers.pictures import Picture, Pictures, cover_picture
from convert.writers.xhtml import LINK
from convert.writers.xhtml_blocks import Appearance, Blocks, Heading

_FOLDER = "EPUB"
_PACKAGE = "content.opf"
_XHTML = "application/xhtml+xml"
_TITLE_PAGE = "text/titlepage.xhtml"
_COLOPHON = "text/colophon.xhtml"
_COVER_PAGE = "text/cover.xhtml"
_NAV = "nav.xhtml"
_INDEX = "text/contents-speakers.xhtml"
_LINK = re.compile(f' href="{LINK}([^{LINK}]*){LINK}"')


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """``cover``: a picture (PNG, JPEG, SVG, WebP, GIF) for the cover; without one a cover is drawn. ``certified_by``: who has examined that
    the book meets EPUB Accessibility 1.1 at WCAG 2.1 AA; without one no such claim is made. ``profile``: the shop or device that the book is
    fitted to (``convert.writers.epub_profiles``). ``embed``: fonts that go into the book (titles, rare, text, by comma), from the folder
    ``fonts`` before the packaged ones. ``index``: whether there is an index of speakers, where there are speakers.
    """

    cover: bytes = b""
    certified_by: str = ""
    profile: str = ""
    embed: str = ""
    fonts: str = ""
    index: bool = True


class EpubWriter:
    """Writes EPUB 3.3, readable by readers of EPUB 2 too."""

    options_type: ClassVar[type] = EpubOptions
    honours: ClassVar[frozenset[str]] = css.HONOURS | {"contents.minimum", "contents.levels", "index.speakers", "language"}
    directions: ClassVar[frozenset[Direction]] = frozenset({"horizontal", "vertical"})
    profiles: ClassVar[tuple[str, ...]] = tuple(PROFILES)
    needs_horizontal: ClassVar[bool] = True  # KOReader and others show no vertical lines

    def write(self, document: Document, sheet: Sheet, options: EpubOptions, report: Report, out: BinaryIO) -> None:
        """Write the book. Raises OptionError for a cover that e-books cannot hold and for unknown profiles and fonts, FontError for missing ones."""
        document = with_new_contents(document, sheet.contents.minimum, sheet.contents.levels)
        book = _Book(document, sheet, options, report)
        made = container.EpubBook()
        made.FOLDER_NAME = _FOLDER
        made.set_identifier(book.identifier)
        for item in book.items():
            made.add_item(item)
        book.escape.say(report)
        book.pictures.say()
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
    escape: Escaper = field(init=False)
    profile: Profile = field(init=False)
    fonts: list[Embedded] = field(init=False)
    names: Titles = field(init=False)
    identifier: str = field(init=False)
    pictures: Pictures = field(init=False)
    anchors: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    speakers: list[Appearance] = field(default_factory=list)
    page_marks: list[tuple[str, str]] = field(default_factory=list)
    ruby: bool = False

    def __post_init__(self) -> None:
        sheet = self.sheet
        self.escape = Escaper(sheet.vertical, curly=sheet.vertical and not sheet.language.startswith("zh-Hant"))
        self.profile = profile(self.options.profile)
        self.fonts = embedded(self.document, sheet, kinds(self.options.embed), self.options.fonts, self.report)
        self.names = titles(self.document, sheet)
        self.identifier = opf.identifier(self.document, sheet)
        self.pictures = Pictures(self.document, self.report)

    def items(self) -> list[container.EpubItem]:
        """Every file but the container document, in the order of the archive: the package document first."""
        cover = self._cover()
        pages = self._pages()
        front = 1 if pages and pages[0].file_name == _TITLE_PAGE else 0
        index = self._index()
        entries = self._entries(titled=front > 0, index=index)
        landmarks = self._landmarks(pages, index)
        nav = _item(_NAV, "nav", _XHTML, navigation(entries, landmarks, self._page_list(), self.sheet, self.escape), "nav")
        reading = [*pages[:front], nav, *pages[front:], *([index] if index else []), self._colophon()]
        reading = [cover[0], *reading] if self.profile.cover_page else reading
        rest = [
            _item("toc.ncx", "ncx", "application/x-dtbncx+xml", ncx(entries, self.identifier, self.names, self.sheet, self.escape)),
            _item("style/book.css", "style", "text/css", css.stylesheet(self.sheet, self.profile, self.fonts).encode()),
            cover[1],
            *(_item(p.path, p.id, p.media_type, p.data) for p in self.pictures.used.values()),
            *(
                _item(font.path, f"font{n}", font.media_type, font.data)
                for n, font in enumerate({f.path: f for f in self.fonts}.values(), 1)
            ),
        ]
        return [self._package(reading, rest), *reading, *rest]

    # ------------------------------------------------------------------------------------------------ pages

    def _cover(self) -> tuple[container.EpubItem, container.EpubItem]:
        picture = cover_picture(self.options.cover) if self.options.cover else self._own_cover() or self._drawn_cover()
        alt = f"{self.sheet.words.cover}：{self.names.full}"
        shown = _item(_COVER_PAGE, "cover", _XHTML, cover_page(self.sheet, self.escape, picture.path, alt))
        return shown, _item(picture.path, picture.id, picture.media_type, picture.data, "cover-image")

    def _own_cover(self) -> Picture | None:
        """The cover that the source has."""
        found = self.document.resource(self.document.meta.cover)
        try:
            return cover_picture(found.data) if found else None
        except OptionError as error:
            self.report.add("epub.omitted", f"the cover “{self.document.meta.cover}” was left out: {error}")
            return None

    def _drawn_cover(self) -> Picture:
        from convert.writers.cover import draw

        return cover_picture(draw(self.document, self.sheet, self.names.main, self.names.subtitle))

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
        return Blocks(self.escape, self.report, self.pictures.path, prefix, self.anchors, self.profile.note_classes)

    def _text(self) -> list[File]:
        made: list[File] = []
        found = list(parts(self.document))
        alone = not any(part.section for part in found)
        for part in found:
            blocks = self._blocks(part.prefix)
            made.extend(files(part, blocks, self.names.main, alone, self.places))
            self.headings.extend(blocks.headings)
            self.speakers.extend(blocks.speakers)
            self.page_marks.extend(blocks.inlines.page_marks)
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

    def _index(self) -> container.EpubItem | None:
        made = any(block.role == "index" and block.attrs.get("generated") for block in self.document.body)
        unwanted = "index.speakers" in self.sheet.explicit and not self.sheet.index.speakers
        if made or unwanted or not self.options.index or not needed(self.speakers):
            return None
        content = index_page(self.speakers, self._index_title(), self.places, self.sheet, self.escape)
        return _item(_INDEX, "index", _XHTML, content)

    def _index_title(self) -> str:
        return index_title(self.document, self.sheet)

    def _colophon(self) -> container.EpubItem:
        told = dict.fromkeys(f"{font.name}（{font.licence}）" if font.licence else font.name for font in self.fonts)
        content = colophon_page(self.document, self.sheet, self.escape, self.names, self.identifier, list(told))
        return _item(_COLOPHON, "colophon", _XHTML, content)

    # ------------------------------------------------------------------------------------------------ navigation

    def _path(self, id_: str) -> str:
        return f"text/{self.places[id_]}.xhtml#{id_}"

    def _entries(self, *, titled: bool, index: container.EpubItem | None) -> list[Entry]:
        """The contents: title page, sections as they are nested, index, colophon."""
        nested = entries(((heading, self._path(heading.id)) for heading in self.headings), self.profile.contents_levels)
        first = [Entry(self.names.main, _TITLE_PAGE)] if titled else []
        last = [Entry(self._index_title(), _INDEX)] if index else []
        return [*first, *nested, *last, Entry(self.sheet.words.colophon, _COLOPHON)]

    def _landmarks(self, pages: Sequence[container.EpubItem], index: container.EpubItem | None) -> list[Landmark]:
        words = self.sheet.words
        text = [p.file_name for p in pages if p.file_name != _TITLE_PAGE]
        marks = [
            Landmark("cover", _COVER_PAGE, words.cover) if self.profile.cover_page else None,
            Landmark("titlepage", _TITLE_PAGE, words.title_page) if len(text) < len(pages) else None,
            Landmark("toc", f"{_NAV}#toc", words.contents),
            Landmark("bodymatter", text[0], words.body) if text else None,
            Landmark("index", _INDEX, self._index_title()) if index else None,
            Landmark("colophon", _COLOPHON, words.colophon),
        ]
        wanted = self.profile.landmarks
        return [mark for mark in marks if mark and (not wanted or mark.kind in wanted)]

    def _page_list(self) -> list[PageMark]:
        return [PageMark(number, self._path(id_)) for number, id_ in self.page_marks]

    # ------------------------------------------------------------------------------------------------ package

    def _package(self, reading: Sequence[container.EpubItem], rest: Sequence[container.EpubItem]) -> container.EpubItem:
        """The package document. The contents page stands in the way of reading only where the style asks for contents."""
        minimum = self.sheet.contents.minimum
        shown = 0 < minimum <= len(self.headings)
        pictures = self.pictures
        package = opf.Package(
            document=self.document,
            sheet=self.sheet,
            names=self.names,
            identifier=self.identifier,
            access=opf.Access(bool(pictures.used), len(pictures.undescribed), pictures.moving, self.ruby, bool(self.page_marks)),
            certifier=self.options.certified_by,
            resources=[opf.Resource(i.file_name, i.id, i.media_type, " ".join(i.properties)) for i in (*reading, *rest)],
            spine=[(i.id, shown or i.file_name != _NAV) for i in reading],
            cover="cover-image",
            stated_fonts=self.profile.stated_fonts,
        )
        item: container.EpubItem = _item(_PACKAGE, "package", "application/oebps-package+xml", opf.package(package, self.escape))
        return item
