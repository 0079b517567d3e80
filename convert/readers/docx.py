"""The ``docx`` reader: Word documents and templates (DOCX, DOCM, DOTX), from Word, WPS, LibreOffice, pandoc or our own writer.

Structure comes from styles and numbering; where a file has none, from the look of its lines; where all look the same, from their words, as
with plain text. Positions count paragraphs as lines.

What is set apart: a cached table of contents becomes ``Group(role="contents")``. What is left out and said so: headers and footers,
comments (unless they are wanted), hidden text, tracked deletions, charts. python-docx is of no help in reading: it knows no notes, no
numbering, no fields, no content controls and no change tracking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from lxml import etree

from convert.diagnostics import Pos, Report, Severity, SourceError
from convert.model import walk
from convert.model.nodes import Block, Document
from convert.readers.anchors import settle_links
from convert.readers.docx_evidence import find_headings
from convert.readers.docx_file import Part, WordFile
from convert.readers.docx_hand import say_by_hand
from convert.readers.docx_pieces import pieces_of
from convert.readers.docx_plain import is_unmarked, read_unmarked, with_stated
from convert.readers.docx_properties import meta_of, named
from convert.readers.docx_story import Entry, Line, Story, Teller
from convert.readers.docx_xml import attr, child, children, inside, kind
from convert.readers.nesting import nest, unnested
from convert.readers.package import open_package
from convert.source import Source


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """``comments``: comments become notes at their place, instead of being left out."""

    comments: bool = False


class DocxReader:
    """Reads DOCX."""

    options_type: ClassVar[type] = DocxOptions

    def read(self, source: Source, options: DocxOptions, report: Report) -> Document:
        """The document. Raises SourceError for what is no DOCX, is damaged beyond reading, protected, or made to harm."""
        package = open_package(source, report, doctypes=False)
        try:
            return _read(WordFile.open(package, report), options, report)
        except RecursionError as error:
            raise SourceError(f"{source.name}: the document is nested too deeply to be a text") from error


def _read(file: WordFile, options: DocxOptions, report: Report) -> Document:
    body = child(file.main.root, "w:body")
    if body is None:
        raise SourceError(f"{file.package.name}: the document has no body; the file is damaged")
    notes = {name: found for name in ("footnote", "endnote") if (found := _stock(file, f"{name}s", f"w:{name}")) is not None}
    comments = _stock(file, "comments", "w:comment")
    names = _wanted([file.main.root, *(part.root for part, _ in notes.values())])
    wanted = frozenset(name for name in names if name and not (file.own and name.startswith("_Toc")))
    teller = Teller(file, {f"w:{name}": found for name, found in notes.items()}, comments, wanted, options.comments)

    def finish(entries: list[Entry]) -> tuple[Block, ...]:
        return unnested(pieces_of(entries, file.own))

    entries = Story(teller, file.main, finish).read(body)
    if not file.own:
        find_headings(entries, report)
    title, rest = _title_block(entries)
    blocks = nest(pieces_of(rest, file.own))
    meta = meta_of(file, title, walk.block_texts(blocks))
    if file.own:
        meta = replace(meta, contributors=named(meta.contributors, blocks))
    read = read_unmarked(entries, file.package.name, report) if not file.own and is_unmarked(entries) else None
    if read is not None:
        meta, blocks = with_stated(read.meta, meta), read.body
    document, lost = settle_links(Document(meta, blocks, file.resources()), _aliases(entries))
    if lost:
        file.tell(
            "docx.dead-link",
            "{} [link leads to a bookmark that is|links lead to bookmarks that are] not in the text; [its|their] words stay",
            Pos(1, 1, file.package.name),
            lost,
        )
    if not file.own:
        _say_running_lines(file)
        say_by_hand(teller.stated, document, file.package.name, report)
    file.say()
    return document


def _stock(file: WordFile, relation: str, name: str) -> tuple[Part, dict[str, etree._Element]] | None:
    """The notes or comments of the file by id; those that only draw separators left out."""
    part = file.related(file.main, relation)
    if part is None:
        return None
    return part, {attr(one, "w:id"): one for one in children(part.root, name) if attr(one, "w:type") in {"", "normal"}}


def _wanted(roots: list[etree._Element]) -> Iterator[str]:
    """The names of bookmarks that links and fields lead to."""
    instructions: list[str] = []
    for root in roots:
        for one in inside(root, "w:hyperlink", "w:fldSimple", "w:instrText", "w:fldChar"):
            match kind(one):
                case "w:hyperlink":
                    yield attr(one, "w:anchor")
                case "w:fldSimple":
                    instructions.append(f" {attr(one, 'w:instr')} ")
                case "w:instrText":
                    instructions.append(one.text or "")
                case _:
                    instructions.append(" ")
    yield from set(re.findall(r'[^\s"\\]+', "".join(instructions)))


def _title_block(entries: list[Entry]) -> tuple[list[Line], list[Entry]]:
    """The lines of the title block, and all that follows; where none of the first lines is a title, there is no title block."""
    lines: list[Line] = []
    for number, one in enumerate(entries):
        if isinstance(one, Line) and one.empty and not one.beside:
            continue
        if not isinstance(one, Line) or not one.title or one.contents or one.beside:
            return (lines, entries[number:]) if any(line.title in {"title", "kicker", "subtitle"} for line in lines) else ([], entries)
        lines.append(one)
    return lines, []


def _aliases(entries: list[Entry]) -> dict[str, str]:
    """Bookmarks at one place: the first gives the id."""
    lines = [one for one in entries if isinstance(one, Line)]
    return {name: line.anchors[0] for line in lines for name in line.anchors[1:]}


def _say_running_lines(file: WordFile) -> None:
    """Say which headers and footers are not in the document; page numbers alone are not worth a word."""
    texts: dict[str, None] = {}
    for relation in file.main.relations.values():
        root = file.package.xml(relation.target) if relation.kind in {"header", "footer"} and not relation.external else None
        if root is not None:
            text = " ".join("".join(one.text or "" for one in inside(root, "w:t")).split())
            texts.update({text: None} if re.search(r"[^\W\d_]", text) else {})
    if texts:
        shown = "” “".join(text[:40] for text in texts)
        file.report.add(
            "docx.running-lines",
            f"headers and footers are no part of the text and were left out: “{shown}”",
            severity=Severity.INFO,
            pos=Pos(1, 1, file.package.name),
        )
