"""The package document of an EPUB 3.3.

Metadata after EPUB 3.3 §5.5 and D.3 (meta properties vocabulary), accessibility after EPUB Accessibility 1.1 §2: only what is known and true.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from convert.model.nodes import Contributor, Document
from convert.model.walk import text
from convert.stylesheet import Sheet
from convert.writers.epub_pages import Titles
from convert.writers.markup import Escaper
from convert.zh import pinyin
from convert.zh.numerals import to_int

#: The moment of a text that states none: the earliest one that a ZIP archive can hold.
EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
#: Under this name identifiers are made (RFC 9562 §5.5).
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-zhaibian:edition")
#: MARC relators of those whose words the book is made of; all others contribute.
_CREATORS = frozenset({"aut", "spk", "cre", "com", "ive", "ivr", "edt", "cmp", "lyr"})
#: The vocabulary of Apple Books.
_APPLE = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
#: 上中下 number a part only together with how many there are; the first is always the first.
_ORDINALS = {"上": 1}


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the package: its path from the package document, its manifest id, media type and properties."""

    path: str
    id: str
    media_type: str
    properties: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """What the book offers and needs: whether it has pictures, how many have no text, whether any may blink, whether there is ruby, and
    whether it bears the page numbers of a printed edition.
    """

    pictures: bool
    undescribed: int
    moving: bool
    ruby: bool
    pages: bool


@dataclass(frozen=True, slots=True)
class Package:
    """All that the package document says. ``spine`` holds manifest ids and whether each is in the way of reading; ``stated_fonts``: Apple
    Books is told that the fonts named are meant.
    """

    document: Document
    sheet: Sheet
    names: Titles
    identifier: str
    access: Access
    certifier: str
    resources: Sequence[Resource]
    spine: Sequence[tuple[str, bool]]
    cover: str
    stated_fonts: bool = False


def identifier(document: Document, sheet: Sheet) -> str:
    """A URN that is the same whenever the same edition of the same text is made again, whatever its style and date of making.

    A vertical edition is another one than the horizontal.
    """
    meta = document.meta
    known = list(meta.identifiers) or [meta.title, meta.kicker, meta.subtitle, meta.series, meta.instalment, meta.date, meta.publisher]
    if not any(known):
        known = [text(document)]
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(31).join([sheet.language, *(['vertical'] if sheet.vertical else []), *known]).encode('utf-8', 'replace').decode())}"


def moment(document: Document) -> str:
    """``dcterms:modified``: UTC to the second."""
    stated = document.meta.modified or EPOCH
    return stated.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ------------------------------------------------------------------------------------------------ package document


def package(book: Package, escape: Escaper) -> bytes:
    """The package document. The direction is always stated: readers take zh-Hant without one for right-to-left."""
    manifest = "\n".join(
        f'<item id="{r.id}" href="{r.path}" media-type="{r.media_type}"{f" properties={chr(34)}{r.properties}{chr(34)}" if r.properties else ""}/>'
        for r in book.resources
    )
    spine = "\n".join(f'<itemref idref="{id_}"/>' if linear else f'<itemref idref="{id_}" linear="no"/>' for id_, linear in book.spine)
    metadata = "\n".join(_metadata(book, escape))
    prefix = f' prefix="ibooks: {_APPLE}"' if book.stated_fonts else ""
    direction = "rtl" if book.sheet.vertical else "ltr"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="edition"'
        f' xml:lang="{book.sheet.language}"{prefix}>\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine toc="ncx" page-progression-direction="{direction}">\n{spine}\n</spine>\n</package>\n'
    ).encode()


def _metadata(book: Package, escape: Escaper) -> Iterator[str]:
    meta = book.document.meta
    yield f'<dc:identifier id="edition">{book.identifier}</dc:identifier>'
    yield from (f"<dc:identifier>{escape.text(known)}</dc:identifier>" for known in meta.identifiers if known.strip())
    yield from _titles(book, escape)
    yield f"<dc:language>{book.sheet.language}</dc:language>"
    yield from _people(meta.contributors, escape)
    yield from _series(book, escape)
    simple = (
        ("publisher", meta.publisher),
        ("date", meta.date),
        ("source", meta.source),
        ("rights", meta.rights),
        ("description", meta.description),
        *(("subject", keyword) for keyword in meta.keywords),
    )
    yield from (f"<dc:{name}>{escape.text(value)}</dc:{name}>" for name, value in simple if value.strip())
    yield f'<meta property="dcterms:modified">{moment(book.document)}</meta>'
    yield from _accessibility(book, escape)
    if book.stated_fonts:
        yield '<meta property="ibooks:specified-fonts">true</meta>'
    yield f'<meta name="cover" content="{book.cover}"/>'
    if book.sheet.vertical:
        yield '<meta name="primary-writing-mode" content="vertical-rl"/>'
    yield '<meta name="generator" content="zhaibian"/>'


def _refined(id_: str, property_: str, value: str, scheme: str = "") -> str:
    return f'<meta refines="#{id_}" property="{property_}"{f" scheme={chr(34)}{scheme}{chr(34)}" if scheme else ""}>{value}</meta>'


def _titles(book: Package, escape: Escaper) -> Iterator[str]:
    names, kicker = book.names, book.document.meta.kicker
    found = [("main", names.main), ("subtitle", names.subtitle), ("expanded", f"{kicker}　{names.full}" if kicker else "")]
    for n, (kind, name) in enumerate((k, v) for k, v in found if v):
        yield f'<dc:title id="title{n + 1}">{escape.text(name)}</dc:title>'
        yield _refined(f"title{n + 1}", "title-type", kind)
        yield _refined(f"title{n + 1}", "display-seq", str(n + 1))
        key = pinyin.title_key(name) if kind == "main" else ""
        if key:
            yield _refined(f"title{n + 1}", "file-as", escape.text(key))


def _people(people: Iterable[Contributor], escape: Escaper) -> Iterator[str]:
    """One element a person: creators with the words of the book, contributors with the rest; the same person in two roles once."""
    roles: dict[tuple[str, str], list[str]] = {}
    for person in people:
        if person.name.strip():
            element = "creator" if person.role in _CREATORS else "contributor"
            roles.setdefault((element, person.name), []).append(person.role)
    for n, ((element, name), found) in enumerate(roles.items(), 1):
        yield f'<dc:{element} id="person{n}">{escape.text(name)}</dc:{element}>'
        yield from (_refined(f"person{n}", "role", escape.text(role), "marc:relators") for role in dict.fromkeys(found) if role)
        key = pinyin.name_key(name)
        if key:
            yield _refined(f"person{n}", "file-as", escape.text(key))
        reading = pinyin.name_reading(name)
        if reading:
            yield f'<meta refines="#person{n}" property="alternate-script" xml:lang="zh-Latn-pinyin">{escape.text(reading)}</meta>'


def _series(book: Package, escape: Escaper) -> Iterator[str]:
    meta = book.document.meta
    if not meta.series:
        return
    yield f'<meta property="belongs-to-collection" id="series">{escape.text(meta.series)}</meta>'
    yield _refined("series", "collection-type", "series")
    yield _refined("series", "dcterms:identifier", f"urn:uuid:{uuid.uuid5(_NAMESPACE, meta.series.encode('utf-8', 'replace').decode())}")
    position = _ORDINALS.get(meta.instalment) or to_int(meta.instalment)
    if position is not None:
        yield _refined("series", "group-position", str(position))


def _accessibility(book: Package, escape: Escaper) -> Iterator[str]:
    access, words = book.access, book.sheet.words
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    features += ["alternativeText"] if not access.undescribed else []
    features += ["rubyAnnotations"] if access.ruby else []
    features += ["pageBreakMarkers", "pageNavigation"] if access.pages else []
    modes = ["textual", "visual"] if access.pictures else ["textual"]
    sufficient = ",".join(modes) if access.undescribed else "textual"
    summary = words.accessibility + (words.undescribed if access.undescribed else "")
    yield from (f'<meta property="schema:accessMode">{mode}</meta>' for mode in modes)
    yield f'<meta property="schema:accessModeSufficient">{sufficient}</meta>'
    yield from (f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features)
    yield f'<meta property="schema:accessibilityHazard">{"unknown" if access.moving else "none"}</meta>'
    yield f'<meta property="schema:accessibilitySummary">{escape.text(summary)}</meta>'
    if access.pages and book.document.meta.source.strip():
        yield f'<meta property="pageBreakSource">{escape.text(book.document.meta.source)}</meta>'
    if book.certifier:
        yield '<meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta>'
        yield _refined("conformance", "a11y:certifiedBy", escape.text(book.certifier))
