"""Reads books: the profile ``book`` of plain text. Volumes, chapters, sections, tales; verse; what sites and makers added, set aside.

The way: text → rows (``lines``) → what is no text of the book (``handouts``) → rows that begin as heads do (``marks``) → contents, heads,
running heads, page numbers (``contents``, ``chapters``, ``chains``, ``tales``) → their ranks (``levels``) → paragraphs of hard-wrapped rows
(``wraps``) → the tree. Every step is linear; every text gives a Document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from convert.diagnostics import Report
from convert.model.nodes import Attrs, Document, Inline, LineBreak, Text
from convert.readers import leaves, titlepage
from convert.readers.chains import find_uncounted
from convert.readers.chapters import Heading, ends_sentence, find_counted, running_rows, with_titles_below
from convert.readers.contents import find_contents, is_paged
from convert.readers.flowing import tidy_heading
from convert.readers.handouts import find_handouts
from convert.readers.levels import UNNUMBERED, in_parts, ranked, role_of
from convert.readers.lines import Line, read_rows
from convert.readers.marks import Mark, plain, read_mark
from convert.readers.nesting import Head, Piece, nest
from convert.readers.tables import find_tables
from convert.readers.tales import find_tales
from convert.readers.wraps import find_wrap
from convert.zh.script_signs import language


@dataclass(frozen=True, slots=True)
class _Book:
    """What was found: the rows; the role of those that are no text (a handout's, ``contents``) or a ``table``; heads; how rows are kept."""

    rows: Sequence[Line]
    aside: dict[int, str]
    heads: Sequence[Heading]
    form: leaves.Form
    header: int


def read_book(text: str, name: str, title: str, report: Report) -> Document:
    """The document in ``text``, from the source called ``name``. ``title``: what the user says the title is, or ""."""
    rows = read_rows(text)
    book = _find(rows)
    top = titlepage.read_title_page(rows[: book.header], book.aside, title)
    meta = titlepage.metadata(top, titlepage.named_by_licence(rows, book.aside), language(text), name, report)
    body = nest(_pieces(book, top.rows, name, report))
    return Document(meta, body)


def _find(rows: Sequence[Line]) -> _Book:
    aside = find_handouts(rows)
    marks = {i: mark for i, row in enumerate(rows) if i not in aside and (mark := read_mark(row.text)) is not None}
    tables = _rows_of_tables(rows, marks)
    aside |= dict.fromkeys(tables, "table")
    marks = {i: mark for i, mark in marks.items() if i not in tables}
    wrap = find_wrap([row for index, row in enumerate(rows) if index not in tables] if tables else rows)
    listed: set[str] = set()
    for entries in find_contents(rows, marks):
        for index in entries:
            aside.setdefault(index, "contents")
            marks.pop(index, None)
            listed.add(plain(rows[index].text))

    def goes_on(index: int) -> bool:
        if not index or wrap is None or index - 1 in aside:
            return False
        before = rows[index - 1]
        return not ends_sentence(before.text) and len(before.text) > 8 and wrap.goes_on(before, rows[index])

    heads, running = find_counted(rows, marks, goes_on)
    more, pages = find_uncounted(rows, {i: mark for i, mark in marks.items() if i not in running}, heads, goes_on)
    aside.update(dict.fromkeys(running | pages, "furniture"))
    heads = sorted([*heads, *more], key=lambda head: head.row)
    there = {head.row for head in heads}
    aside.update(dict.fromkeys(running_rows(rows, there), "furniture"))
    inner = {head.row for head in heads if head.mark is not None and head.mark.unit not in UNNUMBERED}
    tales = find_tales(rows, lambda i: i in there or i in aside, inner, listed)
    standing = {tale.row for tale in tales}
    if sum(row - 1 in there for row in standing) * 2 > len(standing):
        standing = set()  # rows that stand below heads only are their titles
    heads = with_titles_below(rows, heads, lambda i: i in there or i in aside or i in standing)
    there.update(i for head in heads for i in range(head.row + 1, head.row + 1 + head.below))
    tales = [tale for tale in tales if tale.row not in there]
    header = titlepage.length(rows, aside, there, {tale.row for tale in tales})
    heads = sorted([*heads, *(tale for tale in tales if tale.row >= header)], key=lambda head: head.row)
    titles = [rows[head.row].text[head.mark.end if head.mark is not None else 0 :] for head in heads]
    return _Book(rows, aside, in_parts(ranked(heads), titles), leaves.Form.of(rows, wrap), header)


def _rows_of_tables(rows: Sequence[Line], marks: Mapping[int, Mark]) -> set[int]:
    """The rows of tables; contents whose numbers of pages stand behind tabs or strokes are none."""
    found = find_tables(rows, blanks=False)
    listed = {index for entries in find_contents(rows, marks) for index in entries} if found else set[int]()
    paged = {index for index in listed if is_paged(rows[index].text)}
    return {index for table in found if len(paged.intersection(table.lines)) * 2 <= len(table.lines) for index in table.lines}


# ------------------------------------------------------------------------------------------------ the tree


def _pieces(book: _Book, start: int, name: str, report: Report) -> Iterator[Piece]:
    """The heads and blocks from row ``start`` on."""
    ranks = [head.rank for head in book.heads]
    top = min(ranks, default=0)
    volumes = {head.rank for head, after in zip(book.heads, book.heads[1:], strict=False) if head.rank < 18 and after.rank > head.rank}
    stops = [head.row for head in book.heads] + [len(book.rows)]
    yield from leaves.blocks(book.rows[start : stops[0]], _asides(book, start), book.form, name, report)
    for head, stop in zip(book.heads, stops[1:], strict=True):
        yield _head(book, head, role_of(head, max(volumes, default=None), top), name, report)
        first = head.row + 1 + head.below
        rows = list(book.rows[first:stop])
        if head.cut:
            row = book.rows[head.row]
            rows.insert(0, replace(row, text=row.text[head.cut :], column=row.column + head.cut, indented=True, depth=4))
            first -= 1
        yield from leaves.blocks(rows, _asides(book, first), book.form, name, report)


def _asides(book: _Book, first: int) -> leaves.RoleOf:
    return lambda offset: book.aside.get(first + offset, "")


def _head(book: _Book, head: Heading, role: str, name: str, report: Report) -> Head:
    row = book.rows[head.row]
    text = row.text[: head.cut].rstrip() if head.cut else row.text
    end = head.mark.end if head.mark is not None else 0
    if head.mark is not None and head.mark.unit == "fixed" and end >= len(text):
        end = 0
    content: list[Inline] = [Text(tidy_heading(text[end:]), pos=row.pos(name, end))] if text[end:] else []
    for below in book.rows[head.row + 1 : head.row + 1 + head.below]:
        content.extend([LineBreak(pos=below.pos(name))] if content else [])
        content.append(Text(tidy_heading(below.text), pos=below.pos(name)))
    report.explain(row.pos(name), "heading", head.because, head.confidence, text)
    return Head(head.rank, tuple(content), text[:end].rstrip(), Attrs(role=role), row.pos(name))
