"""Is anything lost? The text of an output against the text of its source, in the edition of the output.

Every printed text of the source (heading, byline, paragraph, cell …) is looked for in the output, in order, notes anywhere; white space does
not count, nor does a table of contents: writers make a new one. A long text that is there more often than in the source is told. What else
the output has more (contents, running heads, cover, note marks) is counted, not judged.
"""

from __future__ import annotations

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from convert import api, formats
from convert.diagnostics import Pos, Report, Severity, SourceError
from convert.files import load
from convert.model import walk
from convert.model.nodes import Block, Document, Emph, Inline, Link, Note, Ruby, Section, Span, Strong
from convert.model.rewriting import Rewrite, rewrite
from convert.zh.phrases import NONE, Phrases

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pypdf import PageObject, PdfReader

_Extracted = tuple[str, str]
_BAD_FILE = (KeyError, ValueError, zipfile.BadZipFile, AttributeError, TypeError, SyntaxError)


@dataclass(frozen=True, slots=True)
class Making:
    """How an output was made, as far as that tells its text: vocabulary, the user's dictionary, the style, "" where it is to be found out."""

    vocabulary: str = ""
    choices: Phrases = NONE
    style: str = ""


def check(source: str | Document, output: str, *, report: Report, making: Making = Making()) -> str:
    """Compare ``output`` (pdf, docx, epub, json, txt) with its source, a path or what was read from it; findings go to ``report``.

    A bilingual output, known by its name, is compared with both editions. Quotation marks are those of the style; where none is named, those
    that most of the texts have. Returns the verdict. Raises SourceError where one of the two cannot be read, StyleError, OptionError.
    """
    document = api.read(source) if isinstance(source, str) else source
    language, found = _extract(output)
    both = _BILINGUAL.search(output)
    editions = both[1].split("+") if both else [language or document.meta.language]
    found = walk.squeeze(_without_marks(found, document) if output.lower().endswith(".txt") else found)
    compared = [_compared(document, edition, found, making, second=place > 0) for place, edition in enumerate(editions)]
    lost = [text for one in compared for text in one.lost]
    moved = [text for one in compared for text in one.moved]
    total = sum(one.characters for one in compared)
    texts = [text for one in compared for text in one.texts]
    for code, told, problem in (
        ("check.text-lost", lost, "is lacking in the output"),
        ("check.text-moved", moved, "stands at another place than in the source"),
        ("check.text-added", _repeated(texts, found), "is there more often than in the source"),
    ):
        for text in told[:_SHOWN]:
            report.add(code, f"“{_start(text)}” {problem}", pos=Pos(1, 1, output))
    more = len(found) - total + sum(map(len, lost))
    if more > 0:
        message = f"{more:,} characters more than the source has (contents, running heads, note marks and the like)"
        report.add("check.text-added", message, severity=Severity.INFO, pos=Pos(1, 1, output))
    edition = "+".join(editions)
    if lost:
        return f"{edition}: {len(lost)} of {len(texts)} texts are not there, {sum(map(len, lost)):,} of {total:,} characters"
    if moved:
        return f"{edition}: nothing lost, but {len(moved)} of {len(texts)} texts are not in their order"
    return f"{edition}: nothing lost, {total:,} characters"


_BILINGUAL = re.compile(r"\.(zh-Han[st](?:-[A-Z]{2})?\+zh-Han[st](?:-[A-Z]{2})?)\.")


@dataclass(frozen=True, slots=True)
class _Compared:
    """What came of comparing one edition with the text of an output."""

    texts: list[str]
    lost: list[str]
    moved: list[str]

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts))


def _compared(document: Document, edition: str, found: str, making: Making, *, second: bool) -> _Compared:
    made = api.in_edition(document, edition, Report(), making.vocabulary, making.choices)
    if second:  # of a bilingual output: the labels of headings stand once
        made = rewrite(made, Rewrite(block=_without_heading_label))
    kinds = [api.load_style(making.style).resolve(edition).composition.quotes] if making.style else ["text", "corner", "curly"]
    best: _Compared | None = None
    for kind in kinds:
        expected, notes = _texts(made if kind == "text" else formats.transform("marks")(kind)(made, Report()))
        one = _Compared([*expected, *notes], *_lost_and_moved(expected, notes, found))
        if best is None or len(one.lost) < len(best.lost):
            best = one
        if not best.lost:
            break
    assert best is not None
    return best


def _without_heading_label(block: Block) -> Block:
    return replace(block, label="") if isinstance(block, Section) else block


_SHOWN = 5


def _start(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


#: Texts shorter than this may come again by chance, or in contents and running heads.
_LONG = 30


def _texts(document: Document) -> tuple[list[str], list[str]]:
    """The texts of the flow, and those of the notes, white space taken out."""
    notes = [note for flow in walk.flows(document) for note in walk.notes(flow)]
    bare = rewrite(walk.without_contents(document), Rewrite(inlines=_without_notes))
    return _squeezed(walk.texts(bare)), _squeezed(text for note in notes for text in walk.block_texts(note.body, note.label))


def _without_notes(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    kept = (inline for inline in inlines if not isinstance(inline, Note))
    return tuple(replace(i, content=_without_notes(i.content)) if isinstance(i, Emph | Strong | Span | Ruby | Link) else i for i in kept)


def _squeezed(texts: Iterable[str]) -> list[str]:
    return [text for text in map(walk.squeeze, texts) if text]


def _lost_and_moved(expected: list[str], notes: list[str], found: str) -> tuple[list[str], list[str]]:
    """The texts that are not in ``found``, and those that are, but not behind the one before."""
    lost = [note for note in notes if note not in found]
    moved: list[str] = []
    after = 0
    for text in expected:
        at = found.find(text, after)
        if at >= 0:
            after = at + len(text)
        else:
            (moved if text in found else lost).append(text)
    return lost, moved


def _repeated(texts: list[str], found: str) -> list[str]:
    """The long texts that are oftener in ``found`` than among ``texts``. One that ends a text may go on into the next, in both alike."""
    whole = "".join(texts)
    return [text for text in dict.fromkeys(texts) if len(text) >= _LONG and found.count(text) > whole.count(text)]


# ------------------------------------------------------------------------------------------------ what an output says


def _extract(output: str) -> _Extracted:
    """The language an output states, "" where it states none, and its text."""
    data = load(output).data
    suffix = output.rpartition(".")[2].lower()
    if suffix not in _EXTRACTORS:
        raise SourceError(f"{output}: outputs of this kind cannot be checked; there are: {', '.join(_EXTRACTORS)}")
    try:
        return _EXTRACTORS[suffix](data, output)
    except _BAD_FILE as error:
        raise SourceError(f"{output}: this is not a sound {suffix.upper()} file: {error}") from error


def _txt(data: bytes, name: str) -> _Extracted:
    edition = re.search(r"\.(zh-Han[st](?:-[A-Z]{2})?)\.", name)
    return edition[1] if edition else "", data.decode("utf-8-sig")


#: The mark of a note of plain text, at its place and before its text.
_MARK = re.compile("(?m)(^)?〔(\\d{1,4})〕")


def _without_marks(text: str, document: Document) -> str:
    """Plain text without the marks of notes, where it has them: as many as the document has notes, each in front of one."""
    if not any(True for flow in walk.flows(document) for _ in walk.notes(flow)):
        return text
    led = {found[2] for found in _MARK.finditer(text) if found[1] is not None}
    return _MARK.sub(lambda found: "" if found[2] in led else found[0], text)


def _json(data: bytes, name: str) -> _Extracted:
    from convert.model import dump

    tree = json.loads(data)
    if isinstance(tree, dict) and "pandoc-api-version" in tree:
        document = api.read(data, reader="pandoc")
    else:
        document = dump.from_json(tree, Report(), name)
    return document.meta.language, "".join(walk.texts(document))


def _xml(data: bytes) -> _Element:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


_DC = "{http://purl.org/dc/elements/1.1/}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx(data: bytes, name: str) -> _Extracted:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        language = _xml(archive.read("docProps/core.xml")).findtext(f"{_DC}language") or ""
        parts = [p for p in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if p in archive.namelist()]
        return language, "".join(text for part in parts for text in _word_texts(_xml(archive.read(part))))


def _word_texts(element: _Element) -> Iterator[str]:
    """The text of a part, without the readings above characters and without the cached contents."""
    for child in element:
        match child.tag:
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t":
                yield child.text or ""
            case "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rt":
                pass
            case _ if child.find(f"{_WORD}footnoteReference") is not None or child.find(f"{_WORD}endnoteReference") is not None:
                pass  # the run of a note mark, which may be followed by a mark of its own
            case _ if child.find(f"{_WORD}sdtPr/{_WORD}docPartObj") is not None:
                pass
            case _:
                yield from _word_texts(child)


_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
#: Elements whose text is no part of the flow: readings, navigation. (Note marks are not either; the mark at the note itself is.)
_GENERATED = {"doc-colophon", "doc-index"}  # pages that our writer makes, and marks so
_ASIDE = {"rt", "rp", "nav", "head", "script", "style"}


def _epub(data: bytes, name: str) -> _Extracted:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        container = _xml(archive.read("META-INF/container.xml"))
        path = container.find(".//{*}rootfile").attrib["full-path"]  # type: ignore[union-attr]
        package = _xml(archive.read(path))
        items = {item.attrib["id"]: item.attrib["href"] for item in package.iter(f"{_OPF}item")}
        hrefs = [items[ref.attrib["idref"]] for ref in package.iter(f"{_OPF}itemref")]
        folder = posixpath.dirname(path)
        bodies = (_xml(archive.read(posixpath.normpath(posixpath.join(folder, unquote(href))))).find(f"{_XHTML}body") for href in hrefs)
        return package.findtext(f".//{_DC}language") or "", "".join(t for b in bodies if b is not None for t in _flow_texts(b))


def _flow_texts(element: _Element) -> Iterator[str]:
    kind = element.get(_EPUB_TYPE) or ""
    local = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "head"
    generated = (element.get("class") or "").startswith("imprint") and element.get("role") in _GENERATED
    if local not in _ASIDE and "noteref" not in kind and not generated:
        yield element.text or ""
        for child in element:
            yield from _flow_texts(child)
            yield child.tail or ""


def _pdf(data: bytes, name: str) -> _Extracted:
    import pypdf
    from pypdf.errors import PdfReadError

    try:
        pages = pypdf.PdfReader(io.BytesIO(data))
        language = str(pages.root_object.get("/Lang", ""))
        return language, "".join(_page_text(pages, page) for page in pages.pages)
    except PdfReadError as error:
        raise ValueError(str(error)) from error


def _page_text(pages: PdfReader, page: PageObject) -> str:
    """The text of a page without what is marked as an artifact (running heads, folios) or as generated (note marks, contents)."""
    from pypdf.generic import ContentStream, NameObject

    content = ContentStream(page["/Contents"].get_object(), pages, "bytes")
    content.operations = list(_without_artifacts(content.operations))
    page[NameObject("/Contents")] = content
    return page.extract_text()


def _without_artifacts(operations: list[tuple[list[object], bytes]]) -> Iterator[tuple[list[object], bytes]]:
    nesting: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            generated = isinstance(operands[-1], dict) and "/Generated" in operands[-1]
            nesting.append(generated or str(operands[0]) == "/Artifact")
        if not any(nesting) or operator not in (b"Tj", b"TJ", b"'", b'"'):
            yield operands, operator
        if operator == b"EMC" and nesting:
            nesting.pop()


_EXTRACTORS: dict[str, Callable[[bytes, str], _Extracted]] = {"pdf": _pdf, "docx": _docx, "epub": _epub, "json": _json, "txt": _txt}
