"""Ways through a document: its text, its flows, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from convert.model.depth import depth_within
from convert.model.nodes import (
    Attrs,
    Block,
    BulletList,
    Byline,
    Code,
    Document,
    Emph,
    Figure,
    Group,
    Image,
    Inline,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    Para,
    Quote,
    Ruby,
    Rule,
    Section,
    Span,
    Strong,
    Table,
    Text,
    TitleLine,
    Verse,
)

#: Stands for a picture in a flow.
OBJECT = "\ufffc"

#: Ends of labels behind which the text follows at once: 一、总则, （一）总则, 一是建成了.
_CLOSED = "、，。．：；）〕】］,:;)]是"
_SPACE = re.compile(r"[\s\u200b\u2060\ufeff]+")


def squeeze(text: str) -> str:
    """``text`` without any white space (Unicode's, with U+3000, U+00A0, and the zero-width ones): what conservation compares."""
    return _SPACE.sub("", text)


# ------------------------------------------------------------------------------------------------ flow


def leaf_texts(inlines: Iterable[Inline]) -> list[str]:
    """The flow in pieces, a piece a leaf, in order: a Text or Code gives its text, a LineBreak a line feed, an Image ``OBJECT``.

    The bodies of notes and the annotations of ruby do not belong to the flow. ``with_leaf_texts`` is the inverse.
    """
    pieces: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text=text) | Code(text=text):
                pieces.append(text)
            case LineBreak():
                pieces.append("\n")
            case Image():
                pieces.append(OBJECT)
            case Note():
                pass
            case Emph() | Strong() | Span() | Ruby() | Link():
                pieces.extend(leaf_texts(inline.content))
            case _:
                assert_never(inline)
    return pieces


def flow(inlines: Iterable[Inline]) -> str:
    """The text of a paragraph without the bodies of its notes: what tidying, conversion and line composition work on."""
    return "".join(leaf_texts(inlines))


def with_leaf_texts(inlines: Iterable[Inline], pieces: Iterable[str]) -> tuple[Inline, ...]:
    """The same inlines with the texts of their leaves replaced, one piece a leaf, in the order of ``leaf_texts``.

    Pieces for line breaks and images are taken and ignored. Raises StopIteration (as RuntimeError) when pieces run out.
    """
    return tuple(_refill(inlines, iter(pieces)))


def _refill(inlines: Iterable[Inline], pieces: Iterator[str]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text() | Code():
                yield replace(inline, text=next(pieces))
            case LineBreak() | Image():
                next(pieces)
                yield inline
            case Note():
                yield inline
            case Emph() | Strong() | Span() | Ruby() | Link():
                yield replace(inline, content=tuple(_refill(inline.content, pieces)))
            case _:
                assert_never(inline)


def without_start(inlines: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """``inlines`` without the first ``count`` characters of their flow; inlines that are left empty go too."""
    pieces = leaf_texts(inlines)
    for number, piece in enumerate(pieces):
        taken = min(count, len(piece))
        pieces[number] = piece[taken:]
        count -= taken
        if not count:
            break
    return tuple(one for one in with_leaf_texts(inlines, pieces) if _holds(one))


def _holds(inline: Inline) -> bool:
    match inline:
        case Text() | Code():
            return bool(inline.text)
        case Emph() | Strong() | Span() | Ruby() | Link():
            return bool(inline.attrs.id) or any(_holds(one) for one in inline.content)
        case _:
            return True


def notes(inlines: Iterable[Inline]) -> Iterator[Note]:
    """The notes in a run of inlines, in order, those inside other inlines included."""
    for inline in inlines:
        match inline:
            case Note():
                yield inline
            case Emph() | Strong() | Span() | Ruby() | Link():
                yield from notes(inline.content)
            case _:
                pass


# ------------------------------------------------------------------------------------------------ bylines and titles

_GAPS = re.compile(r"[\s\u00a0\u3000]+")


def spread(name: str) -> str:
    """A name as it is set under a heading: two Han characters are spread over three (白　涛), others stay as they are."""
    if len(name) == 2 and all("\u3400" <= c <= "\u9fff" for c in name):
        return f"{name[0]}\u3000{name[1]}"
    return name


def byline_text(byline: Byline) -> str:
    """The byline as writers set it: position, one em, the name spread; or as printed, when print has more than these two."""
    parts = [byline.position, spread(byline.name)]
    composed = "\u3000".join(part for part in parts if part)
    if not byline.printed or squeeze(byline.printed) == squeeze(composed):
        return composed
    return _GAPS.sub("\u3000", byline.printed.strip())


def title_block(meta: Meta) -> tuple[TitleLine, ...]:
    """The lines of the title as they are set: as the reader found them, else made from the plain strings.

    A line without content says that the title is known but not printed: it keeps one from being made, and is not set.
    """
    if meta.title_block:
        return tuple(line for line in meta.title_block if line.content)
    subtitle = meta.subtitle and f"——{meta.subtitle}"
    pairs = (("kicker", meta.kicker), ("title", meta.title), ("subtitle", subtitle))
    return tuple(TitleLine((Text(text),), attrs=Attrs(role=role)) for role, text in pairs if text)


# ------------------------------------------------------------------------------------------------ the whole text


def texts(document: Document) -> Iterator[str]:
    """Every printed text of the document in reading order: title block, labels, titles, bylines, flows, notes in their places.

    A paragraph, a heading, a byline, a cell is one string; so this is also what the ``txt`` writer prints, a line each.
    """
    for line in title_block(document.meta):
        yield from _flow_with_notes("", line.content)
    yield from block_texts(document.body)


def block_texts(blocks: Iterable[Block], label: str = "") -> Iterator[str]:
    """The printed texts of ``blocks``; ``label`` is put before the first."""
    for block in blocks:
        for text in _texts_of(block):
            yield _labelled(label, text)
            label = ""
    if label:
        yield label


def _labelled(label: str, text: str) -> str:
    return label + gap_behind(label, text[:1]) + text


def gap_behind(label: str, start: str) -> str:
    """What parts a label from a text that begins with ``start``: nothing behind marks and 一是, an em behind 第一章 and ●, a blank by Latin."""
    if not label or not start or label[-1].isspace() or start.isspace():
        return ""
    if label[-1] in _CLOSED:
        return " " if label[-1].isascii() and start.isascii() and start.isalnum() else ""
    return " " if label[-1].isascii() else "\u3000"


def _flow_with_notes(label: str, inlines: Sequence[Inline]) -> Iterator[str]:
    """The flow as one string, then the texts of its notes, each led by its label."""
    yield _labelled(label, flow(inlines).replace(OBJECT, ""))
    for note in notes(inlines):
        yield from block_texts(note.body, note.label)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Section():
            yield from section_head_texts(block)
            yield from block_texts(block.body)
        case Para():
            yield from _flow_with_notes("", block.content)
        case OrderedList() | BulletList():
            for item in block.items:
                yield from block_texts(item.body, item.label)
        case Quote() | Group():
            yield from block_texts(block.body)
        case Verse():
            for line in block.lines:
                yield from _flow_with_notes("", line)
        case Table():
            if block.caption:
                yield from _flow_with_notes("", block.caption)
            for row in block.rows:
                for cell in row.cells:
                    yield from block_texts(cell.body)
        case Figure():
            if block.caption:
                yield from _flow_with_notes("", block.caption)
        case Rule():
            if block.attrs.get("label"):
                yield block.attrs.get("label")
        case _:
            assert_never(block)


def section_head_texts(section: Section) -> Iterator[str]:
    """Heading and bylines of a section in the order in which they were printed."""
    if section.role == "attachment" and section.label and section.title:
        head = [section.label, *_flow_with_notes("", section.title)]  # the label stands in a line of its own
    else:
        head = list(_flow_with_notes(section.label, section.title)) if section.title or section.label else []
    bylines = [byline_text(b) for b in section.byline]
    yield from bylines + head if section.byline_first else head + bylines
    if section.dateline:
        yield section.dateline


def text(document: Document) -> str:
    """All of the document's text, white space taken out: one side of the law of conservation."""
    return squeeze("".join(texts(document)))


# ------------------------------------------------------------------------------------------------ structure


def blocks(body: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order, containers before what they hold; notes' bodies left out."""
    for block in body:
        yield block
        match block:
            case Section() | Quote() | Group():
                yield from blocks(block.body)
            case OrderedList() | BulletList():
                for item in block.items:
                    yield from blocks(item.body)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from blocks(cell.body)
            case _:
                pass


def sections(body: Iterable[Block], level: int = 1) -> Iterator[tuple[int, Section]]:
    """Every section with its depth (1 is the outermost), in reading order."""
    for block in body:
        match block:
            case Section():
                yield level, block
                yield from sections(block.body, depth_within(block, level))
            case Group():
                yield from sections(block.body, level)
            case _:
                pass


def without_contents(document: Document) -> Document:
    """The document without the table of contents that it was printed with (``Group(role="contents")``)."""
    return replace(document, body=_without_contents(document.body))


def with_new_contents(document: Document, minimum: int, levels: int) -> Document:
    """The document as a writer takes it that makes contents of ``minimum`` headings or more, ``levels`` deep (0: never): not with the old as well."""
    listed = sum(1 for level, section in sections(document.body) if level <= levels and flow(section.title).strip())
    return without_contents(document) if 0 < minimum <= listed else document


def _without_contents(body: tuple[Block, ...]) -> tuple[Block, ...]:
    kept = (block for block in body if not (isinstance(block, Group) and block.role == "contents"))
    return tuple(replace(b, body=_without_contents(b.body)) if isinstance(b, Section | Group) else b for b in kept)


def flows(document: Document) -> Iterator[tuple[Inline, ...]]:
    """Every run of inlines of the document in reading order; those of a note stand before the run that it is in."""
    for line in document.meta.title_block:
        yield from _with_notes(line.content)
    yield from block_flows(document.body)


def block_flows(body: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    """Every run of inlines of ``body``, as ``flows`` gives those of a document."""
    for block in body:
        match block:
            case Para():
                yield from _with_notes(block.content)
            case Section():
                yield from _with_notes(block.title)
                yield from block_flows(block.body)
            case OrderedList() | BulletList():
                for item in block.items:
                    yield from block_flows(item.body)
            case Quote() | Group():
                yield from block_flows(block.body)
            case Verse():
                for line in block.lines:
                    yield from _with_notes(line)
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from block_flows(cell.body)
                yield from _with_notes(block.caption)
            case Figure():
                yield from _with_notes(block.caption)
            case Rule():
                pass
            case _:
                assert_never(block)


def _with_notes(inlines: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    for note in notes(inlines):
        yield from block_flows(note.body)
    yield inlines
