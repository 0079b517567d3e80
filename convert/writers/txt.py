"""The ``txt`` writer: UTF-8, one paragraph, heading, byline or row of a table a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import BinaryIO, ClassVar

from convert.diagnostics import Report, Severity
from convert.model import walk
from convert.model.nodes import Block, Cell, Document, Emph, Group, Inline, Link, Note, Para, Row, Ruby, Span, Strong, Table, Text
from convert.model.rewriting import Rewrite, rewrite, rewrite_blocks
from convert.stylesheet import Direction, Sheet


@dataclass(frozen=True, slots=True)
class TxtOptions:
    """``bom``: begin with a byte order mark, for programs that would else guess the encoding. ``note_marks``: 〔1〕 at the places of notes and
    before them.
    """

    bom: bool = False
    note_marks: bool = False


class TxtWriter:
    """The whole text of a document, nothing added but the marks of notes, where they are asked for."""

    options_type: ClassVar[type] = TxtOptions
    honours: ClassVar[frozenset[str]] = frozenset()
    directions: ClassVar[frozenset[Direction]] = frozenset()

    def write(self, document: Document, sheet: Sheet, options: TxtOptions, report: Report, out: BinaryIO) -> None:
        """Write each printed text on a line of its own; a wanted line break inside becomes a line end too. Tabs part the cells of a row."""
        if options.bom:
            out.write(b"\xef\xbb\xbf")
        _report_omitted(document, report)
        if options.note_marks:
            document = _with_marks(document)
        for text in walk.texts(rewrite(document, Rewrite(block=_in_rows_with_notes if options.note_marks else _in_rows))):
            if text:
                out.write(f"{text}\n".encode())


# ------------------------------------------------------------------------------------------------ tables


def _in_rows(block: Block) -> Block:
    """A table as a paragraph for its caption and one a row; any other block as it is."""
    if not isinstance(block, Table):
        return block
    caption = (Para(block.caption),) if block.caption else ()
    return Group((*caption, *(Para((Text(_row(row)),)) for row in block.rows)))


def _row(row: Row) -> str:
    return "\t".join(" ".join(" ".join(walk.block_texts(cell.body)).split()) for cell in row.cells)


def _in_rows_with_notes(block: Block) -> Block:
    """As ``_in_rows``, but the notes of the cells stand below the table."""
    if not isinstance(block, Table):
        return block
    notes = [part for row in block.rows for cell in row.cells for flow in walk.block_flows(cell.body) for part in _bodies(flow)]
    bare = replace(block, rows=tuple(replace(row, cells=tuple(map(_without_notes, row.cells))) for row in block.rows))
    return Group((_in_rows(bare), *notes)) if notes else _in_rows(block)


def _bodies(flow: tuple[Inline, ...]) -> Iterator[Block]:
    for note in walk.notes(flow):
        yield from note.body


def _without_notes(cell: Cell) -> Cell:
    return replace(cell, body=rewrite_blocks(cell.body, Rewrite(inlines=lambda flow: _each_note(flow, lambda note: ()))))


# ------------------------------------------------------------------------------------------------ notes


def _with_marks(document: Document) -> Document:
    """The document with 〔1〕 at the place of each note and before its text."""
    numbers = count(1)

    def marked(note: Note) -> tuple[Inline, ...]:
        mark = f"〔{next(numbers)}〕{note.label}"
        first, *more = note.body or (Para(()),)
        body = (
            (replace(first, content=(Text(mark), *first.content)), *more)
            if isinstance(first, Para)
            else (Para((Text(mark),)), first, *more)
        )
        return Text(mark.partition("〕")[0] + "〕"), replace(note, body=body, label="")

    return rewrite(document, Rewrite(inlines=lambda flow: _each_note(flow, marked)))


def _each_note(flow: tuple[Inline, ...], change: Callable[[Note], tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """``flow`` with what ``change`` makes of each note in it."""
    made: list[Inline] = []
    for inline in flow:
        match inline:
            case Note():
                made += change(inline)
            case Emph() | Strong() | Span() | Ruby() | Link():
                made.append(replace(inline, content=_each_note(inline.content, change)))
            case _:
                made.append(inline)
    return tuple(made)


# ------------------------------------------------------------------------------------------------ what plain text cannot hold


def _report_omitted(document: Document, report: Report) -> None:
    """Say how many addresses of links and readings are not in the text."""
    omitted = [kind for flow in walk.flows(document) for kind in _omitted(flow)]
    for kind, one, many in (
        ("link", "the address of a link", "the addresses of {} links"),
        ("ruby", "a reading (ruby)", "{} readings (ruby)"),
    ):
        if number := omitted.count(kind):
            said = one + " is" if number == 1 else many.format(number) + " are"
            report.add("txt.omitted", f"{said} not in the text, which has no place for them", severity=Severity.INFO)


def _omitted(flow: Iterable[Inline]) -> Iterator[str]:
    for inline in flow:
        match inline:
            case Link():
                address = inline.href.partition(":")[2].strip("/")
                if not inline.href.startswith("#") and address not in walk.flow(inline.content):
                    yield "link"
                yield from _omitted(inline.content)
            case Ruby():
                yield "ruby"
            case Emph() | Strong() | Span():
                yield from _omitted(inline.content)
            case _:
                pass
