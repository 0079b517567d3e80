"""The ``epub`` reader: e-books, EPUB 2 and 3, horizontal or vertical, our own and others'.

The text is that of the content documents of the spine, in their order; headings get their levels from the contents. Set apart is a page of
contents (``Group(role="contents")``); a title page becomes the title block. What only exists for reading systems is no text: covers without
words, landmarks, page lists, page numbers of a printed edition. EbookLib is of no help in reading: it loses languages, identifiers, order and
the heads of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from lxml import etree

from convert.diagnostics import Pos, Report, Severity, SourceError, counted
from convert.model import walk
from convert.model.nodes import Attrs, Block, Document, Figure, Meta, Para, TitleLine
from convert.readers.anchors import settle_links
from convert.readers.depths import flatten
from convert.readers.epub_levels import Levels, says_something
from convert.readers.epub_meta import meta_of
from convert.readers.epub_notes import Place, find_notes
from convert.readers.epub_package import Entry, Opf, documents, open_opf
from convert.readers.epub_titles import title_lines
from convert.readers.media import Shelf
from convert.readers.nesting import Dated, End, Head, Piece, Signed, captioned, contents, nest, typed_label
from convert.readers.package import Package, open_package, resolve
from convert.readers.xhtml import CONTINUED, Content
from convert.readers.xhtml_inlines import Book, Inlines, look_of
from convert.readers.xhtml_stream import Closing, Draft, Mark, Part, Stream, flat
from convert.readers.xhtml_tree import is_element, parse, words
from convert.source import Source


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """There is nothing to choose."""


class EpubReader:
    """Reads EPUB 2 and 3."""

    options_type: ClassVar[type] = EpubOptions

    def read(self, source: Source, options: EpubOptions, report: Report) -> Document:
        """The document. Raises SourceError for what is no EPUB, is damaged beyond reading, encrypted, or made to harm."""
        package = open_package(source, report)
        try:
            return _Reading(package, open_opf(package, report), report).document()
        except RecursionError as error:
            raise SourceError(f"{source.name}: the book is nested too deeply to be a text") from error


class _Reading:
    """One book on its way into the model."""

    def __init__(self, package: Package, opf: Opf, report: Report) -> None:
        self.package, self.opf, self.report = package, opf, report
        self.bodies = dict(_bodies(package, opf, report))
        if not self.bodies:
            raise SourceError(f"{package.name}: none of the content documents of this EPUB can be read")
        self.own = _is_own(opf, self.bodies)
        ids = _ids(self.bodies)
        self.book = Book(
            package=package,
            report=report,
            shelf=Shelf(),
            notes=find_notes(self.bodies, ids),
            targets=_targets(self.bodies, ids),
            looks={} if self.own else _looks(package, opf),
            language=meta_of(opf, ()).language,
            own=self.own,
            cover=opf.cover(),
        )
        self.title: list[TitleLine] = []

    def document(self) -> Document:
        """The whole book."""
        entries: dict[Place, list[Entry]] = {}
        for entry in self.opf.entries:
            entries.setdefault((entry.path, entry.fragment), []).append(entry)
        levels = Levels(entries, self.own)
        stream: Stream = []
        for member, body in self.bodies.items():
            self._document(member, body, entries, levels, stream)
        blocks = nest(captioned(_pieces(stream, self.own)))
        meta = replace(self._titled(meta_of(self.opf, walk.block_texts(blocks))), cover=self._keep_cover())
        made, lost = settle_links(Document(meta, blocks, tuple(self.book.shelf.resources)), self.book.aliases)
        self._say(levels.made, lost)
        return made

    def _document(self, member: str, body: etree._Element, entries: Mapping[Place, object], levels: Levels, stream: Stream) -> None:
        """Add one content document to the stream of the book."""
        kinds = _kinds(body) | ({self.opf.guide[member]} if member in self.opf.guide else frozenset())
        if self.own and (kinds & {"cover", "imprint"} or member == self.opf.nav):
            return
        content = Content(self.book, member, body, frozenset(fragment for path, fragment in entries if path == member and fragment))
        if not self.title and not any(says_something(one) for one in stream):
            self.title = title_lines(body, kinds, Inlines(self.book, member, set(), content.note), meta_of(self.opf, ()).title)
            if self.title:
                stream.extend(one for one in content.stream() if isinstance(one, Figure))
                return
        found = content.stream()
        if not self.own and self._is_cover(found, kinds, first=not stream):
            return
        if "toc" in kinds and member == self.opf.guide_of("toc") and not any(one.tag == "nav" for one in body.iter("nav")):
            found = [_as_contents(found)]
        found = levels.settle(member, found)
        target = self.book.targets.get((member, ""), "")
        if target:
            _give_id(found, target, self.book)
        if self.own:
            _continue(stream, body)
        stream.extend(found)

    def _is_cover(self, stream: Stream, kinds: frozenset[str], *, first: bool) -> bool:
        """Whether a document shows nothing but the cover."""
        shown = [one for one in stream if not isinstance(one, (Mark, Closing))]
        if not shown or not all(isinstance(one, Figure) and not one.caption for one in shown):
            return False
        cover = self.book.shelf.known(self.book.cover) if self.book.cover else ""
        pictures = {one.image.resource for one in shown if isinstance(one, Figure)}
        return len(pictures) == 1 and (pictures == {cover} or "cover" in kinds or (first and len(shown) == 1 and not cover))

    def _keep_cover(self) -> str:
        """The resource that is the cover, whether a page shows it or not; covers that our own writer drew are drawn anew."""
        if not self.book.cover or self.own:
            return ""
        data = self.package.bytes_of(self.book.cover)
        if data and not self.book.shelf.known(self.book.cover):
            self.book.shelf.put(self.book.cover, data, "cover")
        return self.book.shelf.known(self.book.cover)

    def _titled(self, meta: Meta) -> Meta:
        """The metadata with the title page as title block; without one, the title is known, but not printed."""
        lines = tuple(self.title) or ((TitleLine((), attrs=Attrs(role="title")),) if meta.title else ())
        kicker = " ".join(walk.flow(line.content) for line in lines if line.role == "kicker")
        printed = " ".join(" ".join(walk.flow(line.content).split()) for line in lines if line.role == "title")
        below = " ".join(walk.flow(line.content) for line in lines if line.role == "subtitle").strip("—–―─-－ ")
        return replace(meta, title=meta.title or printed, kicker=kicker, subtitle=meta.subtitle or below, title_block=lines)

    def _say(self, made: int, lost: int) -> None:
        pos = Pos(1, 1, self.package.name)
        if made:
            self.book.tell(
                "epub.title-from-contents",
                "{} [heading stands in the book's contents only and was|headings stand in the book's contents only and were] taken from there",
                made,
            )
        if lost:
            self.book.tell(
                "epub.dead-link",
                "{} [link leads to a place that is|links lead to places that are] not in the text; [its|their] words stay",
                lost,
            )
        for (code, wording), count in self.book.told.items():
            severity = Severity.INFO if code in _MILD else Severity.WARNING
            self.report.add(code, counted(wording, count), severity=severity, pos=pos)


_MILD = frozenset({"epub.page-numbers", "epub.title-from-contents", "epub.dead-link", "epub.formula"})


# ------------------------------------------------------------------------------------------------ what the book holds


def _bodies(package: Package, opf: Opf, report: Report) -> Iterator[tuple[str, etree._Element]]:
    """The bodies of the content documents by member name; those that cannot be read are reported."""
    for item, _, data in documents(package, opf):
        try:
            root, repaired = parse(data, item.path)
        except SourceError as error:
            report.add("package.damaged-part", f"{item.path} could not be read and was left out: {error}", pos=Pos(1, 1, package.name))
            continue
        if repaired:
            message = "the document is not well-formed XHTML and was read as HTML"
            report.add("epub.malformed", message, pos=Pos(1, 1, f"{package.name}/{item.path}"))
        if flatten(root):
            message = "elements that are nested too deeply were read as plain text"
            report.add("epub.too-deep", message, pos=Pos(1, 1, f"{package.name}/{item.path}"))
        body = root if root.tag == "body" else next(iter(root.iter("body")), root)
        yield item.path, body


def _ids(bodies: Mapping[str, etree._Element]) -> dict[Place, etree._Element]:
    found: dict[Place, etree._Element] = {}
    for member, body in bodies.items():
        for one in body.iter():
            if is_element(one):
                for name in (one.get("id"), one.get("name") if one.tag == "a" else None):
                    if name:
                        found.setdefault((member, name), one)
    return found


def _targets(bodies: Mapping[str, etree._Element], ids: Mapping[Place, etree._Element]) -> dict[Place, str]:
    """An id of the document for every place that a link leads to, in the order of the links."""
    found: dict[Place, str] = {}
    for member, body in bodies.items():
        for link in body.iter("a"):
            place = resolve(member, link.get("href") or "") if link.get("href") else ("", "")
            if place in ids or (place[0] in bodies and not place[1] and place[0] != member):
                found.setdefault(place, f"place{len(found) + 1}")
    return found


def _kinds(body: etree._Element) -> frozenset[str]:
    """The classes, roles and types of a body and of the elements that hold all of it."""
    kinds = words(body)
    inner = [one for one in body if is_element(one)]
    while inner and inner[0].tag in {"section", "div", "article", "main"} and len(inner) <= 2:
        kinds |= words(inner[0])
        inner = [one for one in inner[0] if is_element(one)]
    return kinds


def _is_own(opf: Opf, bodies: Mapping[str, etree._Element]) -> bool:
    """Whether our own writer made the book: it names its edition, and ends with its imprint."""
    last = list(bodies.values())[-1]
    return opf.root.get("unique-identifier") == "edition" and {"imprint", "doc-colophon"} <= _kinds(last)


_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"(?:[a-z]+)?\.([A-Za-z_][\w-]*)")
_MOST_CSS = 2_000_000


def _looks(package: Package, opf: Opf) -> dict[str, str]:
    """What the classes of the stylesheets make of a run; only rules that name one class are understood."""
    found: dict[str, str] = {}
    for item in opf.items.values():
        data = package.bytes_of(item.path) if item.media_type == "text/css" and item.path else None
        sheet = re.sub(r"/\*.*?\*/", "", (data or b"")[:_MOST_CSS].decode("utf-8", "replace"), flags=re.DOTALL)
        for selectors, declarations in _RULE.findall(sheet):
            look = look_of(declarations)
            for selector in selectors.split(",") if look else ():
                name = _CLASS.fullmatch(selector.strip())
                if name:
                    found[name[1]] = look
    return found


# ------------------------------------------------------------------------------------------------ the stream


def _pieces(stream: Iterable[Part], own: bool) -> Iterator[Piece]:
    """The stream as headings and blocks; paragraphs that our own writer had to cut are joined again."""
    waiting: Para | None = None
    for one in stream:
        if isinstance(one, Para):
            if waiting is not None and one.attrs.data == CONTINUED:
                waiting = replace(waiting, content=waiting.content + one.content)
                continue
            if waiting is not None:
                yield waiting
            waiting = one
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        match one:
            case Draft():
                label, content = (one.label, one.content) if one.label or own else typed_label(one.content)
                yield Head(one.level, content, label, one.attrs, one.pos)
            case Closing():
                yield End(one.depth if own or one.draft is None else one.draft.level)
            case Mark():
                pass
            case _:
                yield one
    if waiting is not None:
        yield waiting


def _continue(stream: Stream, body: etree._Element) -> None:
    """Where our own writer cut a section into files, the sections that go on in this one have not ended in the last."""
    going_on, element = 0, body
    while (first := next((one for one in element if is_element(one)), None)) is not None and first.tag == "section" and not first.get("id"):
        going_on, element = going_on + 1, first
    place = len(stream)
    while place and isinstance(stream[place - 1], Closing):
        place -= 1
    stream[place:] = [one for one in stream[place:] if isinstance(one, Closing) and one.depth > going_on]


def _give_id(stream: Stream, target: str, book: Book) -> None:
    """The id of a whole document goes to its first block."""
    for number, one in enumerate(stream):
        if isinstance(one, (Mark, Closing, Signed, Dated)):
            continue
        if one.attrs.id:
            book.aliases[target] = one.attrs.id
        elif isinstance(one, Draft):
            one.attrs = replace(one.attrs, id=target)
        else:
            stream[number] = replace(one, attrs=replace(one.attrs, id=target))
        return


def _as_contents(stream: Stream) -> Block:
    return contents(flat(stream))
